"""What somebody has typed on a case and not kept: their browser holds it, and it stands there again later.

A session may run out, a page may be closed and a tap may open another case while somebody is writing; none of these
costs them a word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import Field, ValidationError

from playbook.records import Case, Record, Version
from playbook.screens.case_draft import Boxes
from playbook.screens.ledger import owners_of

Unsaved = dict[str, Any]
"""What a browser holds: by case, in the order in which they were last written on."""
KEEP = """(unsaved, subject, text, statement, facts, owners, reason, note) => {
  const at = document.querySelector("#case-title")?.dataset;
  if (!at?.case || window.pbAtWork !== at.case) return unsaved;
  const { [at.case]: before, ...others } = unsaved || {};
  const boxes = [subject, text, statement, facts, owners].map((each) => each || "");
  const typed = { by: at.by, version: Number(at.version), boxes, reason: reason || "", note: note || "" };
  return Object.fromEntries([...Object.entries(others), [at.case, typed]].slice(-20));
}"""
"""A script that puts what stands in the boxes with the rest; the last twenty cases are remembered."""


class _Typed(Record):
    """What the browser says; anybody can make it say anything."""

    by: str = Field(max_length=80)
    version: int = Field(ge=0)
    boxes: tuple[str, str, str, str, str]
    reason: str = Field(max_length=5000)
    note: str = Field(max_length=5000)


class Found(NamedTuple):
    """What is to stand in the boxes again."""

    base: Case
    """The case as it was written on; another than the kept one where somebody has changed its wording since."""
    boxes: Boxes
    reason: str
    note: str


def found(case: Case, by: str, kept: Sequence[Version], unsaved: Mapping[str, Any] | None) -> Found | None:
    """What this person had typed on a case and not kept; None where there is nothing.

    Args:
        case: as it is kept.
        by: whose page it is; what somebody else typed in the same browser is not shown.
        kept: all wordings of the case.
        unsaved: what the browser holds.
    """
    try:
        typed = _Typed.model_validate((unsaved or {}).get(case.id))
    except ValidationError:
        return None
    if typed.by != by:
        return None
    boxes, current = Boxes(*typed.boxes), Boxes.of(case)
    said = {(each.text, each.statement or "") for each in kept}
    if not boxes.differs(case) or (boxes.text, boxes.statement) in said:
        boxes = boxes._replace(subject=current.subject, text=current.text, statement=current.statement)
    boxes = boxes._replace(facts="\n".join(dict.fromkeys([*case.confirmed, *filter(None, boxes.facts.split("\n"))])))
    named = owners_of(boxes.owners).items() - case.owners.items()
    if not (boxes.differs(case) or boxes.facts != current.facts or named or typed.reason or typed.note):
        return None
    return Found(_base(case, typed.version, kept), boxes, typed.reason, typed.note)


def _base(case: Case, version: int, kept: Sequence[Version]) -> Case:
    before = [each for each in kept if each.version <= version]
    if case.draft is None or case.basis <= version or not before:
        return case
    wording = {"text": before[-1].text, "statement": before[-1].statement}
    return case.model_copy(update={"draft": case.draft.model_copy(update=wording), "version": version})
