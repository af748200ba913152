"""Replies that went out, as cards of the company's own: what was said to one is found for the next."""

from __future__ import annotations

import re
from pathlib import Path

from playbook.errors import SetupError
from playbook.language.privacy import mask
from playbook.library.search import quotable
from playbook.records import Case

SITUATIONS, LONGEST = 3, 120
"""Sentences of a message that its reply is found by, and characters of each."""


def card_of(case: Case) -> str | None:
    """The reply of a case as the text of a card, masked; None where none went out as it was approved."""
    import yaml

    if case.draft is None or case.sent is None or not case.sent.as_approved:
        return None
    triage, day = case.triage, f"{case.sent.at:%Y-%m-%d}"
    front = {
        "id": card_id(case.id), "kind": "reply",
        "title": {"ko": f"보낸 답변 {case.id}", "en": f"Reply sent, {case.id}"},
        "source": {"ko": f"우리 회사가 보낸 답변, {case.id}, {day}", "en": f"Our own reply, {case.id}, {day}"},
        "date": day, "certainty": "single_source",
    }  # fmt: skip
    spoken = [sentence for sentence in quotable(mask(case.message.text)[0]) if "<" not in sentence]
    block = {
        "stances": [triage.stance], "kinds": [triage.kind], "topics": [triage.topic],
        "situations": [sentence[:LONGEST] for sentence in spoken[:SITUATIONS]],
    }  # fmt: skip
    text = re.sub(r"^(\s*)(##? |\*\*EN\*\*|```)", r"\1\\\2", mask(case.draft.text)[0], flags=re.M)
    return (
        f"---\n{yaml.safe_dump(front, allow_unicode=True, sort_keys=False)}---\n\n## {case.channel}, {day}\n\n"
        f"```yaml\n{yaml.safe_dump(block, allow_unicode=True, sort_keys=False)}```\n\n{text}\n"
    )


def card_id(case_id: str) -> str:
    """The id of the card of a case."""
    return "sent-" + re.sub(r"[^a-z0-9]+", "-", case_id.lower()).strip("-")


def keep_reply(case: Case, folder: Path) -> bool:
    """Write the card of a case; False where it has none.

    Raises:
        SetupError: the folder cannot be written.
    """
    text = card_of(case)
    if text is None:
        return False
    name = card_id(case.id)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f".{name}.part"
        part.write_text(text, encoding="utf-8")
        part.replace(folder / f"{name}.md")
    except OSError as error:
        raise SetupError(f"{folder} cannot be written: {error.strerror or error}. Set PLAYBOOK_HOME.") from error
    return True


def forget_reply(case_id: str, folder: Path) -> bool:
    """Remove the card of a case for good, and what was kept aside of it; False where there was none."""
    name = card_id(case_id)
    found = [path for path in (folder / f"{name}.md", *(folder / "removed").glob(f"{name}.*.kept")) if path.is_file()]
    for path in found:
        path.unlink()
    return bool(found)
