"""What was refused and what to do about it, by the code of the error, in both languages."""

from __future__ import annotations

from playbook.records import Bilingual


def _b(ko: str, en: str) -> Bilingual:
    return Bilingual(ko=ko, en=en)


BY_CODE: dict[str, Bilingual] = {
    # decisions
    "not_now": _b(
        "‘{state}’ 상태에서는 할 수 없는 일입니다: {verb}",
        "“{verb}” is not possible now: this is “{state}”.",
    ),
    "not_granted": _b(
        "{name} 님의 역할로는 할 수 없는 일입니다: {verb}. 할 수 있는 역할: {roles}",
        "{name} has no role that allows “{verb}”; it takes one of: {roles}.",
    ),
    "stale": _b(
        "그사이 다른 사람이 이 글을 바꿨습니다. 두 글을 견주어 보고 이어 가세요.",
        "Somebody changed this in the meantime. Compare the two wordings, then go on.",
    ),
    "close_approved": _b(
        "승인된 답변이 아직 게시되지 않았습니다. 게시를 기록하거나 거둔 뒤에 닫으세요.",
        "There is an approved reply that has not been posted: note that it was, or withdraw it, before you close.",
    ),
    "no_reason": _b(
        "이유를 적어 주세요({verb}). 다른 사람이 그걸 보고 이어 갑니다.",
        "“{verb}” needs a reason, so that the others can act on it.",
    ),
    "no_reason_overrule": _b(
        "점검을 넘어가려면 이유를 적어 주세요. 이유는 기록에 남습니다.",
        "To set a finding aside, write why; the reason is kept.",
    ),
    "no_reason_edit": _b(
        "{author} 님이 쓴 글을 고쳤습니다. 왜 고쳤는지 이유를 적어 주세요.",
        "You changed what {author} wrote. Write why, so that they know.",
    ),
    "no_finding": _b(
        "그 점검은 저장된 글에 없습니다. 고친 글이 있으면 먼저 저장하세요. “{words}”",
        "The kept text has no such finding any more. If you have edited it, save it first. “{words}”",
    ),
    "overrule_error": _b(
        "‘고쳐야 함’은 넘어갈 수 없습니다. 글을 고쳐 주세요. “{words}”",
        "What must be fixed cannot be set aside; mend the text. “{words}”",
    ),
    "overrule_nothing": _b("넘어갈 점검을 먼저 골라 주세요.", "Choose the finding to set aside first."),
    "long_reason": _b(
        "이유는 {most}자까지 적을 수 있습니다. 지금은 {length}자입니다.",
        "A reason has up to {most} characters here, not {length}.",
    ),
    "other_name": _b(
        "{name} 님이 다른 사람의 이름으로 결정할 수는 없습니다.", "{name} cannot decide in somebody else’s name."
    ),
    "unknown_case": _b(
        "저장되지 않은 글입니다. ‘답변’에서 다시 판단하고 이어 가세요.",
        "This is not kept here. Judge the message anew under “Answer”, then go on.",
    ),
    "silent": _b(
        "답글을 쓰지 않기로 한 글이라 게시할 것이 없습니다.", "It was decided to stay silent; there is nothing to post."
    ),
    "no_where": _b(
        "어디에 게시했는지 적고, 게시된 글을 그대로 붙여 넣어 주세요.",
        "Write where it went out, and paste the text as it stands there.",
    ),
    "not_as_approved": _b(
        "붙여 넣은 글이 승인된 글과 다릅니다! 왜 다른지 이유를 적어야 기록됩니다. 두 글 모두 남습니다.",
        "The pasted text is NOT the approved one! Write why before it is recorded; both texts are kept.",
    ),
    "sent_later": _b("게시한 때가 아직 오지 않은 시각입니다: {at}", "The time of posting is still to come: {at}"),
    "sent_no_zone": _b(
        "게시한 때의 시간대를 알 수 없습니다. 2026-11-22 15:30처럼 다시 적어 주세요.",
        "The time of posting has no time zone; write it as 2026-11-22 15:30.",
    ),
    "no_team": _b("어느 부서로 넘길지 골라 주세요.", "Choose the department that takes it on."),
    "mark_by_hand": _b(
        "손으로 표시하는 단계는 접수 확인, 조사, 침해사고 신고, 유출 신고·통지뿐입니다. "
        "나머지는 하는 일에 따라 표시됩니다.",
        "Only acknowledged, investigated, reported and notified are marked by hand; the other steps follow what is "
        "done.",
    ),
    "marked_before": _b("‘{milestone}’ 단계는 이미 표시했습니다.", "“{milestone}” was marked before."),
    # approval
    "own_reply": _b(
        "{name} 님이 검토를 요청한 글입니다. 승인은 다른 사람이 해야 합니다.",
        "{name} sent this to review; another person has to approve it.",
    ),
    "signed_already": _b(
        "{name} 님은 이 글에 이미 서명했습니다. 남은 서명은 다른 사람이 해야 합니다.",
        "{name} has signed this wording already; what is left is for the others.",
    ),
    "no_seat": _b(
        "{name} 님이 서명할 자리가 아닙니다. 남은 서명: {seats}", "This is not for {name} to sign; it needs: {seats}."
    ),
    "seat_unknown": _b(
        "여기에 ‘{seat}’ 자리의 서명은 남아 있지 않습니다. {name} 님이 서명할 수 있는 자리: {seats}",
        "Nobody has to sign as “{seat}” here; {name} may sign as: {seats}.",
    ),
    "empty_reply": _b(
        "아직 승인할 수 없습니다. 답변이 비어 있습니다. 글을 쓰거나 이유를 적고 반려하세요.",
        "Not yet: the reply is empty. Write one, or reject it with a reason.",
    ),
    "slots_open": _b("아직 승인할 수 없습니다. 빈칸이 남아 있습니다: {asks}", "Not yet: slots are still empty: {asks}"),
    "errors_stand": _b(
        "아직 승인할 수 없습니다. 고쳐야 할 점 {n}가지, 먼저: {first}",
        "Not yet. Still to be fixed, {n}; the first: {first}",
    ),
    "warnings_stand": _b(
        "중대한 사안이라 아직 승인할 수 없습니다. 살펴볼 점 {n}가지를 고치거나 이유를 적고 넘어가세요. 먼저: {first}",
        "Not yet, in so grave a matter. Mend {n} point(s) to look at, or set each aside with a reason; first: {first}",
    ),
    # people
    "no_name": _b(
        "이름을 먼저 적어 주세요. 누가 했는지 기록에 남아야 합니다.",
        "Write your name first: the record has to say who did it.",
    ),
    "log_in_again": _b(
        "이제 로그인이 필요합니다. 페이지를 새로 열어 로그인해 주세요.",
        "People log in here by now; load the page again, and log in.",
    ),
    "long_name": _b("이름은 80자까지 적을 수 있습니다.", "A name has up to 80 characters."),
    "no_account": _b(
        "‘{name}’ 이름의 계정이 없습니다. 관리자에게 계정을 요청하세요.",
        "Nobody named “{name}” has an account here; ask an administrator for one.",
    ),
    "note_length": _b(
        "메모는 1자부터 5,000자까지 적을 수 있습니다. 지금은 {n}자입니다.", "A note has 1 to 5,000 characters, not {n}."
    ),
    # the store
    "case_exists": _b("이미 있는 글입니다: {id}", "This exists already: {id}"),
    "no_case": _b("그런 글이 없습니다: {id}. 목록에서 골라 주세요.", "There is no {id}; pick one from the list."),
    "fact_moved": _b(
        "방금 이 사안의 사실이 바뀌었습니다. 글을 다시 확인해 주세요.",
        "A fact of this issue has just changed. Look at the reply again.",
    ),
    "fact_raced": _b(
        "방금 다른 사람이 사실을 추가했습니다. 사실 목록을 다시 보고 남겨 주세요.",
        "Somebody has just added a fact. Look at the list again, then keep yours.",
    ),
    # issues, facts, promises
    "no_issue": _b(
        "그런 사안이 없습니다: {id}. 목록에서 골라 주세요.", "There is no issue {id}; pick one from the list."
    ),
    "issue_title": _b(
        "사안의 이름은 1자부터 200자까지 적을 수 있습니다. 지금은 {n}자입니다.",
        "The name of an issue has 1 to 200 characters, not {n}.",
    ),
    "fact_by": _b("사실을 확인한 사람의 이름이 필요합니다.", "A fact needs the name of whoever vouches for it."),
    "fact_length": _b(
        "사실은 1자부터 1,000자까지 적을 수 있습니다. 지금은 {n}자입니다.", "A fact has 1 to 1,000 characters, not {n}."
    ),
    "fact_empty": _b("사실을 한 문장으로 적어 주세요.", "Write the fact in a sentence."),
    "fact_same": _b(
        "바뀐 것이 없습니다. 사실, 상태, 근거 가운데 하나를 바꿔 주세요.",
        "Nothing would change; change the fact, its status or its source.",
    ),
    "no_fact": _b("이 사안에 그런 사실이 없습니다: {id}", "This issue has no fact {id}."),
    "fact_gone": _b(
        "이미 바뀐 사실입니다. 지금 내용을 골라 바꿔 주세요.",
        "This fact holds no longer; change the version that took its place.",
    ),
    "promise_by": _b("약속을 지킨 사람의 이름을 적어 주세요.", "Write who has kept the promise."),
    "promise_not_open": _b("이미 지켰거나 거둔 약속입니다.", "This promise is not open any more."),
    "promise_not_yours": _b(
        "{name} 님이 처리할 수 있는 약속이 아닙니다. "
        "약속을 맡은 사람({owner}), 이 글을 맡은 사람, 검토자, 경영진, 법무가 할 수 있습니다.",
        "This promise is not for {name} to see to: its owner ({owner}) may, whoever has the message in hand, a "
        "reviewer, executive or lawyer.",
    ),
    "promise_past": _b(
        "이미 지난 때로는 옮길 수 없습니다: {at}. 앞으로 올 때를 적거나, 지킨 것으로 기록하세요.",
        "A promise cannot be moved to the past ({at}); choose a moment to come, or note it as kept.",
    ),
    "no_due": _b("새 기한을 2026-11-30 18:00처럼 적어 주세요.", "Write the new due time as 2026-11-30 18:00."),
    "promise_same": _b("바뀐 것이 없습니다.", "Nothing would change."),
    "no_reason_promise": _b(
        "이유를 적어 주세요. 약속을 옮기거나 넘기는 이유는 기록에 남습니다.",
        "Say why: the reason for moving a promise or handing it on is kept.",
    ),
    "no_promise": _b("지킬 약속이 아닙니다: {id}. 이미 지켰거나 거둔 약속입니다.", "There is no open promise {id}."),
    "issue_closed": _b("이미 닫은 사안입니다.", "This issue is closed already."),
    "issue_open": _b("열려 있는 사안입니다.", "This issue is not closed."),
    "issue_over": _b(
        "닫은 사안입니다. 글이나 사실을 더하려면 먼저 다시 여세요.",
        "This issue is closed; reopen it before anything is added.",
    ),
    "issue_raced": _b(
        "방금 다른 사람이 이 사안을 닫거나 다시 열었습니다. 다시 불러오세요.",
        "Somebody has just closed or reopened this issue. Load it again.",
    ),
    "issue_in_review": _b(
        "검토 중이거나 승인된 답변이 {n}건 있습니다. "
        "결정하거나, 게시를 기록하거나, 거두거나, 사안에서 뺀 뒤에 닫으세요.",
        "{n} of its replies are in review or approved. Decide on them, note that they were posted, withdraw them or "
        "take them out of the issue before you close it.",
    ),
    "issue_unfinished": _b(
        "아직 할 일이 있습니다(진행 중인 글 {cases}건, 지킬 약속 {promises}건). 그래도 닫으려면 이유를 적어 주세요.",
        "Something is left to do (cases in work: {cases}, promises to keep: {promises}). To close it nevertheless, "
        "write why.",
    ),
    "fact_not_chosen": _b("철회할 사실을 먼저 고르세요.", "Choose the fact to withdraw first."),
    "promise_not_chosen": _b("어느 약속인지 먼저 고르세요.", "Choose the promise first."),
    "no_such_day": _b(
        "날짜를 2026-11-22처럼 적어 주세요. 적은 값: {value}", "Write the day as 2026-11-22, not {value}."
    ),
    # the past
    "kept_by_law": _b(
        "{law_ko}에 따라 {until}까지 보관해야 할 수 있는 글입니다. 그 전에 지우려면 이유를 적어 주세요. "
        "법무의 확인이 필요합니다.",
        "{law_en} may ask for this to be kept until {until}; a lawyer has to check. To erase it before, write why.",
    ),
    "erase_nothing": _b("지울 글을 먼저 고르세요.", "Choose what to erase first."),
    "erase_unsure": _b(
        "되돌릴 수 없는 일입니다. 확인했다면 표시하고 다시 눌러 주세요.",
        "This cannot be undone: tick the box if you are sure, and press it again.",
    ),
    "audit_unreadable": _b(
        "감사 기록에 읽을 수 없는 항목이 있습니다. ‘기록 확인’을 눌러 어느 것인지 보세요.",
        "An entry of the audit log cannot be read; “Check the log” says which.",
    ),
    "no_matter": _b(
        "그런 글도 사안도 없습니다: {subject}. 목록에 보이는 번호를 그대로 적어 주세요.",
        "There is no case and no issue {subject}; write the number as the lists show it.",
    ),
    "no_anchor": _b(
        "지문은 ‘번호:지문’ 꼴입니다. ‘마지막 기록의 지문’에서 복사한 그대로 넣어 주세요.",
        "A head looks like “number:hash”; paste it as it was copied.",
    ),
    "no_pack": _b(
        "어느 글이나 사안의 것인지 번호를 적어 주세요(c-… 또는 i-…).",
        "Write the number of a case or issue (c-… or i-…).",
    ),
    "store_gone": _b(
        "저장소를 지금 쓸 수 없습니다({why}). 바뀐 것은 없으니 잠시 뒤에 다시 해 주세요.",
        "The store cannot be used now ({why}). Nothing was changed; try again in a moment.",
    ),
    # accounts
    "not_for_you": _b(
        "{name} 님의 역할로는 할 수 없는 일입니다. 할 수 있는 역할: {roles}",
        "{name} has no role that allows this; it takes one of: {roles}.",
    ),
    "login_taken": _b("이미 쓰고 있는 아이디입니다: {login}", "The login “{login}” is taken; choose another."),
    "login_spelled": _b(
        "쓸 수 없는 아이디입니다: {login}. "
        "영문 소문자, 숫자, 점, 붙임표, 밑줄로 40자까지 쓰고, 소문자나 숫자로 시작해 주세요.",
        "The login “{login}” cannot be used: up to 40 small letters, digits, dots, dashes or underscores, beginning "
        "with a letter or digit.",
    ),
    "name_missing": _b("이름을 적어 주세요. 기록에 이 이름이 남습니다.", "Write the name; the record keeps it."),
    "name_taken": _b(
        "‘{name}’ 이름의 계정이 이미 있습니다. 한 이름은 한 사람만 쓸 수 있으니, 부서를 붙이는 식으로 구별해 주세요.",
        "{name} has an account already, and a name stands for one person; add something that tells the two apart.",
    ),
    "email_taken": _b("{email} 주소는 {name} 님이 쓰고 있습니다.", "{email} belongs to {name} already."),
    "email_spelled": _b(
        "메일 주소를 name@example.com처럼 적어 주세요. 적은 값: {email}",
        "Write the mail address as name@example.com, not {email}.",
    ),
    "subject_taken": _b("그 조직 계정은 {name} 님에게 이미 연결되어 있습니다.", "It is linked to {name} already."),
    "two_ceos": _b(
        "대표이사는 한 분입니다. 지금은 {name} 님입니다. 그 계정에서 먼저 빼 주세요.",
        "There is one chief executive at most, and that is {name}; take it from there first.",
    ),
    "no_deputy": _b(
        "{name} 님의 대리인 {deputy} 님에게 쓸 수 있는 계정이 없습니다. 다른 사람을 골라 주세요.",
        "{deputy}, the deputy of {name}, has no account in use; choose another one.",
    ),
    "last_admin": _b(
        "관리자가 한 명도 남지 않게 됩니다. 다른 사람에게 관리자 역할을 먼저 주세요.",
        "Nobody could grant any more: make somebody else an administrator first.",
    ),
    "only_admin": _b(
        "하나뿐인 계정에는 관리자 역할이 있어야 합니다. 그래야 다른 사람에게 역할을 줄 수 있습니다.",
        "The only account has to be an administrator's, so that others can be given their roles.",
    ),
    "unknown_account": _b("그런 계정이 없습니다: {name}", "There is no account {name}."),
    "grant_nothing": _b("바뀐 것이 없습니다.", "Nothing would change."),
    # input
    "empty": _b("글이 비어 있습니다. 답할 글을 붙여 넣어 주세요.", "The message is empty: paste the text to answer."),
    "too_long": _b(
        "글이 {n}자입니다. {most}자보다 짧게, 답할 부분만 붙여 넣어 주세요.",
        "The message has {n} characters; paste the part to answer, up to {most}.",
    ),
    "no_time": _b(
        "게시한 때를 2026-11-22 15:30처럼 적어 주세요. 적은 값: {value}",
        "Write the time of posting as 2026-11-22 15:30, not {value}.",
    ),
}
"""What an interface says; the names in braces are details of the error."""
