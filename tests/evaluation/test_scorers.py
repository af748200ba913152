"""What counts as right, for labels, citations and drafts."""

from __future__ import annotations

from typing import Any

import pytest

from playbook.evaluation.results import Check
from playbook.evaluation.scenarios import Expectation
from playbook.evaluation.scorers import deciding_rules, score, stands_in
from playbook.records import Case, Reason
from playbook.testing import a_case, a_citation, a_draft

from .conftest import a_scenario


def checks(case: Case, **expect: Any) -> dict[str, Check]:
    return {check.name: check for check in score(Expectation.model_validate(a_scenario(**expect)["expect"]), case)}


@pytest.mark.parametrize(
    ("case", "expect", "wrong"),
    [
        ({}, {}, set()),
        ({"kind": "rumor"}, {}, {"kind"}),
        ({"topic": "other"}, {}, {"topic"}),
        ({"stance": "transparency"}, {}, {"stance"}),
        ({"owner": "pr"}, {}, {"owner"}),
        ({"severity": 2}, {"severity": [1, 2]}, set()),
        ({"severity": 2}, {}, {"severity"}),
        ({"severity": 3}, {}, {"severity", "severity_within_one"}),
        ({"severity": 4}, {"severity": [2, 3]}, {"severity"}),
        ({"citations": (a_citation("case"),)}, {"cites_any": ["case", "guideline"]}, set()),
        ({"citations": (a_citation("reply"),)}, {"cites_any": ["case"]}, {"cites"}),
        ({}, {"cites_any": ["case"]}, {"cites"}),
        ({}, {"draft": {}}, set()),
        ({"draft": None}, {"draft": {"lang": "ko", "must_contain": ["a"]}}, {"draft_present"}),
        ({"draft": None}, {}, set()),
        ({"stance": "monitor"}, {"stance": "monitor", "draft": "none"}, set()),
        ({"stance": "monitor", "draft": a_draft()}, {"stance": "monitor", "draft": "none"}, {"draft_absent"}),
        ({"draft": a_draft("Sorry.", lang="en")}, {"draft": {"lang": "en"}}, set()),
        ({"draft": a_draft("Sorry.", lang="en")}, {"draft": {"lang": "ko"}}, {"draft_lang"}),
        ({"draft": a_draft("환불해 드립니다.")}, {"draft": {"must_contain": ["환불"]}}, set()),
        ({"draft": a_draft("확인합니다.")}, {"draft": {"must_contain": ["확인", "환불"]}}, {"must_contain"}),
        ({"draft": a_draft("확인합니다.")}, {"draft": {"must_not_contain": ["환불"]}}, set()),
        ({"draft": a_draft("환불합니다.")}, {"draft": {"must_not_contain": ["환불"]}}, {"must_not_contain"}),
        ({"draft": a_draft("a", parts=("a", "환불"))}, {"draft": {"must_not_contain": ["환불"]}}, {"must_not_contain"}),
        ({"draft": a_draft("a", statement="환불")}, {"draft": {"must_not_contain": ["환불"]}}, {"must_not_contain"}),
    ],
)
def test_checks(case: dict[str, Any], expect: dict[str, Any], wrong: set[str]) -> None:
    """Each check by itself, and no other goes wrong with it."""
    found = checks(a_case(**case), **expect)

    assert {name for name, check in found.items() if not check.ok} == wrong
    assert all(bool(check.reason) != check.ok for check in found.values())


def test_a_wrong_label_names_its_rule() -> None:
    """So that a person knows where to look."""
    assert checks(a_case(kind="rumor"))["kind"].reason == "kind is rumor, not complaint (rule kind.fake)"


def test_a_wrong_phrase_is_quoted() -> None:
    """With all of those that are wrong."""
    found = checks(a_case(draft=a_draft("환불, 보상")), draft={"must_not_contain": ["환불", "쿠폰", "보상"]})

    assert found["must_not_contain"].reason == "the draft says “환불”, “보상”"


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("전액 환불", "전액환불해 드립니다"),
        ("전액환불", "전액\n환불"),
        ("full refund", "A Full  Refund"),
        ("AS", "AS를 신청"),
        ("900원", "총 900원"),
        ("010-0000-1234", "번호는 010-0000-1234입니다"),
        ("한", "\u1112\u1161\u11ab글"),
        ("a+b (c)", "A+B (C)"),
    ],
)
def test_a_phrase_is_found(phrase: str, text: str) -> None:
    """Whatever its case, spacing and spelling of letters."""
    assert stands_in(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("AS", "please"),
        ("AS", "ASAP"),
        ("900원", "9,900원"),
        ("900", "1900"),
        ("1", "1.5"),
        ("full refund", "fullrefund"),
        ("환불", "환급 불가"),
        ("a.c", "abc"),
    ],
)
def test_a_phrase_is_not_found_within_another(phrase: str, text: str) -> None:
    """Letters and digits end where words end."""
    assert not stands_in(phrase, text)


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (["kinds.a", "topics.b", "severity.c", "stances.d", "owners.e"], {"kind": "kinds.a", "stance": "stances.d"}),
        (["stance.d", "kind.a"], {"kind": "kind.a", "stance": "stance.d"}),
        (["a", "b", "c", "d", "e"], {"kind": "a", "stance": "d"}),
        (["a"], {}),
        ([], {}),
    ],
)
def test_deciding_rules(ids: list[str], expected: dict[str, str]) -> None:
    """By id, else by position, else not at all."""
    rules = deciding_rules(a_case(reasons=tuple(Reason(rule=name, because="") for name in ids)))

    assert {name: rule for name, rule in rules.items() if name in ("kind", "stance")} == expected
