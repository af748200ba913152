"""Lists in answers are read strictly; single objects in ``test_model.py``, marks in ``test_second_reader.py``."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.llm.quoting import parsed_list
from playbook.reply.reword import Wording

ONE = Wording(n=1, text="하나")
TWO = Wording(n=2, text="둘")
BOTH = '[{"n": 1, "text": "하나"}, {"n": 2, "text": "둘"}]'


@pytest.mark.parametrize(
    "text",
    [BOTH, f" {BOTH}\n", f"```json\n{BOTH}\n```", f"```\n{BOTH}\n```\n", json.dumps(json.loads(BOTH), indent=2),
     BOTH.replace("하나", "\\ud558\\ub098"), BOTH.replace(" ", "")],
)  # fmt: skip
def test_a_list_is_read(text: str) -> None:
    """Bare, indented, escaped or in one code fence."""
    assert parsed_list(text, Wording) == (ONE, TWO)


def test_an_empty_list_is_one() -> None:
    assert parsed_list("[]", Wording) == ()


@pytest.mark.parametrize(
    "text",
    [
        "", "null", "1", '"[]"', "{}", BOTH[:-1], BOTH[1:], f"Here it is: {BOTH}", f"{BOTH} Done.", f"{BOTH}{BOTH}",
        f'{{"sentences": {BOTH}}}', f"<json>{BOTH}</json>", f"```json\n{BOTH}",
        f"```json\n{BOTH}\n```\n```json\n[]\n```",
        BOTH.replace("1", '"1"'), BOTH.replace("1", "1.0"), BOTH.replace("1", "true"), BOTH.replace("1", "NaN"),
        BOTH.replace('"하나"', "null"), BOTH.replace('"하나"', '["하나"]'), BOTH.replace('"n"', '"number"'),
        BOTH.replace('"n": 1, ', ""), BOTH.replace('"하나"', '"하나", "why": "better"'), BOTH.replace("하나",
        "\\ud800"),
        BOTH.replace("1", "1" * 5_000), "[" * 50_000, '[{"n":' * 5_000, "1. 하나\n2. 둘", "- 하나\n- 둘",
        "I cannot help with that.", "[1, 2]", '[["하나"]]', BOTH.replace("},", "}"), BOTH.replace('"', "'"),
    ],
    ids=lambda text: text[:30],
)  # fmt: skip
def test_what_is_no_such_list(text: str) -> None:
    """Cut short, of another form, or with words around it."""
    assert parsed_list(text, Wording) is None


@given(st.lists(st.tuples(st.integers(-9, 9), st.text(st.characters(exclude_categories=["Cs"]), max_size=20))))
@settings(max_examples=100, deadline=None)
def test_what_is_written_is_read(pairs: list[tuple[int, str]]) -> None:
    wordings = tuple(Wording(n=n, text=text) for n, text in pairs)

    assert wordings == parsed_list(json.dumps([w.model_dump() for w in wordings]), Wording)


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_answer_can_be_looked_at(text: str) -> None:
    """It never raises."""
    found = parsed_list(text, Wording)

    assert found is None or isinstance(found, tuple)
