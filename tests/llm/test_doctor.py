"""What ``playbook doctor`` says of the language model."""

from __future__ import annotations

from pathlib import Path

import pytest

from playbook.desk import Desk
from playbook.doctor import Entry, examine, language_model
from playbook.settings import Settings

from .conftest import Server, environment

ANSWERS = (
    "llm",
    "openai:tiny answers; it reads messages a second time and words drafts; both leave this process to it, "
    "personal data masked",
    True,
)


def entry(url: str, home: Path) -> Entry:
    """What is said of a model behind this address."""
    with environment(url):
        return language_model(Desk(Settings(home=home, llm="openai:tiny")))


def test_none_is_configured(tmp_path: Path) -> None:
    """That is well."""
    assert language_model(Desk(Settings(home=tmp_path))) == ("llm", "none; everything runs without", True)


def test_it_answers(server: Server, tmp_path: Path) -> None:
    """It was asked once, and the entry warns that messages go there."""
    assert entry(server.url, tmp_path) == ANSWERS
    assert server.texts == ["Are you ready?"]


def test_it_answers_nonsense(tiny: Server, tmp_path: Path) -> None:
    """An answer is an answer; what it is worth shows in use."""
    assert entry(tiny.url, tmp_path) == ANSWERS


@pytest.mark.parametrize(
    ("where", "why"),
    [("failing", "500"), ("hanging_up", "onnection"), ("nobody", "onnection"), ("mute", "an empty answer")],
)
def test_it_does_not_answer(
    where: str, why: str, server: Server, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The entry is not good, and gives the cause in its one line."""
    server.says = lambda text: ""
    url = server.url if where == "mute" else request.getfixturevalue(where)

    name, state, good = entry(url, tmp_path)

    assert (name, good) == ("llm", False)
    assert state.startswith("openai:tiny does not answer: ")
    assert why in state
    assert len(state.splitlines()) == 1


def test_it_cannot_be_opened(tmp_path: Path) -> None:
    """The entry says how to mend the setting."""
    name, state, good = language_model(Desk(Settings(home=tmp_path, llm="nobody:tiny")))

    assert (name, good) == ("llm", False)
    assert state.startswith("PLAYBOOK_LLM names 'nobody:tiny'")
    assert state.endswith("unset PLAYBOOK_LLM.")


def test_it_stands_among_the_rest(server: Server, tmp_path: Path) -> None:
    """There is one entry of it, even where another setting keeps the desk from opening."""
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "stances.yaml").write_text("decides: [", encoding="utf-8")
    with environment(server.url):
        found = examine(Desk(Settings(home=tmp_path / "home", llm="openai:tiny", rules=(rules,))))

    assert [entry for entry in found if entry[0] == "llm"] == [ANSWERS]
    assert [good for name, _, good in found if name == "set-up"] == [False]
