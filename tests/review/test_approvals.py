"""Who has to sign what: the shipped rules as a table, rules of one's own, and files that are wrong."""

from __future__ import annotations

import unicodedata
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest

from playbook.desk import Desk
from playbook.errors import RuleError
from playbook.records import SPEAKERS, TOPICS, Seat
from playbook.review.approvals import Approvals, approval_digest, same_person, seat_name
from playbook.settings import data_folder
from playbook.testing import a_case, a_draft

KNOWN = {"danger", "danger.fire"}
MONEY = "5만 원을 환불해 드리겠습니다."


def short(seats: tuple[Seat, ...]) -> set[str]:
    return {"ceo" if seat.ceo else f"{seat.role}/{seat.team}" if seat.team else seat.role for seat in seats}


def seats(rules: Approvals, severity: int, topic: str, speaker: str = "brand", text: str = "사과드립니다.") -> set[str]:
    found = rules.seats(a_case(severity=severity, topic=topic), a_draft(text, speaker=speaker))
    assert len(short(found)) == len(found)
    return short(found)


@pytest.mark.parametrize(
    ("needed", "severity", "topic", "speaker", "amount"),
    [
        ("reviewer", 1, "billing", "brand", False),
        ("reviewer", 2, "billing", "brand", False),
        ("executive", 3, "billing", "brand", False),
        ("executive legal", 4, "billing", "brand", False),
        ("reviewer", 1, "safety", "brand", False),
        ("reviewer", 2, "safety", "brand", False),
        ("executive legal", 3, "safety", "brand", False),
        ("executive legal", 4, "safety", "brand", False),
        ("reviewer", 1, "privacy", "brand", False),
        ("reviewer/security legal", 2, "privacy", "brand", False),
        ("reviewer/security legal executive", 3, "privacy", "brand", False),
        ("reviewer/security legal executive", 4, "privacy", "brand", False),
        ("reviewer", 1, "finance", "brand", False),
        ("reviewer/ir legal", 2, "finance", "brand", False),
        ("reviewer/ir legal executive", 3, "finance", "brand", False),
        ("legal", 1, "legal", "brand", False),
        ("legal", 2, "legal", "brand", False),
        ("legal executive", 3, "legal", "brand", False),
        ("legal executive", 4, "legal", "brand", False),
        ("reviewer/cs", 1, "billing", "brand", True),
        ("reviewer/cs executive", 3, "billing", "brand", True),
        ("reviewer/cs reviewer/security legal", 2, "privacy", "brand", True),
        ("ceo reviewer", 1, "billing", "ceo", False),
        ("ceo reviewer", 3, "billing", "ceo", False),
        ("ceo reviewer legal", 4, "billing", "ceo", False),
        ("ceo reviewer/cs", 1, "billing", "ceo", True),
        ("ceo reviewer/security legal", 2, "privacy", "ceo", False),
    ],
)
def test_the_shipped_rules(desk: Desk, needed: str, severity: int, topic: str, speaker: str, amount: bool) -> None:
    """By severity, topic, speaker and what is promised; one signature gives what several rules ask for."""
    text = MONEY if amount else "불편을 드려 죄송합니다."

    assert seats(desk.approvals, severity, topic, speaker, text) == set(needed.split())


@pytest.mark.parametrize(("topic", "speaker"), list(product(TOPICS, SPEAKERS)))
def test_a_graver_matter_never_needs_less(desk: Desk, topic: str, speaker: str) -> None:
    """Whoever has to sign at one level has to sign at the next, or somebody above them in their place."""
    grave = {"reviewer": 0, "executive": 1, "ceo": 1, "legal": 1}

    def weight(found: set[str]) -> int:
        return sum(grave[seat.split("/")[0]] for seat in found)

    found = [seats(desk.approvals, severity, topic, speaker) for severity in (1, 2, 3, 4)]
    assert all(weight(less) <= weight(more) for less, more in pairwise(found))
    assert all(any(seat in each for seat in ("executive", "ceo")) for each in found[2:])
    assert all(found)


def test_an_amount_in_the_statement_counts(desk: Desk) -> None:
    """It goes out with the reply."""
    draft = a_draft("입장문을 확인해 주십시오.", statement=f"사과문\n\n{MONEY}")

    assert short(desk.approvals.seats(a_case(topic="billing"), draft)) == {"reviewer/cs"}


