"""The queue as HTML: one button a case, a card on a phone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from playbook.language.privacy import mask
from playbook.records import Bilingual, Case, Lang
from playbook.review import names
from playbook.review.clocks import Clock
from playbook.review.store.presence import Presence
from playbook.screens import case_words as w
from playbook.screens.desk_clock import left
from playbook.screens.issue import moment
from playbook.screens.judgement import badge, labels
from playbook.screens.prose import esc

SHOWN = 90
"""Characters of a message in a row."""


_MARK = re.compile(r"<([A-Z_]+)>")


class Row(NamedTuple):
    """A case in the queue."""

    case: Case
    waits: bool
    """The next step is this person's."""
    clock: Clock | None
    channel: str
    here: Sequence[Presence] = ()
    """Who else has it open."""

    @property
    def order(self) -> tuple[bool, bool, float, int, float]:
        """Waiting for me first, then what is due soonest, then the gravest, then the oldest."""
        due = self.clock.due.timestamp() if self.clock else 0.0
        return (not self.waits, self.clock is None, due, -self.case.triage.severity, self.case.created_at.timestamp())


def rows(found: Sequence[Row], whole: int, chosen: str, now: datetime, lang: Lang) -> str:
    """All rows, in the order in which they are given; ``whole`` is how many there are with those that are left out."""
    items = "".join(f"<li>{_row(row, chosen, now, lang)}</li>" for row in found)
    title = w.QUEUE.of(lang).format(n=f"{whole:,}")
    at = w.UPDATED.of(lang).format(at=moment(now)[-5:])
    return (
        f'<h2 class="pb-name" id="queue-title">{esc(title)} <span class="pb-hint">{esc(at)}</span></h2>'
        f'<p class="pb-hint pb-keys">{esc(w.KEYS.of(lang))}</p>'
        f'<ul class="pb-rows" aria-labelledby="queue-title">{items}</ul>'
    )


def _row(row: Row, chosen: str, now: datetime, lang: Lang) -> str:
    case = row.case
    said = shortened(case.message.text, lang)
    turn = f'<b class="pb-turn">▶ {esc(w.YOURS.of(lang))}</b>' if row.waits else ""
    who = [f"<span>{esc(each)}</span>" for each in holders(case, lang)]
    return (
        f'<button type="button" class="pb-row pb-edge{case.triage.severity}" data-case="{esc(case.id)}"'
        f"{' aria-current=true' if case.id == chosen else ''}>"
        f'<span class="pb-rowtop">{turn}{badge(case.triage, lang)} <span>{esc(labels(case.triage, lang))}</span>'
        f'<span class="pb-state">{esc(names.STATES[case.state].of(lang))}</span>'
        f'<span class="pb-clock">{left(row.clock, case, now, lang)}</span></span>'
        f'<span class="pb-said" lang="{case.triage.lang}">{esc(said)}</span>'
        f'<span class="pb-meta"><span>{esc(row.channel)}</span>{"".join(who)}'
        f"{presence(row.here, lang)}<code>{esc(case.id)}</code></span></button>"
    )


def shortened(message: str, lang: Lang) -> str:
    """The start of a message with personal data named and not shown."""
    text = " ".join(_MARK.sub(lambda mark: _hidden(mark[1], lang), mask(message)[0]).split())
    return text[:SHOWN] + ("…" if len(text) > SHOWN else "")


def _hidden(kind: str, lang: Lang) -> str:
    known: dict[str, Bilingual] = dict(names.PERSONAL.items())
    return f"[{known[kind].of(lang)}]" if kind in known else f"<{kind}>"


def holders(case: Case, lang: Lang) -> list[str]:
    """Who has a case in hand, in words."""
    said = []
    if case.handed_to:
        said.append(w.HANDED.of(lang).format(team=names.OWNERS[case.handed_to].of(lang)))
    said.append(w.ASSIGNED.of(lang).format(name=case.assignee) if case.assignee else w.UNASSIGNED.of(lang))
    if case.escalated:
        said.append(f"↑ {w.ESCALATED.of(lang)}")
    if case.draft is None and case.state != "received":
        said.append(w.SILENT.of(lang))
    return said


def presence(here: Sequence[Presence], lang: Lang) -> str:
    """Who is looking or editing just now."""
    out = ""
    for editing, words, shape in ((True, w.EDITING, "✎"), (False, w.LOOKING, "◉")):
        people = ", ".join(each.person for each in here if each.editing is editing)
        if people:
            name = "pb-editing" if editing else "pb-looking"
            out += f'<span class="{name}"><span aria-hidden="true">{shape}</span> '
            out += f"{esc(words.of(lang).format(names=people))}</span>"
    return out
