"""A language model: one question, one answer or one line that says why there is none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.responses import HTMLResponse, JSONResponse, Response
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.desk import Desk
from playbook.errors import SetupError
from playbook.llm.model import LONGEST_ANSWER, Answer, LanguageModel, _first_line
from playbook.llm.quoting import parsed
from playbook.records import KINDS, TOPICS, Message
from playbook.settings import Settings
from playbook.triage.second_reader import SecondReading

from .conftest import Babbler, Server, completion, environment, model_at, refusal

GOOD = '{"kind": "complaint", "topic": "billing", "severity": 2}'
OTHER = '{"kind": "praise", "topic": "other", "severity": 1}'
READ = SecondReading(kind="complaint", topic="billing", severity=2)


def is_one_line(failure: str) -> bool:
    return failure == failure.strip() and 0 < len(failure) <= 200 and len(failure.splitlines()) == 1


def test_a_question_and_its_answer(server: Server) -> None:
    """The server gets both texts in their roles, the model's name and temperature 0; its words come back untouched."""
    server.says = lambda text: f" {text}!\n두 줄 "

    answer = model_at(server.url).ask("짧게 답하세요.", "준비됐나요?")

    assert Answer(" 준비됐나요?!\n두 줄 ", tokens_in=1, tokens_out=1) == answer
    (question,) = server.asked
    assert question["messages"] == [
        {"role": "system", "content": "짧게 답하세요."},
        {"role": "user", "content": "준비됐나요?"},
    ]
    assert (question["model"], question["temperature"]) == ("tiny", 0)


def test_a_transformer_answers(tiny: Server, babbler: Babbler) -> None:
    """Nonsense of a real model comes back as it was said; the same question gets the same."""
    model = model_at(tiny.url)

    first, again, other = (model.ask("s", text) for text in ("하나", "하나", "둘"))

    assert babbler.said[-3:] == [first.text, again.text, other.text]
    assert first == again != other
    assert first.failure == other.failure == ""


def test_an_endless_answer_is_cut(server: Server) -> None:
    server.says = lambda text: "가" * (LONGEST_ANSWER + 1)

    assert model_at(server.url).ask("s", "u").text == "가" * LONGEST_ANSWER


