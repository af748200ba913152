"""The words of the desk and of one case, in both languages, each written and not translated."""

from __future__ import annotations

from playbook.records import Bilingual, Milestone


def _b(ko: str, en: str) -> Bilingual:
    return Bilingual(ko=ko, en=en)


# who

NO_LOGIN = _b("1인 모드 · 로그인 없음: 이름은 확인되지 않습니다", "Single-user mode · no login: names are not checked")
NO_ROLE = _b("역할 없음", "no role")
LOG_OUT = _b("내 계정 · 로그아웃", "Account and log-out")

# desk

FILTERS = {
    "turn": _b("내 차례", "My turn"), "open": _b("진행 중", "In progress"), "done": _b("끝난 것", "Done"),
}  # fmt: skip
FILTER = _b("보기", "Show")
FIND = _b("찾기", "Find")
FIND_HINT = _b("글의 낱말이나 번호", "Words of a message, or its number")
QUEUE = _b("글 {n}건", "Messages: {n}")
UPDATED = _b("{at} 기준. 10초마다 새로 봅니다.", "As of {at}; looked at anew every ten seconds.")
KEYS = _b("↑ ↓로 옮기고 Enter로 엽니다. 글에서는 Esc로 돌아옵니다.", "↑ ↓ to move, Enter to open, Esc to come back.")
CUT = (
    _b("급한 것부터 {n}건만 보입니다. 찾기로 좁혀 보세요.", "Only the {n} most pressing are shown; find narrows it."),
    _b("최근 것부터 {n}건만 보입니다. 찾기로 좁혀 보세요.", "Only the {n} latest are shown; find narrows it."),
)
"""Of what is going on, and of what is done."""
CUT_READ = (
    _b(
        "가장 급한 {n}건 안에서만 찾았습니다. 나머지는 ‘보관’에서 찾아보세요.",
        "Only the {n} most pressing were looked through; find the others under “Archive”.",
    ),
    _b(
        "가장 최근 {n}건 안에서만 찾았습니다. 나머지는 ‘보관’에서 찾아보세요.",
        "Only the {n} latest were looked through; find the others under “Archive”.",
    ),
)
EMPTY = {
    "turn": _b(
        "지금 내 차례인 글이 없습니다. ‘진행 중’에서 다른 사람이 맡은 글을 보거나, ‘답변’에서 새 글을 시작하세요.",
        "Nothing waits for you. See what others are on under “In progress”, or start a message under “Answer”.",
    ),
    "open": _b(
        "진행 중인 글이 없습니다. ‘답변’에서 초안을 쓰고 검토를 요청하거나 접수만 해 두면 여기에 나옵니다.",
        "Nothing is in progress. Under “Answer”, ask for review of a draft or just take a message in; it stands here.",
    ),
    "done": _b(
        "아직 끝난 글이 없습니다. 게시를 기록하고 닫은 글이 여기에 모입니다.",
        "Nothing is done yet. What was posted and closed gathers here.",
    ),
}
NO_NAME_YET = _b("이름을 적으면 내 차례인 글이 먼저 나옵니다.", "Write your name, and what waits for you comes first.")
NOT_FOUND = _b("‘{words}’에 맞는 글이 없습니다. 다른 낱말로 찾아보세요.", "Nothing matches “{words}”. Try other words.")
YOURS = _b("내 차례", "Your turn")
UNASSIGNED = _b("담당 없음", "nobody has it")
ASSIGNED = _b("담당 {name}", "with {name}")
HANDED = _b("넘긴 곳: {team}", "handed to {team}")
EDITING = _b("지금 {names} 님이 고치는 중", "{names} editing now")
LOOKING = _b("지금 {names} 님이 보는 중", "{names} looking now")
ESCALATED = _b("윗선에 알림", "escalated")
LEFT_TIME = _b("{time} 남음", "{time} left")
PAST_TIME = _b("{time} 지남", "{time} late")
SINCE = _b("{time}째", "for {time}")
MINUTES = _b("{n}분", "{n} min")
HOURS = _b("{n}시간", "{n} h")
DAYS = _b("{n}일", "{n} d")
SILENT = _b("답글 없음", "no reply")

