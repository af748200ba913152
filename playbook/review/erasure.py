"""A case without the personal data of whoever wrote; what was signed, by whom and when, stays."""

from __future__ import annotations

from playbook.language.privacy import mask
from playbook.records import Case
from playbook.review.masking import masked


def erased(case: Case) -> Case:
    """The case with its message masked, nothing that points into it, and no handle."""
    left = masked(case.model_dump(mode="json", exclude={"message"}), handles=False)
    context = case.message.context.model_copy(update={"handle": ""})
    text = mask(case.message.text)[0]
    left["message"] = case.message.model_copy(update={"text": text, "context": context})
    signals = tuple(signal.model_copy(update={"spans": ()}) for signal in case.triage.signals)
    following = Case.model_validate(left)
    return following.model_copy(update={"triage": following.triage.model_copy(update={"signals": signals})})
