"""Why something was refused, in the words of the interface, and that nothing was lost."""

from __future__ import annotations

from playbook.desk import LONGEST
from playbook.errors import InputError, PlaybookError, ReviewError
from playbook.records import Case, Decision, Lang
from playbook.review.cases import TRANSITIONS
from playbook.screens import names
from playbook.screens import words as w
from playbook.screens.prose import esc


def told(text: str) -> str:
    """A message that something went well."""
    return f'<p class="pb-told" role="status">✓ {esc(text)}</p>' if text else ""


def refused(text: str, lang: Lang) -> str:
    """A message that something was refused, and that nothing was lost."""
    return f'<p class="pb-refused" role="alert"><b>!</b> {esc(text)} {esc(w.KEPT.of(lang))}</p>'


def of_input(error: PlaybookError, text: str, lang: Lang) -> str:
    """A message that could not be read."""
    if isinstance(error, InputError) and len(text) > LONGEST:
        return refused(w.TOO_LONG.of(lang).format(n=f"{len(text):,}", most=f"{LONGEST:,}"), lang)
    return refused(f"{w.FAILED.of(lang)}: {error}", lang)


def of_review(error: PlaybookError, case: Case, decision: Decision, now: Case | None, lang: Lang) -> str:
    """A decision that was refused.

    Args:
        error: what was raised.
        case: the case that the person looked at.
        decision: what the person wanted.
        now: the case as the decision would have left it, with its draft and findings; None where unknown.
        lang: language of the interface.
    """
    said = f"{w.FAILED.of(lang)}: {error}"
    draft = (now or case).draft
    errors = [each for each in (now or case).findings if each.level == "error"]
    if not isinstance(error, ReviewError):
        return refused(said, lang)
    if "changed" in str(error):
        said = w.STALE.of(lang)
    elif (case.state, decision.verb) not in TRANSITIONS:
        said = w.NOT_NOW.of(lang).format(state=names.STATES[case.state].of(lang))
    elif decision.verb in ("return", "reject") and not decision.reason.strip():
        said = w.NO_REASON.of(lang)
    elif decision.verb == "approve" and decision.by == case.author:
        said = w.SAME_PERSON.of(lang).format(name=decision.by)
    elif decision.verb == "approve" and draft and draft.slots:
        said = w.SLOTS_STAND.of(lang).format(asks=", ".join(slot.ask for slot in draft.slots))
    elif decision.verb == "approve" and errors:
        said = w.ERRORS_STAND.of(lang).format(n=len(errors), first=errors[0].message)
    return refused(said, lang)