# case: getting around

BACK = _b("← 목록으로", "← Back to the list")
NEXT = _b("다음 내 차례 →", "Next in my turn →")
NO_NEXT = _b("더 기다리는 글이 없습니다.", "Nothing else waits for you.")
MOVED = _b("그사이 {by} 님이 ‘{verb}’ 하셨습니다.", "Meanwhile {by} {verb}.")
RELOAD = _b("지금 내용 불러오기", "Load it as it is now")
FORGET = _b("저장된 글로 되돌리기", "Go back to what is kept")
FOUND_AGAIN = _b(
    "저장하지 않고 두었던 글을 되살렸습니다. 아직 저장되지 않았습니다.",
    "What you had typed and not saved stands here again. It is still not saved.",
)
RELOADED = _b("지금 내용으로 불러왔습니다.", "Loaded as it is now.")

# case: message

AUTHOR = _b("쓴 사람", "Author")
ACCOUNT = _b("계정", "Account")
REACH = _b("퍼진 정도", "Reach")
FOLLOWERS = _b("팔로워 {n}명", "{n} followers")
SHARES = _b("공유 {n}회", "shared {n} times")
PRIOR = _b("같은 일로 {n}번 연락", "{n} earlier contacts about it")
POSTED_AT = _b("올라온 때", "Posted")
RECEIVED_AT = _b("들어온 때", "Came in")
EARLIER = _b("같은 사람이 전에 보낸 글 {n}건", "Earlier from the same author: {n}")
MORE_EARLIER = _b(
    "이 밖에 {n}건이 더 있습니다. ‘보관’에서 계정 이름으로 찾아보세요.",
    "{n} more; find them by the name of the account under “Archive”.",
)

# case: draft

SUBJECT = _b("메일 제목", "Subject line")
STATEMENT = _b("전체 입장문", "Full statement")
STATEMENT_BOX = _b("전체 입장문 (승인에 함께 들어갑니다)", "Full statement (covered by the approval)")
STATEMENT_HINT = _b("첫 문단이 제목입니다.", "Its first paragraph is the title.")
STATEMENT_OFF = _b("입장문을 승인에서 빼기", "Take the statement off the approval")
ADDED = _b("더함", "added")
GONE = _b("뺌", "removed")
AGAINST = {
    "approved": _b("승인됐던 글과 달라진 곳", "Changes against what was approved"),
    "seen": _b("지난번에 본 글과 달라진 곳", "Changes since you last saw it"),
    "first": _b("처음 초안과 달라진 곳", "Changes against the first draft"),
}
UNLOCK = _b("승인 풀고 고치기", "Unlock to edit")
UNLOCKED = _b(
    "고쳐서 저장하면 승인이 풀리고 다시 검토를 받습니다.",
    "Once you save an edit, the approval is void and review starts again.",
)

# case: findings set aside

ASIDE = _b("넘어가기", "Set aside")
ASIDE_NAME = _b("이 점검 넘어가기: {message}", "Set this finding aside: {message}")
ASIDE_TITLE = _b("이 점검을 넘어갑니다", "Set this finding aside")
ASIDE_WHY = _b("넘어가는 이유 (기록에 남습니다)", "Why (kept in the record)")
ASIDE_DO = _b("이유를 남기고 넘어가기", "Set aside with this reason")
CANCEL = _b("그만두기", "Cancel")
ASIDE_DONE = _b("이유를 남기고 넘어갔습니다.", "Set aside; the reason is kept.")
ASIDE_BECAUSE = _b("넘어감: {reason}", "Set aside: {reason}")

# case: two edits at once