def test_silence_is_signed_for_too(desk: Desk) -> None:
    """By severity and topic alone."""
    assert short(desk.approvals.seats(a_case(stance="monitor", severity=4), None)) == {"executive", "legal"}


def test_each_seat_names_its_rule(desk: Desk) -> None:
    """So that people see why they are asked."""
    found = desk.approvals.seats(a_case(severity=4, topic="billing"), a_draft())

    assert {seat.because for seat in found} == {"approval.crisis"}
    assert sorted(map(seat_name, found)) == ["executive", "legal"]
    assert seat_name(Seat(role="reviewer", team="cs")) == "reviewer of team cs"
    assert seat_name(Seat(role="executive", ceo=True)) == "the chief executive in person"


DEFAULT = "- {id: own.last, because: {ko: 기본, en: Default}, needs: [{role: reviewer}]}\n"
BECAUSE = "because: {ko: 까닭, en: Reason}"


def rules(tmp_path: Path, *files: str) -> Approvals:
    folders = []
    for number, content in enumerate(files):
        folders.append(tmp_path / str(number))
        folders[-1].mkdir(parents=True)
        (folders[-1] / "approvals.yaml").write_text(content, encoding="utf-8")
    return Approvals.from_folders(folders, KNOWN)


def test_a_row_of_ones_own_comes_first(tmp_path: Path) -> None:
    """It takes the place of the one with its id; the others stay."""
    ours = (data_folder("rules") / "approvals.yaml").read_text(encoding="utf-8")
    own = f"- {{id: approval.routine, {BECAUSE}, needs: [{{role: legal}}]}}\n"

    replaced, shipped = rules(tmp_path / "with", own, ours), rules(tmp_path / "without", ours)
    assert (seats(replaced, 1, "billing"), seats(shipped, 1, "billing")) == ({"legal"}, {"reviewer"})
    assert seats(replaced, 4, "billing") == seats(shipped, 4, "billing") == {"executive", "legal"}


def test_a_rule_may_ask_twice(tmp_path: Path) -> None:
    """Two of one role are two people; what other rules ask for is given by the same two."""
    twice = f"- {{id: own.two, {BECAUSE}, when: {{severity: 4}}, needs: [{{role: reviewer}}, {{role: reviewer}}]}}\n"
    team = f"- {{id: own.team, {BECAUSE}, when: {{topic: billing}}, needs: [{{role: reviewer, team: cs}}]}}\n"
    found = rules(tmp_path, twice + team + DEFAULT)

    assert [seat.role for seat in found.seats(a_case(severity=4, topic="delivery"), a_draft())] == ["reviewer"] * 2
    both = found.seats(a_case(severity=4, topic="billing"), a_draft())
    assert [(seat.role, seat.team) for seat in both] == [("reviewer", "cs"), ("reviewer", None)]


def test_a_rule_may_ask_for_a_signal(tmp_path: Path) -> None:
    """As the rules of judgement do."""
    found = rules(tmp_path, f"- {{id: own.fire, {BECAUSE}, when: danger.fire, needs: [{{role: legal}}]}}\n" + DEFAULT)
    fire = {"id": "danger.fire", "score": 1.0, "source": "pattern"}

    assert short(found.seats(a_case(signals=(fire,)), a_draft())) == {"legal"}
    assert short(found.seats(a_case(), a_draft())) == {"reviewer"}


ROW = "- {id: own.row, because: {ko: 까닭, en: Reason}, needs: [{role: legal}]"


