"""The words of the audit screen, in both languages, each written and not translated."""

from __future__ import annotations

from playbook.records import Bilingual


def _b(ko: str, en: str) -> Bilingual:
    return Bilingual(ko=ko, en=en)


# the log

PERSON = _b("누가", "Who")
SUBJECT = _b("글·사안·계정 번호", "Number of a case, issue or account")
VERB = _b("무엇을", "What")
DAY = _b("언제", "Day")
DAY_HINT = _b("2026-11-22처럼", "As 2026-11-22")
SHOW = _b("보기", "Show")
MORE = _b("더 앞의 기록", "Earlier entries")
LOG = _b("감사 기록, 최근 것부터", "Audit log, newest first")
NONE = _b("맞는 기록이 없습니다. 조건을 하나 빼 보세요.", "No entry fits. Take a condition out.")
EMPTY = _b(
    "아직 기록이 없습니다. 글을 접수하거나 검토를 요청하면 여기에 남습니다.",
    "Nothing yet. Once a message is taken in or sent to review, it stands here.",
)
BUSY = _b("기록을 읽고 있습니다…", "Reading the log…")
NUMBER = _b("번호", "No.")
WHEN = _b("언제", "When")
DETAIL = _b("자세히", "Details")
SOURCE = _b("어디에서", "From")
HASH = _b("지문", "Hash")

# checking

CHECK = _b("기록 확인", "Check the log")
CHECK_TITLE = _b("기록이 바뀌지 않았는지", "Is everything as it was written?")
CHECK_HINT = _b(
    "모든 기록과 저장된 자료를 처음부터 대조합니다. "
    "하나라도 바뀌거나 빠지거나 끼어든 것이 있으면 어느 것인지 알려 드립니다.",
    "Goes through every entry and every row from the first. Whatever was altered, removed or put in is named.",
)
CHECKING = _b("확인하고 있습니다: {n} / {all}", "Checking: {n} of {all}")
CHECKING_ROWS = _b("저장된 자료를 대조하고 있습니다…", "Comparing the rows…")
STOP = _b("그만두기", "Stop")
STOPPED = _b(
    "확인을 멈췄습니다. 끝까지 대조하지 않아 결과가 없습니다.",
    "Stopped before the end, so it says nothing.",
)
SOUND = _b(
    "기록 {n}건을 모두 확인했습니다. 처음 쓰인 그대로입니다.",
    "All {n} entries checked: everything is as it was written.",
)
FAULTS = _b("맞지 않는 곳 {n}군데", "Faults: {n}")
FAULTS_DO = _b(
    "데이터베이스를 그대로 보존하고 관리자와 법무에 알리세요. "
    "적어 둔 지문과 백업을 대조하면 언제부터인지 알 수 있습니다.",
    "Keep the database as it is, compare the head that you noted and your backups, and tell admin and legal.",
)
HEAD = _b("마지막 기록의 지문 (번호:지문)", "Head of the log (number:hash)")
HEAD_HINT = _b(
    "다른 곳에 적어 두면, 나중에 누가 기록 전체를 다시 써도 드러납니다.",
    "Noted somewhere else, it gives away a log that was rewritten as a whole.",
)
ANCHOR = _b("전에 적어 둔 지문 (선택)", "A head that you noted earlier (optional)")
COPY = _b("복사", "Copy")

# evidence

PACK = _b("증빙 자료 내보내기", "Take out an evidence pack")
PACK_HINT = _b(
    "글 하나나 사안 하나에 관한 모든 것을 봉인한 ZIP 파일로 만듭니다. 내보낸 일도 기록에 남습니다.",
    "All that is known of one case or issue, as a sealed ZIP file. That it was taken out is kept in the log, too.",
)
PACK_OF = _b("글이나 사안의 번호", "Number of the case or issue")
MASK = _b("쓴 사람의 개인정보 빼기", "Take out the personal data of those who wrote")
EXPORT = _b("만들어서 내려받기", "Make and download it")
PACK_BUSY = _b("증빙 자료를 만들고 있습니다…", "Making the pack…")
PACK_DONE = _b("{name} ({size}KB)을 내려받았습니다. 봉인 지문 {seal}", "{name} ({size} KB) is downloaded. Seal {seal}")
PACK_CHECK = _b("받은 사람은 이렇게 확인합니다:", "Whoever gets it checks it with:")

# notifications

FAILED = _b("전하지 못한 알림", "Notifications that could not be delivered")
FAILED_NONE = _b("전하지 못한 알림이 없습니다.", "Every notification was delivered, or waits for its turn.")
NO_TARGETS = _b(
    "알림을 보낼 곳이 정해져 있지 않습니다. PLAYBOOK_NOTIFY로 파일을 정하세요(docs/notify.md).",
    "Nothing is sent: no targets are named. Name a file with PLAYBOOK_NOTIFY (docs/notify.md).",
)
GIVEN_UP = _b("포기함", "given up")
WAITING = _b("다시 시도함, {at}", "tried again at {at}")
ATTEMPTS = _b("{n}번 시도", "{n} attempts")
WHICH = _b("다시 보낼 알림", "Notification to try again")
AGAIN = _b("다시 보내기", "Try again")
AGAIN_NOW = _b("다시 보내도록 했습니다. 몇 초 안에 시도합니다.", "It is tried again within seconds.")
