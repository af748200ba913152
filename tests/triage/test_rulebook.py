"""The rule tables: read strictly, asked in order, laid over one another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from playbook.desk import Desk
from playbook.errors import RuleError
from playbook.records import Signal
from playbook.triage.conditions import Facts
from playbook.triage.rulebook import TABLES

from .conftest import SAID, a_folder, a_rule, a_table, rulebook_of, write

FIRE = Facts({"danger.fire": Signal(id="danger.fire", score=1.0, source="pattern")}, {"kind": "complaint"})
CALM = Facts({}, {"kind": "complaint"})


def test_the_first_row_that_holds_decides(tmp_path: Path) -> None:
    """Rows are asked in the order of the file; the last one always holds."""
    kinds = a_table(
        "kinds",
        a_rule("kind.never", "spam", {"all": ["danger.fire", {"none": ["danger.fire"]}]}),
        a_rule("kind.fire", "incident", "danger.fire"),
        a_rule("kind.also_fire", "rumor", "danger"),
    )
    book = rulebook_of(a_folder(tmp_path, kinds=kinds))

    assert book.decide("kinds", FIRE).id == "kind.fire"
    assert book.decide("kinds", CALM).id == "kind.last"


def test_without_a_rule(tmp_path: Path) -> None:
    """The next row decides; where nothing would always decide, there is no such book."""
    rows = (a_rule("kind.fire", "incident", "danger.fire"), a_rule("kind.burning", "rumor", "danger"))
    book = rulebook_of(a_folder(tmp_path, kinds=a_table("kinds", *rows)))
    less = book.without("kind.fire")

    assert less is not None
    assert less.decide("kinds", FIRE).id == "kind.burning"
    assert less.tables["owners"] == book.tables["owners"]
    assert book.decide("kinds", FIRE).id == "kind.fire"
    assert book.without("kind.last") is None
    with pytest.raises(RuleError, match=r"no rule 'kind\.smoke'"):
        book.without("kind.smoke")


def test_a_rule_as_written(tmp_path: Path) -> None:
    """Everything that the row says, and the file it stands in."""
    row = a_rule(
        "owner.fire", "safety", {"kind": ["incident"]}, also=["pr", "legal"], cites=["guideline:x-1"],
        because={"ko": "불입니다.", "en": "It is a fire."},
    )  # fmt: skip
    rule = rulebook_of(a_folder(tmp_path, owners=a_table("owners", row))).rule("owner.fire")

    assert (rule.then, rule.also, rule.cites, rule.file) == (
        "safety",
        ("pr", "legal"),
        ("guideline:x-1",),
        "owners.yaml",
    )
    assert rule.because.of("en") == "It is a fire."
    assert rule.when.text() == "kind = incident"


def test_labels_of_models_and_families_are_known(tmp_path: Path) -> None:
    """A condition may name a pattern, its family, a circumstance or a reading of a model."""
    when = {"any": ["danger", "context.press", "model.lookup", "context", "model"]}
    book = rulebook_of(a_folder(tmp_path, kinds=a_table("kinds", a_rule("kind.x", "spam", when))))

    assert (
        book.decide("kinds", Facts({"context.press": Signal(id="context.press", score=1, source="context")})).then
        == "spam"
    )


def test_a_company_lays_its_rules_over_ours(tmp_path: Path) -> None:
    """Its rules come first, one of the same id replaces ours, and a table it does not have stays ours."""
    ours = a_folder(
        tmp_path / "ours",
        kinds=a_table("kinds", a_rule("kind.a", "spam", "danger"), a_rule("kind.b", "rumor", "danger")),
    )
    theirs = tmp_path / "theirs"
    own = a_table(
        "kinds", a_rule("kind.new", "praise", {"kind": "spam"}), a_rule("kind.b", "abuse", "danger"), last=False
    )
    write(theirs / "kinds.yaml", own)

    book = rulebook_of(theirs, ours)

    assert [(r.id, r.then) for r in book.tables["kinds"]] == [
        ("kind.new", "praise"),
        ("kind.b", "abuse"),
        ("kind.a", "spam"),
        ("kind.last", "model"),
    ]
    assert book.decide("kinds", FIRE).id == "kind.b"
    assert [r.id for r in book.tables["owners"]] == ["owner.last"]
    assert [r.id for r in rulebook_of(ours, theirs).tables["kinds"]] == ["kind.a", "kind.b", "kind.last", "kind.new"]


BROKEN: dict[str, tuple[Any, tuple[str, ...]]] = {
    "no YAML": ("decides: [", ("no YAML",)),
    "an empty file": ("", ("the file",)),
    "a date that no calendar has": ("decides: 2020-13-45", ("no YAML",)),
    "another table": (a_table("topics"), ("decides 'topics'", "'kinds'")),
    "no rules": ({"decides": "kinds", "about": SAID, "rules": []}, ("rules",)),
    "a field nobody knows": (a_table("kinds", a_rule("kind.x", "spam", weight=2)), ("id 'kind.x'", "weight")),
    "no label": (a_table("kinds", {"id": "kind.x", "because": SAID}), ("id 'kind.x'", "then")),
    "no reason": (a_table("kinds", {"id": "kind.x", "then": "spam"}), ("id 'kind.x'", "because")),
    "a reason in one language": (
        a_table("kinds", a_rule("kind.x", "spam", because={"ko": "a"})), ("id 'kind.x'", "because.en")),
    "an id with a blank": (a_table("kinds", a_rule("kind x", "spam")), ("id 'kind x'", "pattern")),
    "an id that stands twice": (
        a_table("kinds", a_rule("kind.x", "spam"), a_rule("kind.x", "rumor")), ("rule 'kind.x'", "twice")),
    "an unknown label": (
        a_table("kinds", a_rule("kind.x", "gossip")), ("rule 'kind.x'", "'gossip'", "complaint, inquiry", "model")),
    "an unknown further label": (
        a_table("kinds", a_rule("kind.x", "spam", also=["gossip"])), ("rule 'kind.x'", "'gossip'")),
    "an unknown signal": (
        a_table("kinds", a_rule("kind.x", "spam", "danger.fira")), ("rule 'kind.x'", "did you mean danger.fire")),
    "an unknown family": (a_table("kinds", a_rule("kind.x", "spam", "weather")), ("rule 'kind.x'", "'weather'")),
    "an unknown reading": (
        a_table("kinds", a_rule("kind.x", "spam", {"model.nope": 0.5})), ("rule 'kind.x'", "no signal 'model.nope'")),
    "a bad condition": (a_table("kinds", a_rule("kind.x", "spam", {"all": []})), ("rule 'kind.x'", "all takes a list")),
}  # fmt: skip


@pytest.mark.parametrize(("content", "said"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_table(tmp_path: Path, content: Any, said: tuple[str, ...]) -> None:
    """It stops the program: the file, the rule and what to write instead, in one line."""
    folder = a_folder(tmp_path)
    path = write(folder / "kinds.yaml", content)

    with pytest.raises(RuleError) as raised:
        rulebook_of(folder)

    assert str(raised.value).startswith(f"{path}: ")
    assert [words for words in said if words not in str(raised.value)] == []
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("table", "label"),
    [
        ("severity", 5),
        ("severity", "3"),
        ("stances", "model"),
        ("owners", "model"),
        ("owners", "marketing"),
        ("topics", 1),
    ],
)
def test_labels_of_other_tables(tmp_path: Path, table: str, label: Any) -> None:
    """Each table gives its own labels; only kind, topic and severity may be left to the models."""
    folder = a_folder(tmp_path, **{table: a_table(table, a_rule("rule.x", label))})

    with pytest.raises(RuleError, match=rf"{table}\.yaml: rule 'rule\.x': no label"):
        rulebook_of(folder)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_without_a_last_row(tmp_path: Path, table: str) -> None:
    """Something always has to decide; the table is named, whether its rules all ask for something or it is missing."""
    conditional = a_table(table, a_rule("rule.x", TABLES[table][0], "danger"), last=False)
    folder = a_folder(tmp_path / "conditional", **{table: conditional})
    empty = a_folder(tmp_path / "missing")
    (empty / f"{table}.yaml").unlink()

    for broken in (folder, empty):
        with pytest.raises(RuleError, match=f"table '{table}' needs a last rule"):
            rulebook_of(broken)


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [("stance.rumour", "did you mean stance.rumor"), ("kind.threet", "kind.threat"), ("zzz", "'zzz'.")],
)
def test_a_rule_that_does_not_exist(desk: Desk, wanted: str, hint: str) -> None:
    """What comes near is offered."""
    with pytest.raises(RuleError, match=hint) as raised:
        desk.rulebook.rule(wanted)

    assert repr(wanted) in str(raised.value)


def test_every_rule_that_ships_is_found_by_its_id(desk: Desk) -> None:
    """Ids are unique across the tables, so that ``explain`` speaks of one rule."""
    rules = [rule for table in desk.rulebook.tables.values() for rule in table]

    assert len({rule.id for rule in rules}) == len(rules)
    assert [rule.id for rule in rules if desk.rulebook.rule(rule.id) is not rule] == []


def test_every_passage_that_a_rule_cites_exists(desk: Desk) -> None:
    """A decision never points to guidance that is not there."""
    passages = {passage.id for card in desk.cards for passage in card.passages}
    cited = {(rule.id, cite) for table in desk.rulebook.tables.values() for rule in table for cite in rule.cites}

    assert len(cited) > 20
    assert {(rule, cite) for rule, cite in cited if cite not in passages} == set()


def test_the_last_row_of_every_table_that_ships_stands_last(desk: Desk) -> None:
    """A row that always holds leaves none behind it that could never be asked."""
    for table in desk.rulebook.tables.values():
        assert [i for i, rule in enumerate(table) if rule.when.text() == "all()"] == [len(table) - 1]
