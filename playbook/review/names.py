"""What people call each label of a record, on screens and on paper, in both languages, each written."""

from __future__ import annotations

from playbook.records import (
    Author,
    Bilingual,
    CaseState,
    Certainty,
    FindingLevel,
    Kind,
    Milestone,
    Mode,
    Owner,
    PassageKind,
    PersonalDataType,
    Role,
    Severity,
    Speaker,
    Stance,
    Topic,
    Verb,
)
from playbook.reply.facts import FactStatus
from playbook.reply.promises import PromiseState


def _b(ko: str, en: str) -> Bilingual:
    return Bilingual(ko=ko, en=en)


LEVELS: dict[Severity, tuple[str, Bilingual, Bilingual]] = {
    1: ("○", _b("일반", "Routine"), _b("평소 절차로 처리하면 됩니다", "the usual way will do")),
    2: ("◔", _b("주의", "Elevated"), _b("커지기 전에 살펴보세요", "look at it before it grows")),
    3: ("◑", _b("심각", "Serious"), _b("책임자가 먼저 보아야 합니다", "someone in charge has to see it first")),
    4: ("●", _b("위기", "Crisis"), _b("경영진 승인이 필요합니다", "top management has to approve")),
}
"""Shape, word and what it means."""

KINDS: dict[Kind, Bilingual] = {
    "complaint": _b("불만", "Complaint"), "inquiry": _b("문의", "Inquiry"), "suggestion": _b("제안", "Suggestion"),
    "praise": _b("칭찬", "Praise"), "rumor": _b("루머", "Rumour"), "allegation": _b("의혹·고발", "Allegation"),
    "incident": _b("사고 제보", "Incident"), "abuse": _b("비방·욕설", "Abuse"), "spam": _b("무관·광고", "Spam"),
}  # fmt: skip

TOPICS: dict[Topic, Bilingual] = {
    "product_quality": _b("제품·기능", "Product quality"), "safety": _b("안전·위해", "Safety"),
    "outage": _b("서비스 장애", "Outage"), "delivery": _b("배송·개통·운항 지연", "Delivery and delay"),
    "billing": _b("결제·환불·보상", "Billing and refund"), "privacy": _b("개인정보", "Personal data"),
    "labeling": _b("표시·광고", "Labelling and advertising"), "staff_conduct": _b("직원 응대", "Conduct of staff"),
    "support": _b("상담·처리 지연", "Support"), "policy": _b("약관·정책·가격", "Terms, policy, price"),
    "finance": _b("재무·주가", "Finance"), "labor": _b("노동·직장", "Labour"),
    "executive": _b("경영진 언행", "Executive conduct"), "ethics": _b("윤리·사회·환경", "Ethics and society"),
    "legal": _b("법적 조치·권리", "Legal matters"), "other": _b("기타", "Other"),
}  # fmt: skip

STANCES: dict[Stance, Bilingual] = {
    "transparency": _b("먼저 투명하게 설명하세요", "Explain openly first"),
    "action_plan": _b(
        "잘못을 인정하고, 무엇을 언제까지 고칠지 밝히세요", "Own the fault and say what is fixed by when"
    ),
    "escalate_cs": _b(
        "공개로는 짧게 답하고, 고객센터가 이어받게 하세요", "Answer briefly in public; hand over to customer service"
    ),
    "acknowledge": _b("귀 기울여 듣고 감사를 전하세요", "Listen, and thank them"),
    "monitor": _b("공개로 답하지 말고, 기록하며 지켜보세요", "No public reply: keep a record and watch"),
}
STANCE_NAMES: dict[Stance, Bilingual] = {
    "transparency": _b("투명한 설명", "Openness"), "action_plan": _b("개선 조치", "Action plan"),
    "escalate_cs": _b("고객센터 이관", "Hand-over to customer service"),
    "acknowledge": _b("경청·감사", "Listening and thanks"), "monitor": _b("무대응·관찰", "No reply, watching"),
}  # fmt: skip

MODES: dict[Mode, Bilingual] = {
    "confirm": _b("사실을 확인해 줌", "Confirm it"), "deny": _b("근거를 들어 부인", "Deny it with evidence"),
    "unknown": _b("아직 확인 중임을 알림", "Say it is not yet known"), "admit": _b("잘못을 인정", "Admit it"),
    "fix": _b("기한을 정해 고침", "Fix it by a date"), "hand_over": _b("고객센터로 이어 줌", "Hand it over"),
    "thank": _b("듣고 감사함", "Listen and thank"), "answer": _b("물음에 답함", "Answer the question"),
}  # fmt: skip
SPEAKERS: dict[Speaker, Bilingual] = {
    "brand": _b("회사", "The company"), "member": _b("담당자 이름으로", "A team member, by name"),
    "ceo": _b("대표가 직접", "The chief executive in person"),
}  # fmt: skip

