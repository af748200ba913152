"""One question to a language model, whichever LangChain can open, and its answer or why there is none."""

from __future__ import annotations

import time
from typing import Any, NamedTuple

from playbook.errors import SetupError

PATIENCE = 20.0
"""Seconds that an answer may take."""
RESPITE = 60.0
"""Seconds that a model is left alone after a question that used up all patience."""
LONGEST_ANSWER = 20_000
"""Characters of an answer that are read."""


class Answer(NamedTuple):
    """What came back."""

    text: str = ""
    failure: str = ""
    """Why there is no text, for a person; empty where there is."""
    tokens_in: int | None = None
    """Tokens of the question, where the provider tells."""
    tokens_out: int | None = None
    """Tokens of the answer, where the provider tells."""
    cost: float | None = None
    """What the provider says that it took, in its own unit (US dollars with those that tell)."""


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
        self.name, self._patience, self._rests_until = name, patience, 0.0
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
        if time.monotonic() < self._rests_until:
            return Answer(failure=f"it kept silent a moment ago and is not asked for {RESPITE:.0f} seconds")
        began = time.monotonic()
        try:
            said = self._chat.invoke([("system", system), ("human", user)])
            return _answer(said)
        except Exception as error:  # a network, a server or a provider can fail in any way; the desk works on
            if time.monotonic() - began >= self._patience:  # else every message of a file would wait as long
                self._rests_until = time.monotonic() + RESPITE
            return Answer(failure=_first_line(error))


def _answer(said: Any) -> Answer:
    text = said.text if isinstance(said.text, str) else str(said.content)
    refusal = said.additional_kwargs.get("refusal")
    failure = "" if text.strip() else f"it refuses: {_line(str(refusal))}" if refusal else "an empty answer"
    usage = said.usage_metadata or {}
    cost = (said.response_metadata.get("token_usage") or {}).get("cost")
    return Answer(
        "" if failure else text[:LONGEST_ANSWER],
        failure[:200],
        usage.get("input_tokens"),
        usage.get("output_tokens"),
        float(cost) if isinstance(cost, (int, float)) and cost >= 0 else None,
    )


def _first_line(error: Exception) -> str:
    return _line(str(error)) or type(error).__name__


def _line(text: str) -> str:
    lines = ("".join(filter(str.isprintable, " ".join(line.split()))) for line in text.splitlines())
    return next(filter(None, lines), "")[:200]
