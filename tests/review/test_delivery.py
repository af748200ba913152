"""Delivery: real receivers that answer, refuse, hang, redirect and vanish; several workers; a worker that is killed."""

from __future__ import annotations

import hashlib
import hmac
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from program import sharing

from playbook.desk import Desk
from playbook.records import Message
from playbook.review.notify import Notice, delivery
from playbook.review.notify.courier import Courier
from playbook.review.notify.delivery import Attempt, next_attempt, signature, signed_by
from playbook.review.notify.letters import Letter
from playbook.settings import Settings
from tests.review.receivers import Answer, Receiver, dripping, mailbox
from tests.review.test_notify import MAIL, targets

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
HOOK = {"name": "hook", "format": "plain", "severity": 1}


@pytest.fixture
def receiver() -> Iterator[Callable[..., Receiver]]:
    """Makes servers that give these answers."""
    opened: list[Receiver] = []

    def make(*answers: Answer) -> Receiver:
        opened.append(Receiver(*answers))
        return opened[-1]

    yield make
    for each in opened:
        each.close()


@pytest.fixture
def desks(desk: Desk, database_url: str, tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Makes desks on one store that tell one target."""
    opened: list[Desk] = []

    def make(**target: Any) -> Desk:
        settings = Settings(tmp_path / "home", database_url=database_url, notify=targets(tmp_path, HOOK | target))
        opened.append(sharing(desk, settings))
        return opened[-1]

    yield make
    for each in opened:
        each.close()


@pytest.fixture
def one(desk: Desk, tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Makes a desk on SQLite that tells one target, with one letter in its outbox."""
    opened: list[Desk] = []

    def make(**target: Any) -> Desk:
        settings = Settings(tmp_path / "home", notify=targets(tmp_path, HOOK | target))
        opened.append(sharing(desk, settings))
        post(opened[-1], 1, to="a@example.com" if target.get("format") == "email" else "")
        return opened[-1]

    yield make
    for each in opened:
        each.close()


def post(desk: Desk, n: int, at: datetime | None = None, to: str = "") -> list[Letter]:
    at = at or datetime.now(UTC) - timedelta(seconds=1)
    notices = [Notice(id=f"o-{i}", event="escalated", happened=at, case=f"c-{i}", severity=3, to=to) for i in range(n)]
    return desk.store.post(Letter(each.id, "hook", at, at, each.model_dump_json()) for each in notices)


def the(desk: Desk) -> Letter:
    (letter,) = desk.store.letters(delivered=True)
    return letter


def later(**time_: float) -> datetime:
    return datetime.now(UTC) + timedelta(**time_)


def test_a_step_reaches_a_receiver(desks: Callable[..., Desk], receiver: Callable[..., Receiver]) -> None:
    """From the change through the outbox to a signed request; once."""
    server = receiver(200)
    desk = desks(url=server.url, secret="열쇠")
    case = desk.receive(Message(text="배터리에서 연기가 나고 아이가 화상을 입었어요", channel="x"), "접수")
    results = desk.deliver()

    (got,) = server.got
    assert results == {got.key: ""}
    assert (got.json["case"], got.json["event"], got.json["id"]) == (case.id, "received", got.key)
    stamp, mac = (part.split("=")[1] for part in got.headers["Playbook-Signature"].split(","))
    expected = hmac.new("열쇠".encode(), stamp.encode() + b"." + got.body, hashlib.sha256).hexdigest()
    assert (mac, abs(int(stamp) - time.time()) < 60) == (expected, True)
    assert desk.deliver(later(days=2)) == {}
    assert the(desk).delivered_at is not None
    assert desk.store.faults() == []


SIGNED = [
    ("as it was sent", {}, True),
    ("another body", {"body": b"{}"}, False),
    ("another secret", {"secret": "other"}, False),
    ("a replay of an hour ago", {"now": NOW + timedelta(hours=1)}, False),
    ("from the future", {"now": NOW - timedelta(hours=1)}, False),
    ("another time in it", {"header": signature(b"body", "secret", NOW).replace("t=", "t=1")}, False),
    ("nothing in it", {"header": ""}, False),
    ("no number in it", {"header": "t=now,v1=ab"}, False),
    ("no signature in it", {"header": f"t={int(NOW.timestamp())}"}, False),
]


@pytest.mark.parametrize(("what", "changes", "good"), SIGNED, ids=[each[0] for each in SIGNED])
def test_signatures(what: str, changes: dict[str, Any], good: bool) -> None:
    """A receiver can tell what comes from here, is whole and is fresh."""
    given_ = {"header": signature(b"body", "secret", NOW), "body": b"body", "secret": "secret", "now": NOW}

    assert signed_by(**given_ | changes) is good


FAILURES: list[tuple[str, tuple[Answer, ...], str]] = [
    ("an error of the server", (500, 200), "answered 500"),
    ("a wrong address", (404, 200), "answered 404"),
    ("a redirect", ((302, {"Location": "/other"}), 200), "redirects (302)"),
]


@pytest.mark.parametrize(("what", "answers", "error"), FAILURES, ids=[each[0] for each in FAILURES])
def test_a_failure_is_tried_again(
    one: Callable[..., Desk], receiver: Callable[..., Receiver], what: str, answers: tuple[Answer, ...], error: str
) -> None:
    """Not at once, but soon; with the same key, and the error is kept until it has arrived."""
    server = receiver(*answers)
    desk = one(url=server.url)

    assert error in desk.deliver()["o-0"]
    assert desk.deliver() == {}  # its time has not come
    waiting = the(desk)
    assert (waiting.attempts, waiting.given_up, error in waiting.error) == (1, False, True)
    assert desk.deliver(later(minutes=1)) == {"o-0": ""}
    assert [got.key for got in server.got] == ["o-0", "o-0"]
    assert (the(desk).error, the(desk).attempts) == ("", 2)


def test_a_redirect_is_not_followed(one: Callable[..., Desk], receiver: Callable[..., Receiver]) -> None:
    """Nothing arrives where the answer points to."""
    inside = receiver(200)
    server = receiver((307, {"Location": inside.url}))
    one(url=server.url).deliver()

    assert (len(server.got), len(inside.got)) == (1, 0)


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_busy_receiver_is_left_alone(one: Callable[..., Desk], receiver: Callable[..., Receiver], form: str) -> None:
    """As long as it asks for."""
    asked = "7200" if form == "seconds" else format_datetime(later(hours=2), usegmt=True)
    desk = one(url=receiver((429, {"Retry-After": asked}), 200).url)
    desk.deliver()

    assert desk.deliver(later(minutes=118)) == {}
    assert desk.deliver(later(minutes=121)) == {"o-0": ""}


def test_a_receiver_that_hangs(
    one: Callable[..., Desk], receiver: Callable[..., Receiver], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Is waited for as long as an attempt may take, and no longer; the others of the round do not wait behind it."""
    monkeypatch.setattr(delivery, "DEADLINE", 0.6)

    def hang() -> int:
        time.sleep(3)
        return 200

    desk = one(url=receiver(hang).url)
    post(desk, 6)
    begun = time.monotonic()
    results = desk.deliver()

    assert set(results.values()) == {"no answer within 0.6 seconds"}
    assert len(results) == 6
    assert time.monotonic() - begun < 2.5


def test_a_receiver_that_drips(one: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte now and then does not keep a worker beyond its time."""
    monkeypatch.setattr(delivery, "DEADLINE", 0.6)
    with dripping() as url:
        begun = time.monotonic()
        assert one(url=url).deliver() == {"o-0": "no answer within 0.6 seconds"}
        assert time.monotonic() - begun < 2.5


def test_nobody_listens(one: Callable[..., Desk]) -> None:
    """A refused connection is tried again; the error holds no address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    desk = one(url=f"http://127.0.0.1:{port}/token-that-is-secret")
    (error,) = desk.deliver().values()

    assert "ConnectError" in error
    assert "secret" not in error
    assert not the(desk).given_up


def test_certificates_are_checked(one: Callable[..., Desk], tmp_path: Path) -> None:
    """A server that proves to be nobody gets nothing."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-keyout", tmp_path / "key.pem", "-out", tmp_path / "cert.pem"], check=True, capture_output=True,
    )  # fmt: skip
    server = Receiver(200)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    server.server.socket = context.wrap_socket(server.server.socket, server_side=True)
    (error,) = one(url=server.url.replace("http", "https").replace("127.0.0.1", "localhost")).deliver().values()
    server.close()

    assert "certificate" in error
    assert server.got == []


