"""What may not be done by everybody, in both languages, each written and not translated."""

from __future__ import annotations

from playbook.records import Bilingual
from playbook.review.grants import Area


def _b(ko: str, en: str) -> Bilingual:
    return Bilingual(ko=ko, en=en)


AREAS: dict[Area, Bilingual] = {
    "read": _b("사안과 지난 글 보기", "Looking at issues and past conversations"),
    "facts": _b("사실과 약속 남기기", "Keeping facts and promises"),
    "erase": _b("개인정보 지우기", "Erasing personal data"),
    "log": _b("감사 기록 보기와 확인", "Reading and checking the audit log"),
    "pack": _b("증빙 자료 내보내기", "Taking out an evidence pack"),
    "people": _b("계정 만들기와 역할 주기", "Making accounts and granting roles"),
}
WHO_MAY = _b(
    "{what}: {roles} 역할만 할 수 있습니다. 필요하면 관리자에게 역할을 요청하세요.",
    "{what} takes one of these roles: {roles}. Ask an administrator if you need it.",
)
