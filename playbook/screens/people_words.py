"""The words of the people screen, in both languages, each written and not translated."""

from __future__ import annotations

from playbook.records import Bilingual


def _b(ko: str, en: str) -> Bilingual:
    return Bilingual(ko=ko, en=en)


# nobody logs in

SINGLE = _b("지금은 로그인 없이 쓰고 있습니다", "Nobody logs in here yet")
SINGLE_WHY = _b(
    "이 컴퓨터 앞에 있는 사람은 누구나 모든 일을 할 수 있고, 적은 이름은 확인되지 않습니다. "
    "둘 이상이 함께 쓴다면 계정을 만드세요.",
    "Anybody at this machine may do everything, and the names they type are not checked. Where two or more people work "
    "together, make accounts.",
)
STEPS = (
    _b(
        "이 컴퓨터의 명령줄에서 첫 계정을 만듭니다. 첫 계정은 관리자입니다.",
        "At the command line of this machine, make the first account, an administrator.",
    ),
    _b("한 번만 보이는 비밀번호를 적어 둡니다.", "Note the password; it is shown once."),
    _b(
        "이 페이지를 새로 열어 로그인하고 비밀번호를 바꿉니다. 나머지 계정은 이 화면에서 만듭니다.",
        "Load this page again, log in and change the password. The other accounts are made on this screen.",
    ),
)
COMMAND = _b("playbook users add 아이디 --name 이름 --role admin", "playbook users add LOGIN --name NAME --role admin")
KEPT = _b(
    "지금까지의 글과 기록은 그대로 남습니다. 첫 계정을 만들면 그때부터 누구나 로그인해야 합니다.",
    "All that is here stays. From the first account on, everybody has to log in.",
)

# oneself

YOU = _b("내 계정", "Your account")
LOGIN = _b("아이디", "Login")
NAME = _b("이름", "Name")
EMAIL = _b("메일", "E-mail")
ROLES = _b("역할", "Roles")
TEAMS = _b("담당 부서", "Teams")
DEPUTY = _b("대리인", "Deputy")
CEO = _b("대표이사", "Chief executive")
NONE = _b("없음", "none")
PASSWORD = _b("비밀번호 바꾸기", "Change password")
PASSWORD_WHY = _b("바꾸면 다른 기기에서는 모두 로그아웃됩니다.", "You are then logged out everywhere else.")

# everybody

LIST = _b("계정 {n}개", "Accounts: {n}")
DISABLED = _b("사용 중지", "not in use")
LOCKED = _b("잠김 ({until}까지)", "locked until {until}")
MUST_CHANGE = _b("비밀번호를 아직 바꾸지 않음", "has not changed the first password")
LINKED = _b("조직 로그인 연결됨", "linked to the organisation’s login")
STANDS_IN = _b("대리인 {name}", "deputy {name}")

NEW = _b("계정 만들기", "Make an account")
LOGIN_HINT = _b("영문 소문자와 숫자. 예: hana.kim", "Small letters and digits, as hana.kim")
NAME_HINT = _b("기록에 남는 이름. 나중에 바꿀 수 없습니다.", "As the record keeps it; it cannot be changed later.")
EMAIL_HINT = _b("알림과 조직 로그인에 씁니다 (선택).", "For notifications and the organisation’s login (optional).")
ROLES_HINT = _b(
    "작성자는 쓰고, 검토자는 승인하고, 경영진과 법무는 중대한 글에 서명합니다. 역할이 없으면 아무것도 할 수 없습니다.",
    "Staff write, reviewers approve, executives and legal sign what is grave. Without a role nothing can be done.",
)
CEO_LABEL = _b("대표이사 본인", "The chief executive in person")
ADD = _b("만들기", "Make it")
ADDED = _b("{name} 님의 계정을 만들었습니다.", "{name} has an account now.")

BACK = _b("← 계정 목록", "← All accounts")
CHANGE = _b("역할과 부서", "Roles and teams")
DEPUTY_HINT = _b(
    "정해진 시간이 지나면 대신 서명할 수 있는 사람", "Who may sign in their place after the time that the rules set"
)
NOBODY = _b("없음", "Nobody")
WHY = _b("이유 (선택, 기록에 남습니다)", "Reason (optional, kept in the log)")
SAVE = _b("저장", "Save")
SAVED = _b("저장했습니다.", "Saved.")
ACCESS = _b("로그인 관리", "Access")
DISABLE = _b("사용 중지", "Take out of use")
DISABLED_NOW = _b("사용을 중지했습니다. 로그인도 끊겼습니다.", "Out of use, and logged out.")
ENABLE = _b("다시 사용", "Take into use again")
ENABLED_NOW = _b("다시 쓸 수 있습니다.", "In use again.")
UNLOCK = _b("잠금 풀기", "Unlock")
UNLOCKED = _b("잠금을 풀었습니다.", "Unlocked.")
RESET = _b("새 비밀번호 만들기", "Make a new password")
RESET_NOW = _b(
    "새 비밀번호를 만들었습니다. 로그인은 모두 끊겼습니다.", "There is a new password; all logins have ended."
)
SHOWN_ONCE = _b(
    "{name} 님의 비밀번호입니다. 지금 한 번만 보입니다. 안전하게 전하고, 첫 로그인 때 본인이 바꿉니다.",
    "The password of {name}. It is shown this once: hand it over safely; it has to be changed at the first login.",
)
COPY = _b("비밀번호 복사", "Copy the password")
SECRET = _b("비밀번호", "Password")
