"""How long personal data is kept: rules, months, and what a law asks for."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from playbook.errors import RuleError
from playbook.records import TOPICS, Event
from playbook.review.retention import FILE, Retention, ended_at, later
from playbook.settings import data_folder
from playbook.testing import MOMENT, a_case

BECAUSE = {"ko": "까닭", "en": "because"}
REST = {"id": "rest", "because": BECAUSE, "months": 12}
LAW = {"text": {"ko": "법", "en": "Act"}, "months": 36}


def rules(folder: Path, *rows: dict[str, Any], name: str = "rules") -> Path:
    (folder / name).mkdir(exist_ok=True)
    (folder / name / FILE).write_text(yaml.safe_dump(list(rows), allow_unicode=True))
    return folder / name


@pytest.mark.parametrize(
    ("moment", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"), ("2028-01-31", 1, "2028-02-29"), ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"), ("2026-11-30", 3, "2027-02-28"), ("2026-12-31", 1, "2027-01-31"),
        ("2026-06-15", 36, "2029-06-15"), ("2026-03-31", -1, "2026-02-28"), ("2026-01-15", -12, "2025-01-15"),
    ],
)  # fmt: skip
def test_months_later(moment: str, months: int, expected: str) -> None:
    """The same day, or the last of a shorter month."""
    assert later(datetime.fromisoformat(moment), months) == datetime.fromisoformat(expected)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)), st.integers(0, 600), st.integers(0, 600))
def test_more_months_are_never_sooner(moment: datetime, one: int, more: int) -> None:
    """And never before the beginning."""
    assert moment <= later(moment, one) <= later(moment, one + more)


def test_the_rules_that_ship() -> None:
    """Every topic has one, none is shorter than its law, and none claims to be sure."""
    shipped = Retention.from_folders([data_folder("rules")])

    assert all(shipped.of(topic).months >= shipped.shortest for topic in TOPICS)
    assert {rule.certainty for rule in shipped.rules} == {"unverified"}
    billing = shipped.of("billing")
    assert billing.law
    assert "시행령 제6조" in billing.law.text.ko
    assert billing.months == billing.law.months == 36


def test_the_companys_rules_come_first(tmp_path: Path) -> None:
    """A row with the same id takes the place of ours; a new one is asked before."""
    ours = rules(tmp_path, {**REST, "id": "a", "topics": ["billing"], "months": 36}, REST, name="ours")
    theirs = rules(tmp_path, {**REST, "months": 6}, {**REST, "id": "b", "topics": ["billing"]}, name="theirs")
    both = Retention.from_folders([theirs, tmp_path / "none", ours])

    assert (both.of("billing").id, both.of("finance").months, both.shortest) == ("b", 6, 6)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{**REST, "topics": ["billing"]}], "one row without `topics`"),
        ([{**REST, "law": LAW}], "its law asks for 36"),
        ([{**REST, "months": 0}], "months"),
        ([{**REST, "topics": ["money"]}], "topics"),
        ([{**REST, "month": 3}], "month"),
        ([{"id": "rest", "months": 3}], "because"),
        ({"rest": REST}, "a list of rules"),
    ],
)
def test_wrong_rules_are_refused(tmp_path: Path, rows: Any, said: str) -> None:
    """With the file, the row and what is wrong."""
    (tmp_path / FILE).write_text(yaml.safe_dump(rows, allow_unicode=True))

    with pytest.raises(RuleError, match=FILE) as error:
        Retention.from_folders([tmp_path])
    assert said in str(error.value)


def test_a_law_holds_until_its_months_are_over(tmp_path: Path) -> None:
    """Counted from the last time that the case was closed."""
    kept = Retention.from_folders([rules(tmp_path, {**REST, "months": 48, "law": LAW})])
    moments = [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 2, 3)]
    verbs = ("close", "reopen", "close")
    case = a_case(events=tuple(Event(at=at, by="하나", verb=verb) for at, verb in zip(moments, verbs, strict=True)))

    assert ended_at(case) == moments[-1]
    assert ended_at(a_case()) == MOMENT
    assert kept.held_by_law(case, datetime(2029, 2, 28, tzinfo=UTC))
    assert kept.held_by_law(case, datetime(2029, 3, 1, tzinfo=UTC)) is None
    assert kept.due(case).due == datetime(2030, 3, 1, tzinfo=UTC)
    free = Retention.from_folders([rules(tmp_path, REST, name="free")])
    assert free.held_by_law(case, moments[-1]) is None
