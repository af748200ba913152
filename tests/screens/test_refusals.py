"""Every refusal of the review has words in both languages."""

from __future__ import annotations

import ast
import string
from pathlib import Path
from typing import get_args

import pytest

import playbook
from playbook.errors import PlaybookError
from playbook.records import CaseState, Milestone, Role, Seat, Verb
from playbook.review import names
from playbook.screens.refusals import WORDS, said

ROOT = Path(playbook.__file__).resolve().parent
REVIEW = (
    "cases", "steps", "overrulings", "approvals", "decisions", "issues", "issue_course", "issue_facts",
    "issue_promises", "grants", "watch", "accounts", "archive",
)  # fmt: skip
STORE = ("cases", "issues", "presence", "log", "evidence")
PLACES = [
    *(ROOT / "review" / f"{name}.py" for name in REVIEW),
    *(ROOT / "review" / "store" / f"{name}.py" for name in STORE),
    ROOT / "reply" / "facts.py",
    *(ROOT / "library" / f"{name}.py" for name in ("intake", "documents")),
    *sorted((ROOT / "screens").glob("*.py")),
]
EXAMPLES: dict[str, object] = {
    "state": "in_review", "verb": "approve", "milestone": "investigated", "roles": ["legal", "reviewer"],
    "seats": (Seat(role="reviewer", team="cs"), Seat(role="executive", ceo=True)), "asks": ["다음 공지 시각"],
    "name": "김하나", "author": "김하나", "words": "3일", "first": "숫자입니다", "n": 5001, "most": 100000,
    "id": "c-1", "value": "어제", "length": 501,
    "promise": "c-1.2.1", "cases": 2, "promises": 1,
    "why": "disk I/O error", "law_ko": "전자상거래법 제6조", "law_en": "E-Commerce Act, Art. 6",
    "until": "2029-11-22", "login": "kim", "email": "kim@example.com",
    "deputy": "박두리", "subject": "c-9", "kinds": ".docx, .pdf", "other": "company:manual",
    "seat": "legal", "owner": "김하나",
}  # fmt: skip


RAISING = ("ReviewError", "InputError", "KnowledgeError", "SetupError")


def raised() -> list[tuple[str, str, dict[str, ast.expr]]]:
    """Place, class and keywords of every error that the review and the screens raise on purpose."""
    return [
        (
            f"{path.relative_to(ROOT)}:{node.lineno}",
            node.func.id,
            {each.arg: each.value for each in node.keywords if each.arg},
        )
        for path in PLACES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISING
    ]


RAISED = raised()


def codes_of(words: dict[str, ast.expr]) -> list[str]:
    """The code of an error, or both that it may have."""
    value = words.get("code")
    values = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
    return [str(each.value) if isinstance(each, ast.Constant) else "" for each in values]


@pytest.mark.parametrize(("place", "words"), [(place, words) for place, _, words in RAISED])
def test_every_refusal_has_words_and_what_they_need(place: str, words: dict[str, ast.expr]) -> None:
    """An error of the review carries a code with words, and every value that they name."""
    for code in codes_of(words):
        assert code in WORDS, f"{place}: no words for {code!r}"
        for text in (WORDS[code].ko, WORDS[code].en):
            needed = {name for _, name, _, _ in string.Formatter().parse(text) if name}
            assert needed <= set(words), f"{place}: {code} needs {needed - set(words)}"


def test_there_are_many_and_none_is_left_over() -> None:
    """The walk finds them, and no words stand for what is never raised."""
    assert len(RAISED) > 40
    elsewhere = {"empty", "too_long", "grant_nothing", "store_gone"}
    assert set(WORDS) - elsewhere <= {code for _, _, words in RAISED for code in codes_of(words)}


@pytest.mark.parametrize("code", sorted(WORDS))
def test_words_read_well_in_both_languages(code: str) -> None:
    """Korean is Korean, English is English, and no label of a record shows through."""
    from datetime import UTC, datetime

    error = PlaybookError("English only", code=code, **EXAMPLES, at=datetime(2026, 11, 22, 6, 30, tzinfo=UTC))

    korean, english = said(error, "ko"), said(error, "en")

    assert any("가" <= letter <= "힣" for letter in korean)
    assert "English only" not in korean + english
    assert not {"in_review", "investigated", "reviewer", "Seat("} & set(korean.split())
    assert "{" not in korean + english


def test_what_has_no_words_is_shown_as_it_is() -> None:
    """A fault of the machine is not dressed up."""
    assert "disk is full" in said(PlaybookError("The disk is full"), "ko").lower()


@pytest.mark.parametrize(
    ("labels", "table"),
    [
        (CaseState, names.STATES), (Verb, names.VERBS), (Verb, names.ACTIONS), (Role, names.ROLES),
        (Milestone, names.MILESTONES),
    ],
)  # fmt: skip
def test_every_label_has_a_name(labels: object, table: dict[str, object]) -> None:
    """A label that is added to the records is not forgotten on the screens."""
    assert set(get_args(labels)) <= set(table)
