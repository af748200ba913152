"""The digest of the morning: at which hour on which days it goes out by itself, and that nobody gets it twice."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from program import sharing

from playbook.desk import Desk
from playbook.errors import RuleError
from playbook.reply.deadlines import SEOUL
from playbook.review.notify import Notifier
from playbook.review.notify.courier import Courier
from playbook.review.notify.notices import DigestRule
from playbook.settings import Settings, data_folder

from .conftest import in_review
from .receivers import Receiver
from .test_notify import MAIL, SLACK, targets

SHIPPED = Notifier.from_files([data_folder("rules")], None).digest
EVERY = DigestRule(at="08:30", until="12:00", days="every")


@pytest.mark.parametrize(
    ("now", "shipped", "every"),
    [
        ("2026-11-23 08:29", False, False),
        ("2026-11-23 08:30", True, True),
        ("2026-11-23 11:59", True, True),  # a process that starts late
        ("2026-11-23 12:00", False, False),
        ("2026-11-23 23:59", False, False),
        ("2026-11-24 00:00", False, False),
        ("2026-11-21 08:30", False, True),  # a Saturday
        ("2027-02-08 08:30", False, True),  # Seollal
        ("2027-02-09 08:30", False, True),  # the substitute day for it
        ("2027-02-10 08:30", True, True),
    ],
)
def test_when_the_rules_have_it_sent(now: str, shipped: bool, every: bool) -> None:
    """At the hour of Seoul, whatever the hour is where the program runs."""
    moment = datetime.fromisoformat(now).replace(tzinfo=SEOUL)
    for rule, due in ((SHIPPED, shipped), (EVERY, every)):
        assert rule is not None
        assert rule.day(moment.astimezone(UTC)) == rule.day(moment) == (moment.date() if due else None)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('{at: "12:00", until: "12:00"}', "has to be later than at"),
        ('{at: "22:00", until: "06:00"}', "has to be later than at"),
        ('{at: "8:30", until: "12:00"}', "digest"),
        ('{at: "08:30", until: "24:00"}', "digest"),
        ('{at: "08:30"}', "until"),
        ('{at: "08:30", until: "12:00", days: weekdays}', "working"),
    ],
)
def test_a_rule_that_cannot_be_followed(tmp_path: Path, said: str, told: str) -> None:
    with pytest.raises(RuleError, match=told) as refused:
        Notifier.from_files([rules(tmp_path, said)], None)
    assert "notify.yaml" in str(refused.value)


def rules(folder: Path, digest: str) -> Path:
    """A folder with the rules that ship, and this line about the digest."""
    text = (data_folder("rules") / "notify.yaml").read_text(encoding="utf-8")
    line = f"digest: {digest}" if digest else ""
    (folder / "notify.yaml").write_text(re.sub(r"^digest: .*$", line, text, flags=re.M), encoding="utf-8")
    return folder


@pytest.fixture
def processes(desk: Desk, database_url: str, tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Opens desks as further processes do: each with connections of its own to one database."""
    opened: list[Desk] = []

    def start(url: str, digest: str = '{at: "00:00", until: "23:59", days: every}', **row: Any) -> Desk:
        folder = tmp_path / "rules"
        folder.mkdir(exist_ok=True)
        notify = targets(tmp_path, SLACK | {"url": url, "events": ["digest"], "name": "room"} | row)
        settings = Settings(
            home=tmp_path / "home", database_url=database_url, notify=notify, rules=(rules(folder, digest),)
        )
        opened.append(sharing(desk, settings))
        return opened[-1]

    yield start
    for each in opened:
        each.close()


def run(*desks: Desk, seconds: float = 0.5) -> None:
    """Couriers at work for a while, all begun at once."""
    couriers = [Courier(each, pause=0.02) for each in desks]
    for each in couriers:
        each.start()
    time.sleep(seconds)
    for each in couriers:
        each.stop(timeout=10)


def test_the_digest_goes_out_once(processes: Callable[..., Desk]) -> None:
    """By itself, from two processes at once and from those that start again on that day: one letter arrives."""
    server = Receiver(200)
    first, second = processes(server.url), processes(server.url)
    in_review(first, "확인하고 있습니다.")
    run(first, second)
    run(processes(server.url))

    assert len(server.got) == 1
    assert server.got[0].json["blocks"]
    assert [letter.id[:2] for letter in first.store.letters(delivered=True)] == ["d-"]
    assert first.post_digests() == ([], []), "nor does the command send it again"
    server.close()


@pytest.mark.parametrize(
    ("digest", "row"),
    [
        ("", {}),
        ('{at: "00:00", until: "00:01", days: every}', {}),
        ('{at: "00:00", until: "23:59", days: every}', {"events": ["missed"]}),
    ],
)
def test_what_is_not_asked_for_is_not_sent(fresh: Desk, desk: Desk, tmp_path: Path, digest: str, row: Any) -> None:
    """Without the rule, outside its hours, or where no target takes it."""
    folder = tmp_path / "own"
    folder.mkdir()
    notify = targets(tmp_path, SLACK | {"events": ["digest"]} | row)
    other = sharing(desk, Settings(home=fresh.settings.home, notify=notify, rules=(rules(folder, digest),)))
    in_review(other, "확인하고 있습니다.")
    now = datetime.now(SEOUL).replace(hour=10, minute=0)

    assert other.digest_day(now) is None
    other.close()


def test_a_process_that_is_killed_half_way_leaves_the_rest_to_the_next(
    desk: Desk, database_url: str, tmp_path: Path
) -> None:
    """Those who have had theirs get no second one, the others get the first."""
    notify = targets(tmp_path, MAIL | {"to": ["concerned", "desk@example.com"], "events": ["digest"]},
                     people={"작성자": "a@example.com", "승인자": "b@example.com"})  # fmt: skip
    one = sharing(desk, Settings(home=tmp_path / "home", database_url=database_url, notify=notify))
    in_review(one, "확인하고 있습니다.")
    now = datetime.now(UTC)
    whole = one.post_digests(now)[0]
    again = sharing(desk, Settings(home=tmp_path / "home", database_url=database_url, notify=notify))
    with one.store.changing() as connection:
        connection.exec_driver_sql(f"DELETE FROM outbox WHERE id = '{whole[-1].id}'")  # it was never written

    assert len(whole) >= 2
    assert [letter.id for letter in again.post_digests(now)[0]] == [whole[-1].id]
    one.close()
    again.close()