CLASH = _b("내가 고치는 사이에 {by} 님이 이 글을 바꿨습니다", "While you were editing, {by} changed this")
CLASH_HINT = _b(
    "내 글은 위 상자에 그대로 있습니다. 두 글을 견주어 보고 하나를 고르거나 합치세요.",
    "Your wording is still in the box above. Compare, then take one, or merge them.",
)
THEIRS = _b("{by} 님의 글", "The wording of {by}")
MINE = _b("내 글에서 달라지는 곳", "What yours would change in it")
TAKE_THEIRS = _b("상대 글로 바꾸기", "Take theirs")
TAKE_MINE = _b("내 글로 이어 가기", "Go on with mine")
MERGE = _b("둘을 합치기", "Merge both")
CLASHES = _b(
    "같은 곳을 함께 고친 데가 {n}곳입니다. 합치면 그곳은 내 글로 남으니, 필요한 말은 손으로 옮기세요.",
    "Both changed the same passage, {n} of them. A merge keeps yours there; carry over what you need by hand.",
)
NO_CLASHES = _b(
    "서로 다른 곳을 고쳤습니다. 그대로 합칠 수 있습니다.", "You changed different passages; they can be merged."
)
TOOK_THEIRS = _b("상대 글을 불러왔습니다.", "Loaded their wording.")
TOOK_MINE = _b(
    "내 글을 두었습니다. 저장하거나 승인하면 이 글이 됩니다.", "Yours is in the box; save or approve to keep it."
)
MERGED = _b("합쳤습니다. 읽어 보고 저장하거나 승인하세요.", "Merged. Read it, then save or approve.")

# case: decisions

REASON = _b("이유", "Reason")
REASON_HINT = _b(
    "돌려보내기, 반려, 거두기, 다시 열기, 남의 글 고치기에는 꼭 적습니다.",
    "Needed to return, reject, withdraw, reopen, or change what somebody else wrote.",
)
SIGN_AS = _b("어느 자리로 서명하나요", "Sign as")
SIGN_AS_HINT = _b("한 사람은 한 자리에만 서명합니다.", "One person signs in one seat only.")
APPROVE_EDITED = _b("고쳐서 승인", "Approve as edited")
RESUBMIT = _b("다시 검토 요청", "Ask for review again")
REJECT_BOX = _b("반려·거두기", "Reject or withdraw")
CHANGED = _b(
    "글이 바뀌었습니다. 승인하려면 ‘고쳐서 승인’을 누르세요.",
    "The text has changed: to approve it, press “Approve as edited”.",
)
VOIDS = _b("이미 받은 서명 {n}개는 무효가 됩니다.", "Signatures that become void: {n}.")
SIGNED = _b("서명했습니다. 아직 남은 서명: {seats}", "Signed. Still to sign: {seats}")
EDIT_KEPT = _b("고친 글은 저장했습니다. 승인은 아직입니다.", "Your wording is saved. It is not approved yet.")
DONE = {
    "draft": _b("초안을 썼습니다.", "Drafted."), "edit": _b("고친 글을 저장했습니다.", "Saved."),
    "submit": _b("검토를 요청했습니다. 다른 사람이 이어 갑니다.", "Sent to review. Another person goes on."),
    "approve": _b("승인했습니다.", "Approved."), "return": _b("돌려보냈습니다.", "Returned."),
    "reject": _b("반려했습니다.", "Rejected."), "record": _b("게시를 기록했습니다.", "Noted as posted."),
    "close": _b("닫았습니다.", "Closed."), "reopen": _b("다시 열었습니다.", "Reopened."),
    "withdraw": _b("거두었습니다.", "Withdrawn."), "escalate": _b("윗선에 알릴 글로 표시했습니다.", "Escalated."),
    "assign": _b("담당을 바꿨습니다.", "Assigned."), "hand_over": _b("넘겼습니다.", "Handed over."),
    "mark": _b("단계를 표시했습니다.", "Marked."), "overrule": ASIDE_DONE,
}  # fmt: skip
WHY_NOT = _b("지금 할 수 없는 것과 까닭", "What you cannot do now, and why")
NOT_IN_STATE = _b("‘{state}’ 상태에서는 하지 않는 일: {verbs}", "Not while it is “{state}”: {verbs}")

# case: what approval covers

