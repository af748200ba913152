"""Kinds of evasion, each by many sentences: how many of them are found, and that none of their neighbours is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from playbook.language.detect import detect
from playbook.reply.checks import MustNotSay, NonApology
from playbook.triage.yaml_files import load_yaml

from ..conftest import OWN_RULES, a_proof

KINDS = {path.stem: load_yaml(path) for path in sorted((Path(__file__).parent / "kinds").glob("*.yaml"))}
LISTS = (MustNotSay.from_folders([OWN_RULES]), NonApology.from_folders([OWN_RULES]))
ROW_OF = {text: phrase.id for each in LISTS for phrase in each.phrases for text in (phrase.why.ko, phrase.why.en)}

LEAST = {
    "blame": (0.85, 0.0),
    "euphemism": (0.7, 0.3),
    "minimising": (0.9, 0.2),
    "prejudged": (0.95, 0.0),
    "vague_promise": (0.8, 0.3),
    "victim_pose": (0.9, 0.1),
}
"""Share that is found of the sentences that the rules were written with, and of those that they do not know."""


def rows(text: str) -> set[str]:
    """The rows that warn of a text about a grave matter."""
    proof = a_proof(text, lang=detect(text), severity=3)
    return {ROW_OF[found.message] for each in LISTS for found in each(proof) if found.level != "note"}


def share(kind: dict[str, Any], half: str) -> float:
    texts = kind["found"][half]
    return sum(bool(rows(text) & set(kind["rows"])) for text in texts) / len(texts)


@pytest.mark.parametrize("name", KINDS)
def test_how_many_are_found(name: str) -> None:
    """The share never falls; sentences that the rules do not know show how far the rules reach."""
    assert tuple(
        share(KINDS[name], half) >= least for half, least in zip(("dev", "held"), LEAST[name], strict=True)
    ) == (
        True,
        True,
    )


@pytest.mark.parametrize(("name", "half"), [(name, half) for name in KINDS for half in ("dev", "held")])
def test_neighbours_are_left_alone(name: str, half: str) -> None:
    """No row of any kind warns of what is right to say."""
    assert {text: told for text in KINDS[name]["fine"][half] if (told := rows(text))} == {}
