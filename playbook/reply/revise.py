"""A draft in other words: what follows from the text is found anew, what a sentence stood on is kept."""

from __future__ import annotations

from collections.abc import Mapping

from playbook.language.korean import sentences
from playbook.records import Channel, Draft, Sentence
from playbook.reply.channels import ChannelRules
from playbook.reply.compose import measured
from playbook.reply.slots import fill_slots, find_slots


def revised(
    draft: Draft, text: str, values: Mapping[str, str], channel: Channel, rules: ChannelRules, asks: Mapping[str, str]
) -> Draft:
    """The draft with another wording: length, parts and slots follow, known sentences keep their move.

    The values fill the statement beside it and the subject line, too.

    Args:
        draft: the draft as it was.
        text: the new wording.
        values: what to fill slots with, by what they ask.
        channel: where the reply will stand.
        rules: what that channel allows.
        asks: names of known slots by what they ask.
    """
    text = fill_slots(text, values)
    filled = [s.model_copy(update={"text": fill_slots(s.text, values)}) for s in draft.sentences]
    known = sorted(filled, key=lambda sentence: -len(sentence.text))
    spans = sentences(text)
    ends = {end for _, end in spans}
    said: list[Sentence] = []
    covered = 0
    for start, end in spans:
        if start < covered:  # the second sentence of a move that takes two
            continue
        kept = next((s for s in known if text.startswith(s.text, start) and start + len(s.text) in ends), None)
        said.append(kept or Sentence(text=text[start:end], move="edited"))
        covered = start + len(said[-1].text)
    length, parts = measured(text, channel, rules)
    slots = find_slots(text, asks)
    statement = fill_slots(draft.statement, values) if draft.statement else None
    subject = fill_slots(draft.subject, values) if draft.subject else None
    return draft.model_copy(
        update={
            "text": text, "length": length, "parts": parts, "slots": slots, "sentences": tuple(said),
            "statement": statement, "subject": subject,
        }
    )  # fmt: skip
