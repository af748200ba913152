"""What the pages around the login say, in both languages."""

from __future__ import annotations

from playbook.records import Bilingual

TITLE = Bilingual(ko="로그인", en="Log in")
INTRO = Bilingual(
    ko="검토와 승인은 이름을 걸고 하는 일입니다. 받은 계정으로 로그인해 주세요.",
    en="Reviewing and approving is done in your own name. Log in with the account you were given.",
)
LOGIN = Bilingual(ko="아이디", en="Login")
PASSWORD = Bilingual(ko="비밀번호", en="Password")
ENTER = Bilingual(ko="로그인", en="Log in")
BY_OIDC = Bilingual(ko="{name} 계정으로 로그인", en="Log in with {name}")
OR = Bilingual(ko="또는", en="or")
FORGOTTEN = Bilingual(
    ko="비밀번호를 잊었다면 관리자에게 새 비밀번호를 요청해 주세요.",
    en="If you have forgotten your password, ask an admin for a new one.",
)
REFUSED = Bilingual(
    ko="로그인하지 못했습니다. 아이디나 비밀번호가 맞지 않거나, 여러 번 틀려 잠시 잠긴 계정입니다.",
    en="That did not work: the login or the password is wrong, or the account is locked for a while.",
)
STALE = Bilingual(
    ko="화면을 연 지 오래되어 요청을 받지 못했습니다. 다시 한번 입력해 주세요.",
    en="This page had been open for too long, so nothing was done. Please try once more.",
)
OIDC_UNKNOWN = Bilingual(
    ko="{name}에서 본인 확인은 되었지만, 여기에는 계정이 없습니다. 관리자에게 계정을 요청해 주세요.",
    en="{name} knows you, but you have no account here. Ask an admin for one.",
)
OIDC_FAILED = Bilingual(
    ko="{name}에서 본인 확인을 마치지 못했습니다. 다시 시도하거나 비밀번호로 로그인해 주세요.",
    en="{name} could not confirm who you are. Try again, or log in with a password.",
)
CHANGE = Bilingual(ko="비밀번호 바꾸기", en="Change password")
MUST_CHANGE = Bilingual(
    ko="지금 비밀번호는 다른 사람이 정해 준 것입니다. 본인만 아는 비밀번호로 바꾸면 바로 시작할 수 있습니다.",
    en="Your present password was set by somebody else. Choose one that only you know, and you can start.",
)
OLD = Bilingual(ko="지금 비밀번호", en="Present password")
NEW = Bilingual(ko="새 비밀번호", en="New password")
AGAIN = Bilingual(ko="새 비밀번호 한 번 더", en="New password once more")
RULE = Bilingual(
    ko="{shortest}자 이상이면 됩니다. 서로 관련 없는 낱말 몇 개를 이어 쓰면 외우기 쉽고 안전합니다.",
    en="{shortest} characters or more. A few words that do not belong together are easy to remember and safe.",
)
SAVE = Bilingual(ko="바꾸기", en="Change it")
CHANGED = Bilingual(
    ko="비밀번호를 바꿨습니다. 다른 기기에서는 모두 로그아웃되었습니다.",
    en="Your password is changed. You have been logged out everywhere else.",
)
ACCOUNT = Bilingual(ko="내 계정", en="Your account")
ROLES = Bilingual(ko="역할", en="Roles")
TEAMS = Bilingual(ko="담당 부서", en="Teams")
DEPUTY = Bilingual(ko="대리인", en="Deputy")
NOBODY = Bilingual(ko="없음", en="none")
CEO = Bilingual(ko="대표이사", en="chief executive")
LOG_OUT = Bilingual(ko="로그아웃", en="Log out")
EVERYWHERE = Bilingual(ko="모든 기기에서 로그아웃", en="Log out everywhere")
LEFT = Bilingual(ko="로그아웃했습니다.", en="You are logged out.")
BACK = Bilingual(ko="업무 화면으로", en="Back to the desk")
LANGUAGE = Bilingual(ko="언어", en="Language")

ERRORS: dict[str, Bilingual] = {
    "password_short": Bilingual(
        ko="비밀번호가 너무 짧습니다. {shortest}자 이상으로 정해 주세요.",
        en="This password is too short. Choose one of {shortest} characters or more.",
    ),
    "password_long": Bilingual(
        ko="비밀번호가 너무 깁니다. {longest}자 이하로 정해 주세요.",
        en="This password is too long. Choose one of {longest} characters or fewer.",
    ),
    "password_common": Bilingual(
        ko="누구나 먼저 떠올릴 만한 비밀번호입니다. 서로 관련 없는 낱말 몇 개를 이어 써 보세요.",
        en="This password is among the first that would be tried. Choose a few words that do not belong together.",
    ),
    "password_same": Bilingual(
        ko="지금 쓰는 비밀번호와 같습니다. 다른 비밀번호를 정해 주세요.",
        en="This is your present password. Choose another one.",
    ),
    "password_twice": Bilingual(
        ko="새 비밀번호 두 개가 서로 다릅니다. 다시 입력해 주세요.",
        en="The two new passwords are not the same. Type them again.",
    ),
    "old_wrong": Bilingual(
        ko="지금 비밀번호가 맞지 않습니다. 여러 번 틀리면 계정이 잠시 잠깁니다.",
        en="The present password is wrong. After several wrong ones the account is locked for a while.",
    ),
}
"""By the code of an ``InputError``."""