COVERS = _b("승인이 걸리는 것: 아래 그대로", "What approval covers, letter for letter")
SPEAKER = _b("말하는 사람", "Who speaks")
FACTS = _b("딛고 선 사실", "Facts it stands on")
NO_FACTS = _b("없음", "none")
TEXT = _b("글", "Text")
HASH = _b("지문 (SHA-256)", "Hash (SHA-256)")
APPROVED = _b("승인됐습니다", "Approved")
NOT_SENT = _b("Playbook은 보내지 않습니다. 사람이 게시합니다.", "Playbook does not send. A person posts it.")
SIGNATURES = _b("서명", "Signatures")
FROM_MESSAGE = _b("들어온 글에 있는 말", "what the message itself says")
SEATS_LEFT = _b("{need} 중 {have}명 서명", "{have} of {need} signed")
SEAT_COUNT = _b("{seat} {n}명", "{n} × {seat}")
WAITS = _b("기다림", "waiting")
SIGNED_BY = _b("{name} 서명", "signed by {name}")
INSTEAD = _b("{name} 님을 대신해", "in place of {name}")
CHECKED = _b("로그인 확인", "logged in")
UNCHECKED = _b("이름 미확인", "name not checked")

# case: posted

RECORD_BOX = _b("게시하셨나요? 게시 기록", "Posted it? Note where and when")
RECORD_HINT = _b(
    "Playbook은 보내지 않습니다. 사람이 게시한 뒤, 게시된 글을 그대로 붙여 넣어 기록합니다.",
    "Playbook does not send. Once a person has posted it, paste the text as it stands there.",
)
WHERE = _b("어디에 (게시물 주소 등)", "Where (address of the post, for example)")
WHEN = _b("언제 (비우면 지금)", "When (empty: now)")
FINAL = _b("게시된 글 그대로", "The text as it was posted")
FINAL_WHY = _b("승인된 글과 다른 이유", "Why it is not the approved text")
DIFFERS = _b("승인된 글과 다릅니다!", "This is not the approved text!")
AS_APPROVED = _b("승인된 글 그대로입니다.", "This is the approved text.")
SENT = _b("게시 기록", "Posted")
SENT_AS = _b("승인된 글 그대로 게시", "posted as approved")
SENT_OTHER = _b("승인된 글과 다르게 게시됨", "posted with a text that was not approved")

# case: beside the decision

HANDLING = _b("누가 맡나", "Who has it")
TAKE = _b("내가 맡기", "Take it")
ASSIGN_TO = _b("맡길 사람", "Assign to")
TEAM = _b("넘길 부서", "Department")
HAND_NOTE = _b("넘기는 말", "Note for them")
HAND_NOTE_HINT = _b(
    "내부 메모로 남습니다. 답변에는 들어가지 않습니다.", "Kept as an internal note; never part of the reply."
)
HAND_OVER = _b("부서로 넘기기", "Hand over")
ESCALATE_WHY = _b("윗선에 알리는 이유", "Why it goes up")
STEPS = _b("처리 단계 (ISO 10002)", "Steps (ISO 10002)")
NOT_YET = _b("아직", "not yet")
MARK: dict[Milestone, Bilingual] = {
    "acknowledged": _b("접수 확인 표시", "Mark acknowledged"), "investigated": _b("조사 표시", "Mark investigated"),
    "reported": _b("침해사고 신고 표시", "Mark intrusion reported"),
    "notified": _b("유출 신고·통지 표시", "Mark breach notified"),
}  # fmt: skip
NOTES = _b("내부 메모 — 답변에 들어가지 않습니다", "Internal notes — never part of the reply")
NO_NOTES = _b("아직 메모가 없습니다.", "No notes yet.")
NOTE = _b("메모 쓰기", "Write a note")
NOTE_TO = _b("받는 곳: {to}", "for {to}")
KEEP_NOTE = _b("메모 남기기", "Keep the note")
NOTED = _b("메모를 남겼습니다.", "Noted.")
HISTORY = _b("지나온 일 {n}건", "What happened: {n}")
VERSIONS = _b("지나온 글 {n}개", "All wordings: {n}")
VERSION = _b("{n}판", "Version {n}")
CLOCKS = _b("시계", "Clocks")
MET = _b("지킴", "met")

# answer

RECEIVE = _b("접수만 해 두기", "Just take it in")
RECEIVED = _b(
    "접수했습니다. ‘검토’ 화면에서 누구나 이어 갈 수 있습니다.", "Taken in. Anybody can go on with it under “Review”."
)