@pytest.mark.parametrize(
    ("told", "content"),
    [
        ("a list of rules is needed", "id: own.row"),
        ("a list of rules is needed", "글"),
        ("a list of rules is needed", ""),
        ("no YAML", "- ["),
        ("needs", f"- {{id: own.row, {BECAUSE}}}\n" + DEFAULT),
        ("needs", f"- {{id: own.row, {BECAUSE}, needs: []}}\n" + DEFAULT),
        ("role", f"- {{id: own.row, {BECAUSE}, needs: [{{role: boss}}]}}\n" + DEFAULT),
        ("role", f"- {{id: own.row, {BECAUSE}, needs: [{{team: cs}}]}}\n" + DEFAULT),
        ("team", f"- {{id: own.row, {BECAUSE}, needs: [{{role: legal, team: moon}}]}}\n" + DEFAULT),
        ("because", "- {id: own.row, needs: [{role: legal}]}\n" + DEFAULT),
        ("en", "- {id: own.row, because: {ko: 까닭}, needs: [{role: legal}]}\n" + DEFAULT),
        ("id", f"- {{{BECAUSE}, needs: [{{role: legal}}]}}\n" + DEFAULT),
        ("deputy_after", ROW + ", deputy_after: -1}\n" + DEFAULT),
        ("deputy_after", ROW + ", deputy_after: soon}\n" + DEFAULT),
        ("open_warnings", ROW + ", open_warnings: perhaps}\n" + DEFAULT),
        ("unless", ROW + ", unless: {severity: 1}}\n" + DEFAULT),
        ("topic knows no 'weather'", ROW + ", when: {topic: weather}}\n" + DEFAULT),
        ("severity knows no 5", ROW + ", when: {severity: [4, 5]}}\n" + DEFAULT),
        ("speaker knows no 'nobody'", ROW + ", when: {speaker: nobody}}\n" + DEFAULT),
        ("amount knows no 'much'", ROW + ", when: {amount: much}}\n" + DEFAULT),
        ("no signal 'danger.flood'", ROW + ", when: danger.flood}\n" + DEFAULT),
        ("a condition is", ROW + ", when: {}}\n" + DEFAULT),
        ("all takes a list", ROW + ", when: {all: []}}\n" + DEFAULT),
        ("two rows have this id", ROW + ", when: {severity: 1}}\n" + ROW + "}\n"),
        ("one row without `when`", ROW + ", when: {severity: 4}}\n"),
        ("one row without `when`", "[]"),
        ("valid", "- 글\n" + DEFAULT),
    ],
)
def test_a_file_that_is_wrong(tmp_path: Path, told: str, content: str) -> None:
    """It stops the program with file, row and what is wrong; nothing is let through unsigned."""
    with pytest.raises(RuleError, match=r"approvals\.yaml") as caught:
        rules(tmp_path, content)
    assert told in str(caught.value)


def test_without_any_file_nothing_is_approved(tmp_path: Path) -> None:
    """Rather than everything."""
    with pytest.raises(RuleError, match="one row without `when`"):
        Approvals.from_folders([tmp_path], KNOWN)


DRAFT: dict[str, Any] = {"text": "글", "lang": "ko", "subject": "제목", "statement": "입장문", "speaker": "brand"}


@pytest.mark.parametrize(
    "change", [{"text": "글."}, {"subject": "다른 제목"}, {"subject": None}, {"statement": None}, {"statement": "글"},
               {"speaker": "ceo"}, {"lang": "en"}, {"sentences": ({"text": "글", "move": "m", "facts": ("i.1",)},)}]
)  # fmt: skip
def test_an_approval_covers_all_that_goes_out(change: dict[str, Any]) -> None:
    """Text, subject, statement, speaker, language and the facts that it stands on."""
    assert approval_digest("x", a_draft(**DRAFT)) != approval_digest("x", a_draft(**DRAFT | change))


def test_an_approval_covers_channel_and_silence() -> None:
    """Another channel is another reply; saying nothing is none."""
    assert approval_digest("x", a_draft()) != approval_digest("email", a_draft())
    assert approval_digest("x", None) != approval_digest("x", a_draft(""))


@pytest.mark.parametrize(
    "change", [{"length": 9}, {"notes": ("안내",)}, {"worded": "model"}, {"parts": ("글", "글")},
               {"sentences": ({"text": "글", "move": "m", "cites": ("guideline:a",)},)}]
)  # fmt: skip
def test_an_approval_covers_nothing_else(change: dict[str, Any]) -> None:
    """What nobody outside reads may change."""
    assert approval_digest("x", a_draft(**DRAFT)) == approval_digest("x", a_draft(**DRAFT | change))


@pytest.mark.parametrize(
    ("same", "one", "other"),
    [
        (True, "김하나", " 김 하나 "),
        (True, "Kim Hana", "kim  HANA"),
        (True, "김하나", unicodedata.normalize("NFD", "김하나")),
        (True, "김하나", "김하나\u200b"),
        (False, "김하나", "김하늘"),
        (False, "김하나", "김하나2"),
        (False, "Kim", "Kin"),
    ],
)
def test_a_name_is_one_person_however_it_is_typed(same: bool, one: str, other: str) -> None:
    """Blanks, capitals, composition and invisible characters make nobody else."""
    assert same_person(one, other) is same
