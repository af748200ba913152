"""Fakes and builders for tests of Playbook and of whatever is built on it.

    desk = FakeDesk({"환불": a_case("환불해 주세요", stance="escalate_cs")})
    desk.draft(Message(text="환불"))

Everything is made of the public records, so a record that changes changes here too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from playbook.records import Case, Citation, Confidence, Draft, Message, PassageKind, Reason, Triage

MOMENT = datetime(2026, 1, 1, 9, tzinfo=UTC)
"""When everything happens that a builder makes."""


def a_message(text: str = "주문한 컵이 깨져서 왔어요.", **changes: Any) -> Message:
    """A message; ``changes`` replace its fields.

    Raises:
        pydantic.ValidationError: a change is no field of a message or has a wrong value, here as in all builders.
    """
    return Message.model_validate({"id": "m-1", "text": text, "channel": "web_form"} | changes)


def a_triage(**changes: Any) -> Triage:
    """A routine complaint that customer service handles; ``changes`` replace its fields."""
    fields: dict[str, Any] = {
        "id": "m-1",
        "lang": "ko",
        "kind": "complaint",
        "topic": "product_quality",
        "severity": 1,
        "stance": "escalate_cs",
        "owner": "cs",
        "confidence": Confidence(kind=0.9, topic=0.9, severity=0.9, stance=0.9),
        "needs_human": False,
        "reasons": tuple(
            Reason(rule=f"{table}.fake", because="시험용 판단입니다.")
            for table in ("kind", "topic", "severity", "stance", "owner")
        ),
    }
    fields |= changes
    fields.setdefault("owners", (fields["owner"],))
    return Triage.model_validate(fields)


def a_draft(text: str = "불편을 드려 죄송합니다. 주문 번호를 알려 주세요.", **changes: Any) -> Draft:
    """A short draft of one part; ``changes`` replace its fields."""
    fields: dict[str, Any] = {"text": text, "lang": "ko", "length": len(text), "limit": None, "unit": "characters"}
    return Draft.model_validate(fields | {"parts": (text,)} | changes)


def a_citation(kind: PassageKind = "guideline", **changes: Any) -> Citation:
    """A citation of a passage of ``kind``; ``changes`` replace its fields."""
    fields: dict[str, Any] = {"id": f"{kind}:fake", "kind": kind, "title": "시험용", "quote": "시험용 글입니다."}
    return Citation.model_validate(fields | {"why": "시험용", "score": 0.5} | changes)


def a_case(message: Message | str = "주문한 컵이 깨져서 왔어요.", **changes: Any) -> Case:
    """A drafted case for a message or a text.

    ``changes`` replace fields of the case; those that are fields of a triage and not of a case, such as ``kind`` or
    ``severity``, replace fields of its triage. A ``monitor`` stance comes without a draft.
    """
    message = a_message(message) if isinstance(message, str) else message
    of_triage = {name: changes.pop(name) for name in list(changes) if name not in Case.model_fields}
    triage = changes.pop("triage", None) or a_triage(**{"id": message.id} | of_triage)
    fields: dict[str, Any] = {
        "id": f"case-{message.id}",
        "message": message,
        "channel": message.channel or "web_form",
        "triage": triage,
        "draft": None if triage.stance == "monitor" else a_draft(),
        "created_at": MOMENT,
    }
    return Case.model_validate(fields | changes)


class FakeDesk:
    """A desk that gives answers that were put in beforehand, and loads nothing.

    An answer is found by the id of the message, then by its text; an answer that is an exception is raised. A message
    without an answer gets ``a_case``. It keeps what it was asked in ``asked``.
    """

    def __init__(self, answers: Mapping[str, Case | Exception] | None = None) -> None:
        """Take the answers, by message id or text."""
        self.answers = dict(answers or {})
        self.asked: list[Message] = []

    def draft(self, message: Message) -> Case:
        """The answer for this message."""
        self.asked.append(message)
        answer = self.answers.get(message.id, self.answers.get(message.text))
        if isinstance(answer, Exception):
            raise answer
        return answer if answer is not None else a_case(message)

    def triage(self, message: Message) -> Triage:
        """The triage of the answer, under the id of the message."""
        return self.draft(message).triage.model_copy(update={"id": message.id})

    def triage_all(self, messages: Iterable[Message]) -> Iterator[Triage]:
        """One triage a message, in order."""
        return map(self.triage, messages)
