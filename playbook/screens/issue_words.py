"""The words of an issue's facts and promises, in both languages, each written and not translated."""

from __future__ import annotations

from playbook.records import Bilingual
from playbook.review.issue_facts import UseKind


def _b(ko: str, en: str) -> Bilingual:
    return Bilingual(ko=ko, en=en)


USE: dict[UseKind, Bilingual] = {
    "draft": _b("쓰고 있는 초안", "draft in work"),
    "approved": _b("승인된 답변", "approved reply"),
    "posted": _b("게시된 답변", "posted reply"),
}
PANEL = _b("사안 · 사실 · 약속", "Issue, facts and promises")
ISSUE = _b("이 글이 속한 사안", "The issue this belongs to")
ISSUE_HINT = _b(
    "한 사건에 관한 글을 묶으면 확인된 사실과 승인된 답변을 함께 봅니다.",
    "Messages about one event share its facts and approved replies.",
)
ALONE = _b("묶지 않음", "None")
TITLE = _b("새 사안의 이름", "Name of a new issue")
OPEN = _b("사안 만들고 묶기", "Open it and join")
JOINED = _b(
    "사안에 묶었습니다. 사실과 지난 답변에 맞춰 다시 점검했습니다.", "Joined; checked again with its facts and replies."
)
LEFT = _b("사안에서 뺐습니다.", "Taken out of the issue.")
NO_TITLE = _b("사안의 이름을 적어 주세요.", "Write a name for the issue.")

FACTS = _b("사안의 사실", "Facts of the issue")
NO_FACTS = _b("아직 남긴 사실이 없습니다. 아래에서 추가하세요.", "No facts yet; add the first one below.")
NO_ISSUE = _b(
    "사안에 묶으면 사실과 약속이 여기에 나옵니다.", "Once it belongs to an issue, facts and promises stand here."
)
ADD = _b("사실 추가·변경", "Add or change a fact")
INSTEAD = _b("무엇을 바꾸나요", "What changes")
NEW_FACT = _b("바꾸지 않고 새로 추가", "Nothing: a new fact")
STATEMENT = _b("사실", "Fact")
STATEMENT_HINT = _b("한 문장에 하나씩. 숫자와 날짜를 그대로 적으세요.", "One at a time, with its figures and dates.")
FACT_STATUS = _b("상태", "Status")
SOURCE = _b("근거", "Source")
SOURCE_HINT = _b("보고서, 기록, 확인해 준 사람", "A report, a log, the person who confirmed it")
NOTE = _b("사실 남기기", "Keep the fact")
WITHDRAW = _b("철회", "Withdraw")
NOTED = _b("남겼습니다.", "Kept.")
CHANGED = _b("바꿨습니다.", "Changed.")
WITHDRAWN = _b("철회했습니다.", "Withdrawn.")
EARLIER = _b("앞선 내용", "Before")
USES = _b("이 사실을 쓴 글 {n}건. 다시 확인하세요", "{n} text(s) stand on this fact; look at them again")
GROWS = _b("처음 나온 숫자는 늘어나기 쉽습니다.", "A first figure tends to grow.")

PROMISES = _b("이 답변이 하는 약속", "What this reply promises")
OPEN_PROMISES = _b("이 사안에서 지킬 약속", "Open promises of this issue")
UNDATED = _b("기한 없음", "no date")
UNTIL = _b("{due}까지", "by {due}")
NOBODY = _b("담당자 없음", "nobody owns it")
OVERDUE = _b("기한 지남", "overdue")
OWNERS = _b("약속을 지킬 사람", "Who keeps the promises")
OWNERS_HINT = _b(
    "한 사람이 모두 맡으면 이름만, 나눠 맡으면 한 줄에 ‘기한: 이름’으로 적으세요.",
    "One name for all, or a line each: “deadline: name”.",
)
TASK = _b("지킨 약속", "Kept promise")
KEEP = _b("지켰음", "Kept")
KEPT = _b("지킨 약속으로 기록했습니다.", "Noted as kept.")
FOLLOW_UP = _b("후속 안내의 첫머리", "Start of a follow-up")
POSTED = _b("게시했다고 기록", "Note that it was posted")
POSTED_NOW = _b("게시한 답변으로 기록했습니다.", "Noted as posted.")

OFFERED = _b("사안의 사실로 채우기", "Fill in from the issue")
OFFER = _b("“{ask}” 빈칸에 넣기: {fact}", "Put into “{ask}”: {fact}")
NOW_SAYS = _b("이번 글", "This reply")
SAID_BEFORE = _b("앞서 승인된 글", "Approved before")
