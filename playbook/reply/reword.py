"""A draft in the words of a language model, within its plan: every sentence keeps its move, its slots and its limits.

The model gets our sentences and the message, personal data masked, the message marked as data. It answers with
wordings by number. A wording that the keeper refuses, that brings a finding or takes the room of the channel is
dropped and our sentence stays; where there is no usable answer, all of ours stay. The draft says which, and why. The
statement beside a reply is a question of its own, put at the same time; its title, date and signature stay as they are.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, Protocol

from pydantic import ConfigDict

from playbook.language.privacy import mask
from playbook.llm.model import Answer
from playbook.llm.quoting import parsed_list, quoted
from playbook.records import Draft, Finding, Record, Usage, Worded
from playbook.reply import refusals
from playbook.reply.body import body_of
from playbook.reply.compose import measured
from playbook.reply.keeper import Keeper, Means, Refusal
from playbook.reply.questions import Place, Question, about_reply, about_statement
from playbook.reply.slots import fill_slots, find_slots, slot_spans

LONGEST = 4_000
"""Characters of a message that the model reads."""


class Asks(Protocol):
    """Whatever can be asked a question."""

    name: str

    def ask(self, system: str, user: str) -> Answer:
        """The answer."""
        ...


class Wording(Record):
    """One wording as the model answers it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    n: int
    text: str


Judge = Callable[[str], Sequence[Finding]]
"""What the checks say of a text in the place of the draft's."""


class _Kept(NamedTuple):
    """What of an answer is kept."""

    texts: Mapping[int, str]
    """New texts by number of their sentence."""
    notes: tuple[str, ...]
    """Why the others are not."""


_NOTHING = _Kept({}, ())


def reworded(draft: Draft, message: str, place: Place, model: Asks, means: Means, judge: Judge) -> Draft:
    """The draft and its statement with the wordings of ``model`` that may be kept. Never raises.

    Args:
        draft: our own draft.
        message: the message that it answers; it is masked before anything else.
        place: where the reply will stand.
        model: what to ask.
        means: what the keeper asks of other rooms.
        judge: the checks.
    """
    masked = mask(message)[0]
    body = body_of(draft.statement or "")
    questions = [q for q in (about_reply(draft, place), about_statement(draft, body)) if q is not None]
    if not questions:
        return draft
    asked = {question.part: question for question in questions}

    def ask(question: Question) -> tuple[Answer, float]:
        began = time.perf_counter()
        answer = model.ask(question.system, f"{question.user}\n\n{quoted(masked, LONGEST)}")
        return answer, time.perf_counter() - began

    with ThreadPoolExecutor(len(questions)) as pool:  # a person waits for the slower of the two, not for both
        told = list(pool.map(ask, questions))
    keeper = Keeper(draft.lang, means, masked)
    kept = {
        question.part: _kept(question, answer, draft, keeper, judge)
        for question, (answer, _) in zip(questions, told, strict=True)
    }
    reply, statement = kept.get("reply", _NOTHING), kept.get("statement", _NOTHING)
    new, said = sum(len(each.texts) for each in kept.values()), sum(len(each.sentences) for each in questions)
    worded: Worded = "ours" if not new else "model" if new == said else "mixed"
    if reply.texts:
        draft = _with(draft, asked["reply"], reply.texts, place)
    return draft.model_copy(
        update={
            "statement": asked["statement"].saying(statement.texts) if statement.texts else draft.statement,
            "worded": worded,
            "notes": (*reply.notes, *statement.notes),
            "usage": _usage(model.name, told),
        }
    )


def _kept(question: Question, answer: Answer, draft: Draft, keeper: Keeper, judge: Judge) -> _Kept:
    offered = None if answer.failure else parsed_list(answer.text, Wording)
    if not offered:
        return _Kept({}, (refusals.silence(answer.failure, answer.text, question.part, draft.lang),))
    texts = {wording.n: _mended(wording.text.strip()) for wording in offered}
    times = Counter(wording.n for wording in offered)
    said = Counter([*texts.values(), *(text for n, text in question.sentences.items() if n not in texts)])
    kept: dict[int, str] = {}
    refused: dict[int, Refusal] = {}
    known = _weighty(judge(question.saying({})))
    for n in question.shown:
        ours, new = question.sentences[n], texts.get(n)
        if new is None:
            refused[n] = Refusal("missing")
        elif times[n] > 1 or said[new] > 1:
            refused[n] = Refusal("twice")
        elif new != ours:
            tried = {**kept, n: new}
            why = keeper.refusal(ours, new) or question.crowded(tried) or _found(known, judge(question.saying(tried)))
            if why:
                refused[n] = why
            else:
                kept[n] = new
    odd = [wording.n for wording in offered if wording.n not in question.shown]
    return _Kept(kept, refusals.notes(refused, odd, question.part, draft.lang))


def _found(known: Counter[tuple[str, str]], findings: Sequence[Finding]) -> Refusal | None:
    """The first finding that our own wording does not have."""
    new = _weighty(findings) - known
    return next((Refusal("finding", message) for _, message in new), None)


def _weighty(findings: Sequence[Finding]) -> Counter[tuple[str, str]]:
    """Findings that speak against a wording; of its length the question itself knows."""
    light = ("unfilled_slot", "length")
    return Counter((f.check, f.message) for f in findings if f.level != "note" and f.check not in light)


def _with(draft: Draft, question: Question, new: Mapping[int, str], place: Place) -> Draft:
    """The draft with these sentences of its reply in the place of ours."""
    text = question.saying(new)
    said = tuple(s.model_copy(update={"text": new.get(n, s.text)}) for n, s in enumerate(draft.sentences, 1))
    length, parts = measured(text, place.channel, place.rules)
    return draft.model_copy(
        update={
            "text": text, "sentences": said, "length": length, "parts": parts, "slots": find_slots(text, place.asks)
        }
    )  # fmt: skip


def _usage(name: str, told: Sequence[tuple[Answer, float]]) -> Usage:
    """What all questions took together; where one answer does not tell, the sum is not known."""
    answers = [answer for answer, _ in told]
    tokens_in = [answer.tokens_in for answer in answers if answer.tokens_in is not None]
    tokens_out = [answer.tokens_out for answer in answers if answer.tokens_out is not None]
    costs = [answer.cost for answer in answers if answer.cost is not None]
    return Usage(
        model=name,
        seconds=round(sum(seconds for _, seconds in told), 3),
        tokens_in=sum(tokens_in) if len(tokens_in) == len(told) else None,
        tokens_out=sum(tokens_out) if len(tokens_out) == len(told) else None,
        cost=sum(costs) if len(costs) == len(told) else None,
    )


def _mended(text: str) -> str:
    """A wording in which the particle after each slot fits what the slot asks."""
    return fill_slots(text, {ask: f"[{ask}]" for *_, ask in slot_spans(text)})
