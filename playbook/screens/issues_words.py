"""The words of the issues screen, in both languages, each written and not translated."""

from __future__ import annotations

from playbook.records import Bilingual
from playbook.reply.voice import Contradiction


def _b(ko: str, en: str) -> Bilingual:
    return Bilingual(ko=ko, en=en)


# the list

FILTERS = {"open": _b("진행 중", "Going on"), "closed": _b("닫은 사안", "Closed")}
FILTER = _b("보기", "Show")
EMPTY = {
    "open": _b(
        "진행 중인 사안이 없습니다. "
        "한 사건에 관한 글이 여럿 들어오면 아래에서 사안을 만들고, ‘검토’에서 글을 묶으세요.",
        "No issue is open. When several messages are about one event, open an issue below, and put them to it under "
        "“Review”.",
    ),
    "closed": _b("닫은 사안이 없습니다.", "No issue has been closed."),
}
NEW = _b("새 사안 만들기", "Open a new issue")
TITLE = _b("사안의 이름", "Name of the issue")
TITLE_HINT = _b("밖에서 부르는 이름으로. 예: 공기청정기 발연", "As people call it: air purifier smoke, for example")
OPEN = _b("사안 만들기", "Open it")
OPENED = _b(
    "사안을 만들었습니다. 이제 확인된 사실을 남기고, ‘검토’에서 글을 묶으세요.",
    "It is open. Keep the first facts now, and put messages to it under “Review”.",
)
LIST = _b("사안 {n}건", "Issues: {n}")
SINCE = _b("{day}부터", "since {day}")
CLOSED_ON = _b("{day}에 닫음", "closed on {day}")
NO_CASES = _b("묶인 글 없음", "no messages yet")
CASES_IN = _b("{state} {n}", "{state}: {n}")
PROMISES = _b("지킬 약속 {n}", "promises to keep: {n}")
NEXT = _b("다음 기한 {at}", "next due {at}")
LATE = _b("기한 지남 {at}", "overdue since {at}")

# one issue

BACK = _b("← 사안 목록", "← All issues")
RELOAD = _b("다시 불러오기", "Load again")
NO_FACTS = _b("아직 남긴 사실이 없습니다.", "No facts yet.")
PAST_FACTS = _b("철회한 사실 {n}건", "Withdrawn facts: {n}")
CASES = _b("이 사안의 글 {n}건", "Messages of this issue: {n}")
CASES_EMPTY = _b(
    "묶인 글이 없습니다. ‘검토’에서 글을 열고 ‘사안 · 사실 · 약속’에서 이 사안을 고르세요.",
    "None yet. Open a message under “Review”, and choose this issue in its panel of facts and promises.",
)
MORE_CASES = _b("이 밖에 {n}건이 더 있습니다. ‘보관’에서 찾아보세요.", "{n} more; find them under “Archive”.")
EARLIER_REPLIES = _b(
    "그 앞의 답변 {n}건은 여기에 보이지 않습니다. 증빙 자료에는 모두 들어갑니다.",
    "{n} earlier replies are not shown here; an evidence pack holds them all.",
)
IN_REVIEW = _b("‘검토’에서 열기", "Open under “Review”")
NO_PROMISES = _b(
    "지킬 약속이 없습니다. 승인된 답변이 기한을 말하면 여기에 나옵니다.",
    "No promises to keep. What an approved reply promises stands here.",
)
PROMISE = _b("약속", "Promise")
DONE_NOTE = _b("무엇을 했는지 (선택)", "What was done (optional)")
KEEP = _b("지킨 것으로 기록", "Note as kept")
FOLLOW_UP = _b("후속 안내 초안", "Follow-up to start from")
FOLLOW_UP_HINT = _b(
    "[빈칸]은 확인한 것으로 채우고, ‘답변’에서 검토를 거쳐 내보내세요.",
    "Fill the [slots] with what is confirmed; it goes out through review like any reply.",
)
COPY = _b("복사", "Copy")
CHANGE_PROMISE = _b("기한 옮기기·담당 바꾸기", "Move it, or give it to somebody else")
CHANGE_WHY = _b("기록에 남습니다. 밖에 한 약속은 그대로입니다.", "Kept in the log. What was told the public stands.")
NEW_DUE = _b("새 기한", "New due time")
MOVE = _b("기한 옮기기", "Move it")
NEW_OWNER = _b("새 담당", "Who keeps it now")
HAND_ON = _b("담당 바꾸기", "Hand it on")
MOVED = _b("약속의 기한을 옮겼습니다.", "Moved.")
HANDED_ON = _b("약속의 담당을 바꿨습니다.", "Handed on.")
KEPT_ONES = _b("지켰거나 거둔 약속 {n}건", "Kept or dropped: {n}")
REPLIES = _b("승인된 답변, 차례대로 {n}건", "Approved replies in order: {n}")
REPLIES_EMPTY = _b("아직 승인된 답변이 없습니다.", "No reply has been approved yet.")
POSTED_BY = _b("게시 기록: {name}", "noted as posted by {name}")
NOT_POSTED = _b("게시 기록 없음", "not noted as posted")
REPLACED = _b("나중에 다시 승인됨", "approved anew later")
STATEMENT = _b("전체 입장문", "Full statement")
VOICE = _b("한목소리", "One voice")
VOICE_BUSY = _b("답변을 서로 비교하고 있습니다…", "Comparing the replies…")
VOICE_FEW = _b(
    "답변이 둘 이상 승인되면 서로 어긋나는 곳을 찾아 드립니다.", "Two approved replies, and they are compared."
)
VOICE_CLEAR = _b("승인된 답변 {n}건에서 서로 어긋나는 곳을 찾지 못했습니다.", "No contradiction found in {n} replies.")
VOICE_FOUND = _b(
    "서로 어긋나는 곳 {n}군데. 어느 쪽이 맞는지 확인하세요.", "Contradictions: {n}. Find out which is right."
)
CLASH: dict[Contradiction, Bilingual] = {
    "figure": _b("숫자가 다릅니다", "The figures differ"), "date": _b("날짜가 다릅니다", "The dates differ"),
    "cause": _b("원인이 다릅니다", "The causes differ"),
    "denial": _b("한쪽은 부인하고 한쪽은 인정합니다", "One denies what the other admits"),
    "tone": _b("앞선 답변보다 물러섰습니다", "The later one admits less"),
}  # fmt: skip
FIRST_SAID = _b("먼저", "First")
THEN_SAID = _b("나중", "Later")

# the end

COURSE = _b("사안 닫기·다시 열기", "Close or reopen the issue")
WHY = _b("이유", "Reason")
WHY_HINT = _b(
    "할 일이 남아 있는데 닫을 때와 다시 열 때는 꼭 적습니다.", "Needed where something is left to do, and to reopen it."
)
CLOSE = _b("사안 닫기", "Close the issue")
REOPEN = _b("다시 열기", "Reopen it")
CLOSED_NOW = _b("사안을 닫았습니다. 사실과 답변은 그대로 남습니다.", "Closed; its facts and replies are kept.")
REOPENED = _b("다시 열었습니다.", "Reopened.")