def test_a_target_that_is_gone(one: Callable[..., Desk], receiver: Callable[..., Receiver]) -> None:
    """A letter to a target that the file names no longer fails and says so."""
    desk = one(url=receiver(200).url, name="other")

    assert desk.deliver() == {"o-0": "there is no target named hook any more"}


def test_it_is_given_up_after_a_day_and_can_be_tried_again(
    one: Callable[..., Desk], receiver: Callable[..., Receiver]
) -> None:
    """What could not be delivered is shown; a person may send it off once more."""
    desk = one(url=receiver(500, 200).url, name="hook")
    old = later(hours=-23.99)
    desk.store.post([Letter("o-old", "hook", old, old, the(desk).record.replace("o-0", "o-old"))])
    for letter in desk.store.claim(later(hours=-1), timedelta(0)):
        desk.store.settle(letter, error="x", next_at=next_attempt(letter, Attempt("x"), later(hours=0.1)))

    (lost,) = [letter for letter in desk.store.letters(waiting=False) if letter.given_up]
    assert (lost.id, lost.error) == ("o-old", "x")
    assert not desk.store.again("o-0", later())
    assert desk.store.again("o-old", datetime.now(UTC))
    assert desk.store.letters(waiting=False) == []
    desk.deliver()
    assert desk.deliver(later(minutes=2)) != {}
    assert all(letter.delivered_at for letter in desk.store.letters(delivered=True))


