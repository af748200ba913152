"""How much time is left, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from playbook.records import Bilingual, Case, Lang
from playbook.review.clocks import Clock
from playbook.screens import case_words as w
from playbook.screens.issue import moment
from playbook.screens.prose import esc


def pressing(clocks: Sequence[Clock]) -> Clock | None:
    """The clock that runs out first of those that somebody has still to stop."""
    return min((clock for clock in clocks if clock.stopped is None), key=lambda clock: clock.due, default=None)


def left(clock: Clock | None, case: Case, now: datetime, lang: Lang) -> str:
    """Time left on a clock, or since when it has run out; how long nothing has happened where no clock runs."""
    if clock is None:
        since = case.events[-1].at if case.events else case.created_at
        return esc(w.SINCE.of(lang).format(time=span(now - since, lang)))
    late = now >= clock.due
    said = (w.PAST_TIME if late else w.LEFT_TIME).of(lang).format(time=span(abs(clock.due - now), lang))
    name = "pb-late" if late else "pb-soon" if clock.due - now < timedelta(minutes=60) else "pb-time"
    shape = "⏰ " if late else ""
    return f'<b class="{name}" title="{esc(clock.name.of(lang))}: {moment(clock.due)}">{shape}{esc(said)}</b>'


def span(time: timedelta, lang: Lang) -> str:
    """A stretch of time in its largest unit."""
    minutes = max(0, int(time.total_seconds() // 60))
    unit: Bilingual = w.MINUTES if minutes < 60 else w.HOURS if minutes < 60 * 48 else w.DAYS
    number = minutes if unit is w.MINUTES else minutes // 60 if unit is w.HOURS else minutes // 1440
    return unit.of(lang).format(n=number)


def running(clocks: Sequence[Clock], case: Case, now: datetime, lang: Lang) -> str:
    """All clocks of a case as HTML, each with why it runs."""
    rows = ""
    for clock in sorted(clocks, key=lambda clock: (clock.stopped is not None, clock.due)):
        state = left(clock, case, now, lang) if clock.stopped is None else esc(_stopped(clock, lang))
        rows += (
            f"<dt>{esc(clock.name.of(lang))}</dt><dd>{state} <time>{moment(clock.due)}</time>"
            f'<br><span class="pb-mend">{esc(clock.because.of(lang))}</span></dd>'
        )
    return f'<h3 class="pb-name">{esc(w.CLOCKS.of(lang))}</h3><dl class="pb-facts">{rows}</dl>' if rows else ""


def _stopped(clock: Clock, lang: Lang) -> str:
    return f"✓ {w.MET.of(lang)}" if clock.state == "met" else f"✗ {w.PAST_TIME.of(lang).format(time='').strip()}"
