"""Scenario files: what is accepted, and what is refused with file, id and field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from playbook.errors import InputError, RuleError
from playbook.evaluation.scenarios import choose, load_suites

from .conftest import a_scenario, a_suite, write


@pytest.mark.parametrize(
    "expect",
    [
        {},
        {"severity": [1, 2]},
        {"cites_any": ["case"]},
        {"draft": {"lang": "ko"}},
        {"draft": {"must_contain": ["확인"], "must_not_contain": ["환불"]}},
        {"kind": "abuse", "stance": "monitor", "draft": "none"},
        {"kind": "abuse", "stance": "monitor"},
    ],
)
def test_a_scenario_is_read(tmp_path: Path, expect: dict[str, Any]) -> None:
    """All that the format allows."""
    (suite,) = load_suites([write(tmp_path / "a.yaml", a_suite("cups", a_scenario(**expect)))])

    assert suite.scenarios[0].lang == "ko"


@pytest.mark.parametrize(
    ("expect", "message"),
    [
        ({"kind": "complain"}, "kind"),
        ({"severity": []}, "severity"),
        ({"severity": [5]}, "severity"),
        ({"severity": 2}, "severity"),
        ({"severity": [1, 3]}, "neighbours"),
        ({"severity": [1, 1]}, "neighbours"),
        ({"sevrity": [1]}, "sevrity"),
        ({"cites_any": ["law"]}, "cites_any"),
        ({"draft": {"must_nt_contain": ["a"]}}, "must_nt_contain"),
        ({"draft": {"must_contain": [" "]}}, "must_contain"),
        ({"draft": "no"}, "draft"),
        ({"draft": "none"}, "`draft: none` is for monitor"),
        ({"stance": "monitor", "draft": {"lang": "ko"}}, "monitor has no draft"),
    ],
)
def test_a_wrong_expectation_is_refused(tmp_path: Path, expect: dict[str, Any], message: str) -> None:
    """Named by file and id."""
    path = write(tmp_path / "a.yaml", a_suite("cups", a_scenario("cup-1"), a_scenario("cup-2", **expect)))

    with pytest.raises(RuleError) as error:
        load_suites([path])

    told = str(error.value)
    assert message in told
    assert str(path) in told
    assert "cup-2" in told


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": "Cup 1"}, "id"),
        ({"why": ""}, "why"),
        ({"message": {"text": ""}}, "text"),
        ({"message": {"text": "a", "channel": "twitter"}}, "channel"),
        ({"message": {"text": "a", "context": {"folowers": 1}}}, "folowers"),
        ({"message": {"text": "a", "id": "m"}}, "message.id"),
        ({"note": "x"}, "note"),
    ],
)
def test_a_wrong_scenario_is_refused(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    """Nothing unknown passes."""
    path = write(tmp_path / "a.yaml", a_suite("cups", a_scenario() | change))

    with pytest.raises(RuleError, match=message):
        load_suites([path])


@pytest.mark.parametrize("content", ["", "- a", "suite: [", "suite: a\nabout: {ko: a, en: b}\nscenarios: []", "\x00"])
def test_a_file_of_another_shape_is_refused(tmp_path: Path, content: str) -> None:
    """With its name."""
    path = tmp_path / "a.yaml"
    path.write_text(content)

    with pytest.raises(RuleError, match=r"a\.yaml"):
        load_suites([path])


@pytest.mark.parametrize(
    ("second", "message"),
    [(a_suite("cups", a_scenario("other")), "suite 'cups'"), (a_suite("mugs", a_scenario("cup-ko")), "id 'cup-ko'")],
)
def test_what_is_there_twice_names_both_files(tmp_path: Path, second: dict[str, Any], message: str) -> None:
    """Over files too."""
    write(tmp_path / "a.yaml", a_suite())
    write(tmp_path / "b.yaml", second)

    with pytest.raises(RuleError) as error:
        load_suites([tmp_path])

    assert message in str(error.value)
    assert "a.yaml" in str(error.value)
    assert "b.yaml" in str(error.value)


def test_an_id_twice_in_one_file(tmp_path: Path) -> None:
    """Is refused as well."""
    with pytest.raises(RuleError, match="cup-ko"):
        load_suites([write(tmp_path / "a.yaml", a_suite("cups", a_scenario(), a_scenario()))])


def test_choosing_suites(folder: Path, tmp_path: Path) -> None:
    """By name, by path, or all."""
    own = write(tmp_path / "own" / "own.yaml", a_suite("own", a_scenario("own-1")))
    scenarios = folder / "scenarios"

    assert [suite.suite for suite in choose([], scenarios)] == ["cups", "fires"]
    assert [suite.suite for suite in choose(["fires"], scenarios)] == ["fires"]
    assert [suite.suite for suite in choose(["fires", str(own)], scenarios)] == ["fires", "own"]
    assert [suite.suite for suite in choose([str(own.parent)], tmp_path / "absent")] == ["own"]


@pytest.mark.parametrize("name", ["fire", "absent.yaml", "no/such"])
def test_choosing_what_is_not_there(folder: Path, name: str) -> None:
    """Says what there is."""
    with pytest.raises(InputError, match=name):
        choose([name], folder / "scenarios")


def test_a_suite_of_ones_own_may_not_take_our_ids(folder: Path, tmp_path: Path) -> None:
    """Results are told apart by id."""
    own = write(tmp_path / "own" / "own.yaml", a_suite("own", a_scenario("cup-ko")))

    with pytest.raises(RuleError, match="cup-ko"):
        choose(["cups", str(own)], folder / "scenarios")