OWNERS: dict[Owner, Bilingual] = {
    "cs": _b("고객센터", "Customer service"), "pr": _b("홍보", "Communications"), "legal": _b("법무", "Legal"),
    "product": _b("제품·운영", "Product and operations"), "security": _b("정보보호", "Information security"),
    "safety": _b("안전", "Safety"), "ir": _b("재무·IR", "Investor relations"), "hr": _b("인사·노무", "People"),
    "executive": _b("경영진", "Executive office"),
}  # fmt: skip

AUTHORS: dict[Author, Bilingual] = {
    "unknown": _b("모름", "Not known"), "customer": _b("고객", "Customer"), "employee": _b("임직원", "Employee"),
    "press": _b("기자", "Press"), "investor": _b("투자자", "Investor"), "partner": _b("협력사·가맹점", "Partner"),
    "regulator": _b("감독기관", "Regulator"), "fan": _b("팬", "Fan"),
}  # fmt: skip

PERSONAL: dict[PersonalDataType, Bilingual] = {
    "KR_RRN": _b("주민등록번호", "resident number"), "KR_FRN": _b("외국인등록번호", "alien registration number"),
    "KR_PASSPORT": _b("여권번호", "passport number"), "KR_DRIVER_LICENSE": _b("운전면허번호", "driving licence"),
    "KR_BRN": _b("사업자등록번호", "business number"), "KR_PHONE": _b("전화번호", "phone number"),
    "KR_ACCOUNT": _b("계좌번호", "account number"), "KR_ADDRESS": _b("주소", "address"),
    "KR_VEHICLE": _b("차량번호", "vehicle number"), "DOOR_CODE": _b("출입 비밀번호", "door code"),
    "CARD": _b("카드번호", "card number"), "EMAIL": _b("이메일", "e-mail"), "PHONE": _b("전화번호", "phone number"),
    "ORDER_NO": _b("주문번호", "order number"), "TRACKING_NO": _b("송장번호", "tracking number"),
    "PERSON": _b("이름", "name"), "US_SSN": _b("사회보장번호", "social security number"),
    "IP": _b("IP 주소", "IP address"),
}  # fmt: skip