@pytest.mark.parametrize(
    ("usage", "tokens", "cost"),
    [
        ({"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10}, (7, 3), None),
        ({"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10, "cost": 0.25}, (7, 3), 0.25),
        ({"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10, "cost": "much"}, (7, 3), None),
        (None, (None, None), None),
    ],
)
def test_what_it_took_is_told_where_the_provider_tells(
    server: Server, usage: Any, tokens: tuple[int | None, int | None], cost: float | None
) -> None:
    """Nothing is guessed."""
    server.says = lambda text: JSONResponse(completion("ready") | {"usage": usage})

    answer = model_at(server.url).ask("s", "u")

    assert (answer.text, answer.failure) == ("ready", "")
    assert (answer.tokens_in, answer.tokens_out, answer.cost) == (*tokens, cost)


def test_a_refusal_is_told(server: Server) -> None:
    """A provider that refuses says so beside an empty answer."""
    body = completion(None)
    body["choices"][0]["message"]["refusal"] = "I cannot\nhelp with that."
    server.says = lambda text: JSONResponse(body)

    assert model_at(server.url).ask("s", "u")[:2] == ("", "it refuses: I cannot")


def test_who_keeps_silent_is_left_alone_for_a_while(slow: str) -> None:
    """A file of messages does not wait for each; nothing is sent meanwhile."""
    model = model_at(slow, patience=0.3)
    first = model.ask("s", "u").failure
    began = time.monotonic()

    again = model.ask("s", "u").failure

    assert is_one_line(first)
    assert time.monotonic() - began < 0.1
    assert again == "it kept silent a moment ago and is not asked for 60 seconds"


@pytest.mark.parametrize("where", ["slow", "failing", "hanging_up", "nobody"])
def test_a_server_that_does_not_answer(where: str, request: pytest.FixtureRequest) -> None:
    """No text, and one line that says why."""
    text, failure, *_ = model_at(request.getfixturevalue(where), patience=0.3).ask("s", "u")

    assert text == ""
    assert is_one_line(failure)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (refusal(500), "500"),
        (refusal(400), "400"),
        (refusal(401), "401"),
        (refusal(404), "404"),
        (Response(status_code=503), "503"),
        (HTMLResponse("<html>\n<body>welcome</body>\n</html>"), ""),
        (Response(b""), ""),
        (Response(b"{", media_type="application/json"), ""),
        (JSONResponse({}), ""),
        (JSONResponse([]), ""),
        (JSONResponse(completion("ready") | {"choices": []}), ""),
        (JSONResponse(completion("ready") | {"choices": None}), ""),
        (JSONResponse({"error": {"message": "overloaded\nagain"}}), "overloaded"),
        ("", "an empty answer"),
        (" \n\t ", "an empty answer"),
        (None, "an empty answer"),
    ],
)
def test_a_server_that_answers_badly(server: Server, said: Any, why: str) -> None:
    """It never raises: there is no text, and one line that says why."""
    server.says = lambda text: said

    text, failure, *_ = model_at(server.url).ask("s", "u")

    assert text == ""
    assert is_one_line(failure)
    assert why in failure


def test_it_recovers(server: Server) -> None:
    """A failure is of one question: a second try of the same is made, and the next is answered."""
    replies: Iterator[Any] = iter([refusal(), "하나", refusal(400), "둘"])
    server.says = lambda text: next(replies)
    model = model_at(server.url)

    answers = [model.ask("s", "u") for _ in range(3)]

    assert [answer.text for answer in answers] == ["하나", "", "둘"]
    assert len(server.asked) == 4


def test_a_question_that_cannot_be_sent(server: Server) -> None:
    """Half a character has no bytes."""
    assert is_one_line(model_at(server.url).ask("s", "\ud800").failure)
    assert server.asked == []


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (ValueError("one"), "one"),
        (ValueError("one\ntwo"), "one"),
        (ValueError("\n  \none\t two"), "one two"),
        (ValueError(""), "ValueError"),
        (ValueError(" \n "), "ValueError"),
        (ValueError(), "ValueError"),
        (ValueError("가" * 300), "가" * 200),
        (ValueError("\x1b[31mone\x07"), "[31mone"),
    ],
)
def test_the_line_of_an_error(error: Exception, line: str) -> None:
    """The first with anything on it, else the error's name: an error without words is one all the same."""
    assert line == _first_line(error)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("nobody:tiny", "Unable to infer model provider"),
        ("tiny", "Unable to infer model provider"),
        (":tiny", "Unable to infer model provider"),
        ("upstage:tiny", "langchain-upstage"),
        ("openai:tiny", "OPENAI_API_KEY"),
    ],
)
def test_what_cannot_be_opened(name: str, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown provider, a package that is not installed, a key that is not set: one line says how to mend it."""
    for key in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY"):
        monkeypatch.delenv(key, raising=False)

    with pytest.raises(SetupError, match=r"Write provider:model.*unset PLAYBOOK_LLM\.$") as raised:
        LanguageModel(name)

    said = str(raised.value)
    assert said.startswith(f"PLAYBOOK_LLM names {name!r}")
    assert why in said
    assert ".." not in said
    assert len(said.splitlines()) == 1


def test_a_desk_that_names_no_model(desk: Desk) -> None:
    assert desk.language_model is None


def test_a_desk_that_names_one(server: Server, tmp_path: Path) -> None:
    """It is opened once, from the provider's own settings, and asked nothing by that."""
    desk = Desk(Settings(home=tmp_path, llm="openai:tiny"))
    with environment(server.url):
        opened = desk.language_model

    assert opened is not None
    assert opened is desk.language_model
    assert opened.name == "openai:tiny"
    assert server.asked == []


def test_a_desk_that_names_a_wrong_one(tmp_path: Path) -> None:
    """It says so at the first message rather than work without."""
    with pytest.raises(SetupError, match="PLAYBOOK_LLM names 'nobody:tiny'"):
        Desk(Settings(home=tmp_path, llm="nobody:tiny")).triage(Message(text="환불해 주세요"))


@pytest.mark.parametrize(
    ("switches", "traced"),
    [
        ({}, False),
        ({"LANGCHAIN_TRACING": "true"}, False),
        ({"LANGCHAIN_TRACING_V2": "true"}, False),
        ({"LANGSMITH_TRACING_V2": "true"}, True),
    ],
)
def test_questions_are_not_sent_on(switches: dict[str, str], traced: bool) -> None:
    """A switch left over from other work sends no message to LangChain's own service; only the one we name does."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("LANGSMITH", "LANGCHAIN"))}
    script = (
        "from playbook.settings import Settings; Settings.from_environment()\n"
        "from langsmith.utils import tracing_is_enabled; print(tracing_is_enabled())"
    )
    out = subprocess.run(
        [sys.executable, "-c", script], env=bare | switches, capture_output=True, text=True, check=True
    )

    assert out.stdout.strip() == str(traced)


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"  \n{GOOD}\n",
        GOOD.replace(" ", "\n\t"),
        f"```json\n{GOOD}\n```",
        f"```\n{GOOD}```",
        f"분류 결과는 다음과 같습니다.\n{GOOD}\n더 필요하신 것이 있나요?",
        f"{GOOD}{OTHER}",
        f"{GOOD}\n\n{OTHER}",
        f"{GOOD} }}",
        f"{{ {GOOD}",
        f"{{}} {GOOD}",
        f"{{{{{{ {GOOD} }}}}}}",
        f'{{"answer": {GOOD}}}',
        f'{{"a": [{{"b": {GOOD}}}]}}',
        f"[{OTHER[:-1]}, {GOOD}]",
        f'{{"kind": "complaint", {GOOD}',
        f'{{"kind": "gossip", "topic": "billing", "severity": 2}} {GOOD}',
        f'{{"kind": "complaint", "topic": "billing", "severity": 9}} {GOOD}',
        GOOD[:-1] + ', "why": "결제가 두 번", "sure": NaN, "more": {"a": [1, 2]}}',
        GOOD.replace("complaint", "\\u0063omplaint"),
        "\ufeff" + GOOD,
        "💥\u202e한글\x00\ud800 " + GOOD,
    ],
)
def test_answers_that_hold_labels(text: str) -> None:
    """The first object of the form asked for, wherever it stands and whatever surrounds it."""
    assert parsed(text, SecondReading) == READ


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ready",
        "null",
        "[]",
        "{}",
        "NaN",
        '"{}"',
        "complaint, billing, 2",
        GOOD[:-1],
        GOOD[:30],
        GOOD[1:],
        "\\" + GOOD.replace('"', '\\"'),
        GOOD.replace('"', "'"),
        GOOD.replace("severity", "Severity"),
        GOOD.replace("complaint", "gossip"),
        GOOD.replace("complaint", "Complaint"),
        GOOD.replace("complaint", "불만"),
        GOOD.replace("complaint", "complaint\u200b"),
        GOOD.replace("complaint", "\\ud800"),
        GOOD.replace("billing", "praise"),
        GOOD.replace('"billing"', "null"),
        GOOD.replace('"billing"', '["billing"]'),
        GOOD.replace('"billing", ', ""),
        '{"kind": "complaint", "topic": "billing"}',
        GOOD.replace("2", "0"),
        GOOD.replace("2", "5"),
        GOOD.replace("2", "-1"),
        GOOD.replace("2", "2.5"),
        GOOD.replace("2", '"2"'),
        GOOD.replace("2", "NaN"),
        GOOD.replace("2", "1e999"),
        GOOD.replace("2", "-Infinity"),
        GOOD.replace("2", "2" * 5_000),
        "{" * 100_000,
        "[" * 100_000,
        '{"a":' * LONGEST_ANSWER,
        '{"a":[' * 1_000 + "}" * 1_000,
    ],
    ids=lambda text: text[:40],
)
def test_answers_that_hold_none(text: str) -> None:
    """Cut short, of another vocabulary, of another form or no object at all: nothing is made of them."""
    assert parsed(text, SecondReading) is None


SCRAPS = st.sampled_from(
    ["{", "}", "[", "]", ":", ",", '"', '"kind"', '"topic"', '"severity"', '"praise"', '"other"', "1", "NaN", "1e999",
     "\\", "\\ud800", "```json\n", "\x00", "가", " ", "null", GOOD, GOOD[:20], OTHER]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(SCRAPS, max_size=60).map("".join)))
@settings(max_examples=300, deadline=None)
def test_any_answer_can_be_read(text: str) -> None:
    """It never raises, and what it finds is a reading."""
    found = parsed(text, SecondReading)

    assert found is None or (found.kind in KINDS and found.topic in TOPICS and found.severity in (1, 2, 3, 4))


@given(
    before=st.text(max_size=80).map(lambda text: text.replace("{", "(")),
    reading=st.builds(
        SecondReading,
        kind=st.sampled_from(KINDS),
        topic=st.sampled_from(TOPICS),
        severity=st.sampled_from([1, 2, 3, 4]),
    ),
    after=st.one_of(st.text(max_size=80), st.lists(SCRAPS, max_size=20).map("".join)),
    indent=st.sampled_from([None, 2]),
)
@settings(max_examples=150, deadline=None)
def test_labels_are_found_in_any_prose(before: str, reading: SecondReading, after: str, indent: int | None) -> None:
    """Whatever is said before them, braces apart, and whatever behind."""
    written = json.dumps(reading.model_dump(), indent=indent)

    assert reading == parsed(before + written + after, SecondReading)
