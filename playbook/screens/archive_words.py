"""The words of the archive, in both languages, each written and not translated."""

from __future__ import annotations

from playbook.records import Bilingual
from playbook.review.changes import IdeaKind


def _b(ko: str, en: str) -> Bilingual:
    return Bilingual(ko=ko, en=en)


# search

FIND = _b("찾을 말", "Words to find")
FIND_HINT = _b(
    "글과 답변에 모두 들어 있는 낱말로 찾습니다. 따옴표로 묶으면 그 차례 그대로 찾습니다.",
    "All of them have to stand in message or reply; in quotes, in a row.",
)
AUTHOR = _b("쓴 사람의 계정 이름", "Handle of the author")
AUTHOR_HINT = _b("전체 이름이나, 찾은 글에 보이는 대로", "Whole, or as the results show it")
SINCE = _b("이날부터", "From")
UNTIL = _b("이날까지", "To")
DAY_HINT = _b("2026-11-22처럼", "As 2026-11-22")
STANCE = _b("대응", "Response")
STATE = _b("상태", "State")
CHANNEL = _b("채널", "Channel")
SEARCH = _b("찾기", "Search")
SEARCH_BUSY = _b("찾고 있습니다…", "Searching…")
START = _b(
    "낱말이나 조건을 고르고 ‘찾기’를 누르세요. 아무것도 고르지 않으면 최근 글부터 보여 드립니다.",
    "Choose words or conditions and press “Search”; without any, the latest come first.",
)
NONE = _b(
    "맞는 글이 없습니다. 조건을 하나 빼거나 다른 낱말로 찾아보세요.",
    "Nothing matches. Take a condition out, or try other words.",
)
FOUND = _b("글 {n}건, 최근 것부터", "Messages, latest first: {n}")
CUT = _b("최근 {n}건만 보입니다. 조건을 더해 좁혀 보세요.", "Only the latest {n} are shown; add a condition.")
NO_AUTHOR = _b("쓴 사람 모름", "author not known")

# one conversation

BACK = _b("← 찾은 글로", "← Back to what was found")
MESSAGE = _b("들어온 글 (개인정보 가림)", "Message (personal data hidden)")
FINAL = _b("마지막 답변", "Final reply")
NO_REPLY = _b("답변 없이 끝난 글입니다.", "It ended without a reply.")
NO_REPLY_YET = _b("아직 답변이 없습니다.", "No reply yet.")
SENT = _b("{where}에 게시 · {at} · {by}", "posted at {where} · {at} · {by}")
NOT_SENT = _b("게시 기록이 없습니다.", "Not noted as posted.")
OTHERWISE = _b("승인된 글과 다르게 게시됐습니다.", "It went out in words that were not approved.")
EARLIER = _b("같은 사람이 전에 보낸 글 {n}건", "Earlier from the same author: {n}")
NO_EARLIER = _b("같은 사람이 전에 보낸 글은 없습니다.", "Nothing earlier from the same author.")
UNKNOWN_AUTHOR = _b(
    "계정 이름을 몰라 앞선 글을 찾을 수 없습니다.", "The handle is not known, so earlier ones cannot be found."
)
OPEN = _b("‘검토’에서 원문 열기", "Open the original under “Review”")
ERASED = _b("개인정보를 지운 글입니다.", "Personal data has been erased.")

# what is changed again and again

CHANGES = _b("검토자가 자주 고치는 것", "What reviewers keep changing")
CHANGES_HINT = _b(
    "최근에 승인된 답변에서 사람이 고친 것을 셉니다. 자주 나오는 것은 규칙이나 자료를 고칠 때입니다.",
    "Counted over the latest approved replies. What comes again and again asks for another rule or card.",
)
CHANGES_SHOW = _b("집계해 보기", "Count them")
CHANGES_BUSY = _b("답변을 하나씩 비교하고 있습니다…", "Comparing the replies one by one…")
CHANGES_NONE = _b(
    "아직 되풀이되는 것이 없습니다. 승인된 답변이 더 쌓이면 다시 보세요.",
    "Nothing comes again yet; look once more when more replies are approved.",
)
CHANGED = _b(
    "승인된 답변 {n}건: 제안한 낱말 {words}개 가운데 검토 전에 {before}개, 검토에서 {after}개를 고쳤습니다.",
    "Approved replies: {n}. Of {words} proposed words, {before} were changed before review and {after} in it.",
)
TIMES = _b("{n}건", "{n}×")
IDEA: dict[IdeaKind, Bilingual] = {
    "phrase": _b("고친 표현", "Phrase replaced"), "move": _b("뺀 문장", "Sentence taken out"),
    "check": _b("넘어간 점검", "Finding set aside"), "departure": _b("따르지 않은 대응 규칙", "Response not followed"),
    "gap": _b("자료가 없는 주제", "Topic without guidance"),
}  # fmt: skip
TAKEN_OUT = _b("(뺌)", "(taken out)")

# erasing

ERASE = _b("보관 기간이 끝난 개인정보", "Personal data due to be erased")
ERASE_HINT = _b(
    "처리가 끝나고 보관 기간도 지난 글입니다. 지우면 글과 답변에서 개인정보가 사라지고, 되돌릴 수 없습니다.",
    "These ended long enough ago. Erasing takes personal data out of message and reply, and cannot be undone.",
)
ERASE_SHOW = _b("보관 기간이 끝난 글 보기", "Show what is due")
ERASE_NONE = _b("보관 기간이 끝난 글이 없습니다.", "Nothing is due.")
ERASE_ROW = _b("{ended}에 끝남 · {due}까지 보관", "ended {ended} · kept until {due}")
ERASE_WHICH = _b("지울 글", "What to erase")
ERASE_WHY = _b("이유 (법정 보관 기간 안이면 꼭)", "Reason (needed within the time that the law asks for)")
ERASE_SURE = _b("되돌릴 수 없다는 것을 확인했습니다", "I know that this cannot be undone")
ERASE_DO = _b("개인정보 지우기", "Erase personal data")
ERASED_NOW = _b("{id}: 개인정보를 지웠습니다.", "{id}: personal data has been erased.")