PASSAGES: dict[PassageKind, Bilingual] = {
    "guideline": _b("지침", "Guideline"), "case": _b("사례", "Precedent"), "reply": _b("승인된 답변", "Approved reply"),
}  # fmt: skip
CERTAINTY: dict[Certainty, Bilingual] = {
    "cross_checked": _b("교차 확인", "Cross-checked"), "single_source": _b("자료 한 곳", "One source"),
    "unverified": _b("확인하지 못함", "Not verified"),
}  # fmt: skip
FINDINGS: dict[FindingLevel, tuple[str, Bilingual]] = {
    "error": ("■", _b("고쳐야 함", "Must fix")), "warning": ("▲", _b("살펴보기", "Have a look")),
    "note": ("·", _b("참고", "Note")),
}  # fmt: skip
STATES: dict[CaseState, Bilingual] = {
    "received": _b("접수", "Received"), "drafted": _b("초안", "Draft"), "in_review": _b("검토 중", "In review"),
    "returned": _b("돌려보냄", "Returned"), "approved": _b("승인됨", "Approved"), "rejected": _b("반려됨", "Rejected"),
    "sent": _b("게시됨", "Posted"), "withdrawn": _b("거둠", "Withdrawn"), "closed": _b("닫힘", "Closed"),
}  # fmt: skip
VERBS: dict[str, Bilingual] = {
    "receive": _b("접수", "took it in"), "draft": _b("초안 작성", "drafted"),
    "submit": _b("검토 요청", "sent to review"), "edit": _b("고침", "edited"),
    "approve": _b("승인", "approved"), "return": _b("돌려보냄", "returned"), "reject": _b("반려", "rejected"),
    "record": _b("게시 기록", "noted as posted"), "close": _b("닫음", "closed"),
    "reopen": _b("다시 엶", "reopened"), "withdraw": _b("거둠", "withdrew"), "escalate": _b("윗선에 알림", "escalated"),
    "assign": _b("담당 지정", "assigned"), "hand_over": _b("넘김", "handed over"), "mark": _b("단계 표시", "marked"),
    "overrule": _b("점검 넘어감", "set a finding aside"), "void": _b("승인 풀림", "voided the approval"),
    "join": _b("사안에 묶음", "put to an issue"), "leave": _b("사안에서 뺌", "taken out of an issue"),
    "erase": _b("개인정보 지움", "erased personal data"),
}  # fmt: skip
"""What somebody did."""
LOGGED: dict[str, Bilingual] = {
    "comment": _b("메모", "wrote a note"), "open": _b("사안 만듦", "opened an issue"),
    "close issue": _b("사안 닫음", "closed an issue"), "reopen issue": _b("사안 다시 엶", "reopened an issue"),
    "add fact": _b("사실 남김", "kept a fact"), "change fact": _b("사실 바꿈", "changed a fact"),
    "withdraw fact": _b("사실 철회", "withdrew a fact"), "keep promise": _b("약속 지킴", "kept a promise"),
    "move promise": _b("약속 기한 옮김", "moved a promise"),
    "reassign promise": _b("약속 담당 바꿈", "handed a promise on"),
    "add account": _b("계정 만듦", "made an account"), "grant": _b("역할 줌", "granted"),
    "revoke": _b("역할 거둠", "revoked"), "deputy": _b("대리인 정함", "named a deputy"),
    "disable": _b("계정 사용 중지", "took an account out of use"),
    "enable": _b("계정 다시 사용", "took an account into use"), "lock": _b("계정 잠금", "locked an account"),
    "unlock": _b("계정 잠금 풂", "unlocked an account"), "reset password": _b("비밀번호 새로 줌", "reset a password"),
    "change password": _b("비밀번호 바꿈", "changed the password"),
    "rehash password": _b("비밀번호 다시 저장", "kept a password anew"),
    "link login": _b("조직 로그인 연결", "linked a login"), "log in": _b("로그인", "logged in"),
    "export evidence": _b("증빙 자료 내보냄", "took out an evidence pack"),
    "upgrade": _b("프로그램 올림", "upgraded"),
}  # fmt: skip
"""What else the audit log tells of, beside what is done with cases."""
ACTS: dict[str, Bilingual] = VERBS | LOGGED
"""Everything that somebody did."""
ACTIONS: dict[Verb, Bilingual] = {
    "draft": _b("초안 쓰기", "Draft"), "edit": _b("고친 글 저장", "Save"), "submit": _b("검토 요청", "Ask for review"),
    "approve": _b("승인", "Approve"), "return": _b("돌려보내기", "Return"), "reject": _b("반려", "Reject"),
    "record": _b("게시 기록", "Note as posted"), "close": _b("닫기", "Close"), "reopen": _b("다시 열기", "Reopen"),
    "withdraw": _b("거두기", "Withdraw"), "escalate": _b("윗선에 알리기", "Escalate"),
    "assign": _b("담당 지정", "Assign"), "hand_over": _b("넘기기", "Hand over"), "mark": _b("단계 표시", "Mark a step"),
    "overrule": _b("넘어가기", "Set aside"), "void": _b("승인 풀기", "Void the approval"),
    "join": _b("사안에 묶기", "Put to an issue"), "leave": _b("사안에서 빼기", "Take out of an issue"),
    "erase": _b("개인정보 지우기", "Erase personal data"),
}  # fmt: skip
"""What somebody may do, as it stands on a button."""
ROLES: dict[Role, Bilingual] = {
    "staff": _b("작성자", "Staff"), "reviewer": _b("검토자", "Reviewer"), "executive": _b("경영진", "Executive"),
    "legal": _b("법무", "Legal"), "evaluator": _b("평가자", "Evaluator"), "admin": _b("관리자", "Administrator"),
}  # fmt: skip
MILESTONES: dict[Milestone, Bilingual] = {
    "received": _b("접수", "Received"), "acknowledged": _b("접수 확인", "Acknowledged"),
    "notified": _b("유출 신고·통지", "Breach notified"), "assessed": _b("평가", "Assessed"),
    "investigated": _b("조사", "Investigated"), "reported": _b("침해사고 신고", "Intrusion reported"),
    "responded": _b("답변", "Responded"), "closed": _b("종결", "Closed"),
}  # fmt: skip
"""The steps of ISO 10002."""
TABLES: dict[str, Bilingual] = {
    "kind": _b("종류", "Kind"), "topic": _b("주제", "Topic"), "severity": _b("수준", "Level"),
    "stance": _b("대응", "Response"), "owner": _b("담당", "Owner"),
}  # fmt: skip
UNITS: dict[str, Bilingual] = {
    "weighted": _b("자 (한글은 2로 셈)", "weighted characters"), "characters": _b("자", "characters"),
    "utf16": _b("자", "characters"), "cp949_bytes": _b("바이트", "bytes"),
}  # fmt: skip
FACTS: dict[FactStatus, tuple[str, Bilingual]] = {
    "confirmed": ("✓", _b("확인됨", "Confirmed")),
    "unconfirmed": ("?", _b("확인 중", "Not yet confirmed")),
    "must_not_say": ("✕", _b("공개 금지", "Must not be said")),
}
"""Shape and word of how sure a fact is."""
PROMISES: dict[PromiseState, Bilingual] = {
    "open": _b("지킬 약속", "to be kept"), "kept": _b("지킴", "kept"), "dropped": _b("거둠", "dropped"),
}  # fmt: skip