@given(
    attempts=st.integers(1, 60),
    since=st.timedeltas(timedelta(0), timedelta(days=2)),
    asked=st.none() | st.timedeltas(timedelta(0), timedelta(days=2)),
)
def test_pauses(attempts: int, since: timedelta, asked: timedelta | None) -> None:
    """Never at once, never later than a day after the first try, never before the receiver wants it."""
    letter = Letter("o", "hook", NOW, NOW, "", attempts)
    following = next_attempt(letter, Attempt("x", asked), NOW + since)

    if following is not None:
        pause = following - (NOW + since)
        assert timedelta(seconds=20) < pause
        assert pause >= (asked or timedelta(0))
        assert asked or pause <= timedelta(hours=2.5)
        assert following <= NOW + timedelta(days=1)
    else:
        assert since + max(timedelta(hours=2.5), asked or timedelta(0)) > timedelta(days=1)


def test_pauses_grow_and_differ() -> None:
    """Each is about twice the one before, and workers that failed together do not come back together."""
    pauses = [
        [next_attempt(Letter("o", "hook", NOW, NOW, "", n), Attempt("x"), NOW) for _ in range(20)] for n in (1, 2, 3, 4)
    ]
    means = [sum((each - NOW for each in some if each), timedelta()) / len(some) for some in pauses]

    assert means == sorted(means)
    assert all(len(set(some)) > 10 for some in pauses)


