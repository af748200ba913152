"""One question to a language model, whichever LangChain can open, and its answer or why there is none."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError

from playbook.errors import SetupError
from playbook.records import Record

R = TypeVar("R", bound=Record)

PATIENCE = 20.0
"""Seconds that an answer may take."""
LONGEST_ANSWER = 20_000
"""Characters of an answer that are read."""

_OPENING = re.compile(r'\{(?=\s*["}])')
"""Where an object may begin; a bare brace costs the decoder a walk through all that stands before it."""


class Answer(NamedTuple):
    """What came back."""

    text: str = ""
    failure: str = ""
    """Why there is no text, for a person; empty where there is."""


class LanguageModel:
    """A chat model behind LangChain, asked one question at a time.

    Args:
        name: ``provider:model`` as ``init_chat_model`` takes it, for example ``openai:gpt-4o-mini``; the provider's own
            environment variables say where it is (``OPENAI_BASE_URL``, ``OPENAI_API_KEY``).
        patience: seconds that the server may be silent; a question is put to it twice at most.

    Raises:
        SetupError: the provider's package is missing, or it refuses its settings.
    """

    def __init__(self, name: str, patience: float = PATIENCE) -> None:
        self.name = name
        try:
            from langchain.chat_models import init_chat_model

            self._chat: Any = init_chat_model(name, temperature=0, timeout=patience, max_retries=1)
        except Exception as error:  # every provider raises its own kinds
            raise SetupError(
                f"PLAYBOOK_LLM names {name!r}, which cannot be opened: {_first_line(error).rstrip('.')}. "
                "Write provider:model, install langchain-PROVIDER and set its key; or unset PLAYBOOK_LLM."
            ) from error

    def ask(self, system: str, user: str) -> Answer:
        """The answer to one question; never raises."""
        try:
            said = self._chat.invoke([("system", system), ("human", user)])
            text = said.text if isinstance(said.text, str) else str(said.content)
            return Answer(text[:LONGEST_ANSWER]) if text.strip() else Answer(failure="an empty answer")
        except Exception as error:  # a network, a server or a provider can fail in any way; the desk works on
            return Answer(failure=_first_line(error))


def parsed(text: str, form: type[R]) -> R | None:
    """The first JSON object in an answer that has the form asked for; None where there is none."""
    decoder = json.JSONDecoder()
    for opening in _OPENING.finditer(text):
        try:
            found, _ = decoder.raw_decode(text, opening.start())
            return form.model_validate(found)
        except (ValueError, ValidationError, RecursionError):
            continue
    return None


def _first_line(error: Exception) -> str:
    lines = (" ".join(line.split()) for line in str(error).splitlines())
    return next(filter(None, lines), type(error).__name__)[:200]
