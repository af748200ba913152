"""What a monitor asks for, in the text format of Prometheus; no text, no name and no address of anybody."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import get_args

from fastapi import APIRouter, Request, Response
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playbook import Desk
from playbook.records import CaseState
from playbook.settings import LOOPBACK
from playbook.web.gate import KEY


class _Cases(Collector):
    """Cases as they stand when somebody asks."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def collect(self) -> Iterator[GaugeMetricFamily]:
        standing, now = self._desk.store.standing(), datetime.now(UTC)
        cases = GaugeMetricFamily("playbook_cases", "Cases in each state", labels=["state"])
        oldest = GaugeMetricFamily(
            "playbook_oldest_case_seconds", "Age of the oldest case in each state", labels=["state"]
        )
        for state in get_args(CaseState):
            cases.add_metric([state], standing[state].cases if state in standing else 0)
            if state in standing:
                since = standing[state].oldest
                since = since if since.tzinfo else since.replace(tzinfo=UTC)
                oldest.add_metric([state], max(0.0, (now - since).total_seconds()))
        yield cases
        yield oldest


class Metrics:
    """Figures of one web process."""

    def __init__(self, desk: Desk) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(_Cases(desk))
        self.requests = Counter("playbook_requests", "Requests answered", ["method", "status"], registry=self._registry)
        self.seconds = Histogram(
            "playbook_request_seconds", "Time until an answer begins", registry=self._registry,
            buckets=(0.005, 0.02, 0.1, 0.5, 2, 10),
        )  # fmt: skip
        self.router = APIRouter()
        self.router.add_api_route("/metrics", self.show, methods=["GET"], response_model=None)

    def show(self, request: Request) -> Response:
        """All figures, for an admin or for a monitor on this machine."""
        if not _may_read(request):
            return Response("An admin may read this, or a monitor on this machine.", 403)
        return Response(generate_latest(self._registry), headers={"Content-Type": CONTENT_TYPE_LATEST})


class Counted:
    """Counts requests."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and note how it was answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        method = scope["method"] if scope["method"] in ("GET", "POST", "HEAD") else "other"

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._metrics.requests.labels(method, f"{message['status'] // 100}xx").inc()
                self._metrics.seconds.observe(time.perf_counter() - began)
            await send(message)

        await self._app(scope, receive, counted)


def from_here(scope: Scope) -> bool:
    """Whether a request comes from this machine, and from no proxy on it."""
    client = scope.get("client")
    forwarded = any(name in (b"x-forwarded-for", b"forwarded", b"x-real-ip", b"via") for name, _ in scope["headers"])
    return client is not None and client[0] in LOOPBACK and not forwarded


def _may_read(request: Request) -> bool:
    visitor = request.scope.get(KEY)
    admin = visitor is not None and visitor.account is not None and "admin" in visitor.account.roles
    return admin or from_here(request.scope)
