"""Words of an evidence page: what people call states, acts and labels, in Korean and English."""

from __future__ import annotations

from playbook.records import Bilingual


def _table(*rows: tuple[str, str, str]) -> dict[str, Bilingual]:
    return {name: Bilingual(ko=ko, en=en) for name, ko, en in rows}


ACTS = _table(
    ("receive", "접수", "received"), ("draft", "초안 작성", "drafted"), ("edit", "수정", "edited"),
    ("submit", "검토 요청", "sent to review"), ("approve", "승인", "approved"),
    ("return", "돌려보냄", "returned"), ("reject", "반려", "rejected"), ("record", "발송 기록", "recorded as sent"),
    ("close", "종결", "closed"), ("reopen", "다시 엶", "reopened"), ("withdraw", "철회", "withdrawn"),
    ("escalate", "상향 보고", "escalated"), ("assign", "담당 지정", "assigned"),
    ("hand_over", "부서 이관", "handed over"), ("mark", "단계 표시", "step marked"),
    ("overrule", "지적 사항 넘김", "finding set aside"), ("void", "승인 무효", "approval voided"),
    ("join", "사안에 묶음", "put to an issue"), ("leave", "사안에서 뺌", "taken out of an issue"),
    ("erase", "개인정보 삭제", "personal data erased"), ("comment", "내부 메모", "internal note"),
    ("open", "사안 개설", "issue opened"), ("add fact", "사실 추가", "fact added"),
    ("change fact", "사실 변경", "fact changed"), ("withdraw fact", "사실 철회", "fact withdrawn"),
    ("keep promise", "약속 이행", "promise kept"), ("upgrade", "저장소 이전", "store upgraded"),
)  # fmt: skip
STATES = _table(
    ("received", "접수됨", "received"), ("drafted", "초안", "drafted"), ("in_review", "검토 중", "in review"),
    ("returned", "돌려보냄", "returned"), ("approved", "승인됨", "approved"), ("rejected", "반려됨", "rejected"),
    ("sent", "발송됨", "sent"), ("withdrawn", "철회됨", "withdrawn"), ("closed", "종결됨", "closed"),
)  # fmt: skip
ROLES = _table(
    ("staff", "실무자", "staff"), ("reviewer", "검토자", "reviewer"), ("executive", "경영진", "executive"),
    ("legal", "법무", "legal"), ("evaluator", "평가자", "evaluator"), ("admin", "관리자", "admin"),
)  # fmt: skip
SEVERITIES = _table(
    ("1", "1 일반", "1 routine"), ("2", "2 주의", "2 elevated"), ("3", "3 심각", "3 serious"),
    ("4", "4 위기", "4 crisis"),
)  # fmt: skip
KINDS = _table(
    ("complaint", "불만", "complaint"), ("inquiry", "문의", "inquiry"), ("suggestion", "제안", "suggestion"),
    ("praise", "칭찬", "praise"), ("rumor", "루머", "rumour"), ("allegation", "의혹·고발", "allegation"),
    ("incident", "사고 제보", "incident"), ("abuse", "비방·욕설", "abuse"), ("spam", "무관·광고", "spam"),
)  # fmt: skip
TOPICS = _table(
    ("product_quality", "제품·기능", "product quality"), ("safety", "안전·위해", "safety"),
    ("outage", "서비스 장애", "outage"), ("delivery", "배송·지연", "delivery and delay"),
    ("billing", "결제·환불·보상", "billing and refund"), ("privacy", "개인정보", "personal data"),
    ("labeling", "표시·광고", "labelling and advertising"), ("staff_conduct", "직원 응대", "conduct of staff"),
    ("support", "상담·처리 지연", "support"), ("policy", "약관·정책·가격", "terms, policy, price"),
    ("finance", "재무·주가", "finance"), ("labor", "노동·직장", "labour"),
    ("executive", "경영진 언행", "executive conduct"), ("ethics", "윤리·사회·환경", "ethics and society"),
    ("legal", "법적 조치·권리", "legal matters"), ("other", "기타", "other"),
)  # fmt: skip
STANCES = _table(
    ("transparency", "투명한 설명", "openness"), ("action_plan", "개선 조치", "action plan"),
    ("escalate_cs", "고객센터 이관", "hand-over to customer service"),
    ("acknowledge", "경청·감사", "listening and thanks"), ("monitor", "무대응·관찰", "no reply, watching"),
)  # fmt: skip
STATUSES = _table(
    ("confirmed", "확인됨", "confirmed"), ("unconfirmed", "미확인", "unconfirmed"),
    ("must_not_say", "말해서는 안 됨", "must not be said"), ("open", "진행 중", "open"), ("kept", "이행함", "kept"),
    ("dropped", "거둬들임", "dropped"),
)  # fmt: skip