def test_several_workers_deliver_each_once(desks: Callable[..., Desk], receiver: Callable[..., Receiver]) -> None:
    """However many take from one outbox at the same time."""
    server = receiver(200)
    workers = [desks(url=server.url) for _ in range(3)]
    post(workers[0], 60)
    gate, results = threading.Barrier(3), []

    def work(worker: Desk) -> None:
        gate.wait()
        results.append(worker.deliver())

    threads = [threading.Thread(target=work, args=(worker,)) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [error for each in results for error in each.values() if error] == []
    assert sorted(got.key for got in server.got) == sorted(f"o-{i}" for i in range(60))
    assert sum(map(len, results)) == 60
    assert all(letter.attempts == 1 and letter.delivered_at for letter in workers[0].store.letters(delivered=True))


def test_a_lease_that_is_over_is_another_workers(desks: Callable[..., Desk]) -> None:
    """Whoever was too slow cannot mark what somebody else has taken meanwhile."""
    desk = desks(url="http://127.0.0.1:9/")
    post(desk, 1)
    (slow,) = desk.store.claim(later(), timedelta(minutes=1))
    assert desk.store.claim(later(seconds=30), timedelta(minutes=1)) == []
    (fast,) = desk.store.claim(later(seconds=90), timedelta(minutes=1))

    assert (slow.attempts, fast.attempts) == (1, 2)
    assert not desk.store.settle(slow, delivered_at=NOW)
    assert desk.store.settle(fast, delivered_at=NOW)
    assert not desk.store.settle(fast, error="too late")
    assert the(desk).delivered_at == NOW


WORKER = """
import sys
from pathlib import Path
from playbook.desk import Desk
from playbook.settings import Settings
Desk(Settings(Path(sys.argv[1]), database_url=sys.argv[2], notify=Path(sys.argv[3]))).deliver()
"""


def test_a_worker_that_is_killed(
    desks: Callable[..., Desk], receiver: Callable[..., Receiver], tmp_path: Path, database_url: str
) -> None:
    """Killed after it has sent and before it could note that: another one sends again, under the same key."""
    killed = threading.Event()

    def kill() -> int:
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        killed.set()
        return 200

    server = receiver(kill, 200)
    desk = desks(url=server.url)
    post(desk, 1)
    worker = subprocess.Popen([sys.executable, "-c", WORKER, tmp_path, database_url, tmp_path / "notify.yaml"])
    assert killed.wait(60)
    assert worker.returncode == -signal.SIGKILL
    assert the(desk).delivered_at is None
    assert desk.deliver() == {}  # the lease of the dead worker
    assert desk.deliver(later(minutes=2)) == {"o-0": ""}
    assert [got.key for got in server.got] == ["o-0", "o-0"]
    assert server.got[0].body == server.got[1].body


def test_mail_arrives(one: Callable[..., Desk]) -> None:
    """By SMTP, tried again where the server puts it off."""
    with mailbox() as (box, port):
        desk = one(**MAIL | {"name": "hook", "port": port, "starttls": False})
        box.refuses = 1
        assert "SMTPRecipientsRefused" in desk.deliver()["o-0"]
        assert desk.deliver(later(minutes=1)) == {"o-0": ""}
    (mail,) = box.mails
    assert str(make_header(decode_header(mail["Subject"]))) == "[심각] 사안이 상향 보고되었습니다"
    assert (mail["X-RcptTo"], mail["Message-ID"]) == ("a@example.com", "<o-0@example.com>")


def test_mail_is_not_sent_in_the_open(one: Callable[..., Desk]) -> None:
    """A server that cannot be spoken to securely gets nothing unless the file says so."""
    with mailbox() as (box, port):
        (error,) = one(**MAIL | {"name": "hook", "port": port}).deliver().values()

    assert "SMTP" in error
    assert box.mails == []


def test_jandi_is_asked_in_its_own_version(one: Callable[..., Desk], receiver: Callable[..., Receiver]) -> None:
    """Its header is needed, or it does not answer; no signature without a secret."""
    server = receiver(200)
    one(url=server.url, format="jandi").deliver()
    headers = server.got[0].headers

    assert headers["Accept"] == "application/vnd.tosslab.jandi-v2+json"
    assert "Playbook-Signature" not in headers


def test_the_courier_works_until_it_is_stopped(one: Callable[..., Desk], receiver: Callable[..., Receiver]) -> None:
    """It delivers by itself, survives a round that fails, and ends within a second."""
    server = receiver(200)
    desk = one(url=server.url)
    rounds: list[int] = []

    class Stumbling:
        def escalate_missed(self) -> None:
            rounds.append(len(rounds))
            if len(rounds) == 1:
                raise RuntimeError("the first round fails")

        def deliver(self) -> None:
            desk.deliver()

        def digest_day(self) -> None:
            return None

    courier = Courier(Stumbling(), pause=0.05)  # type: ignore[arg-type]
    courier.start()
    for _ in range(200):
        if server.got and len(rounds) > 2:
            break
        time.sleep(0.05)
    begun = time.monotonic()
    courier.stop()

    assert [got.key for got in server.got] == ["o-0"]
    assert time.monotonic() - begun < 1
    settled = len(rounds)
    time.sleep(0.2)
    assert len(rounds) == settled
