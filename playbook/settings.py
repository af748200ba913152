"""All settings, and the only place that reads the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import urlsplit

from playbook.errors import SetupError

PACKAGE = Path(__file__).resolve().parent

LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""Hosts that only this machine reaches."""
Login = Literal["auto", "on", "off"]
_UNITS = {"s": timedelta(seconds=1), "m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}

QUIET = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "ANONYMIZED_TELEMETRY": "False",
    "LANGSMITH_TRACING": "false",
    "LANGSMITH_TRACING_V2": "false",
    "TOKENIZERS_PARALLELISM": "false",
}
"""Switches that keep libraries from calling home; set before any of them is imported."""
LEAN = {"GRADIO_ANALYTICS_CACHE_FREQUENCY": str(10**9)}
"""Switches that spare work which nobody reads: Gradio sums up its last 10,000 events after each event."""


def data_folder(name: str) -> Path:
    """Where ``knowledge`` or ``rules`` is: inside the installed package, or beside it in a checkout.

    Raises:
        SetupError: neither is there.
    """
    for candidate in (PACKAGE / name, PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise SetupError(f"The folder {name!r} is missing beside {PACKAGE}. Install playbook again.")


@dataclass(frozen=True)
class Settings:
    """What a company may set; every field has a default that works with no network and no key."""

    home: Path
    """Folder of index and cases. ``PLAYBOOK_HOME``; default ``~/.local/share/playbook``."""
    encoder: str | None = None
    """Name or path of a sentence-transformers model. ``PLAYBOOK_ENCODER``; default the one that ships."""
    llm: str | None = None
    """``provider:model`` as LangChain's ``init_chat_model`` takes it. ``PLAYBOOK_LLM``; default none."""
    database_url: str | None = None
    """SQLAlchemy URL. ``PLAYBOOK_DATABASE_URL``; default SQLite under home."""
    chroma_url: str | None = None
    """URL of a Chroma server. ``PLAYBOOK_CHROMA_URL``; default embedded under home."""
    rules: tuple[Path, ...] = ()
    """Rule folders laid over ours, first wins. ``PLAYBOOK_RULES``, separated as in PATH."""
    knowledge: tuple[Path, ...] = ()
    """Further card folders. ``PLAYBOOK_KNOWLEDGE``, separated as in PATH."""
    notify: Path | None = None
    """File that names where notifications go, as ``docs/notify.md`` says. ``PLAYBOOK_NOTIFY``; default nowhere."""
    login: Login = "auto"
    """Whether the web app asks who you are: ``on``, ``off``, or ``auto``, which does where there are accounts or
    others can reach it. ``PLAYBOOK_LOGIN``; default ``auto``."""
    url: str | None = None
    """Address of the web app as people type it, as ``https://playbook.example.com``. ``PLAYBOOK_URL``; default the
    address it is asked by."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses or networks whose X-Forwarded-For and X-Forwarded-Proto are believed. ``PLAYBOOK_TRUSTED_PROXIES``,
    separated by commas; default none."""
    session_idle: timedelta = timedelta(hours=8)
    """How long somebody stays logged in without doing anything, as ``30m``, ``8h`` or ``7d``.
    ``PLAYBOOK_SESSION_IDLE``; default ``8h``."""
    session_life: timedelta = timedelta(days=7)
    """How long somebody stays logged in at the most. ``PLAYBOOK_SESSION_LIFE``; default ``7d``."""
    refresh: timedelta = timedelta(seconds=10)
    """How often an open page looks at the desk anew, ``2s`` to ``20s``: more often shows the work of others sooner,
    less often spares a small machine with many people. ``PLAYBOOK_REFRESH``; default ``10s``."""
    oidc_issuer: str | None = None
    """Issuer of the organisation's login (OpenID Connect), as ``https://login.example.com/realms/company``.
    ``PLAYBOOK_OIDC_ISSUER``; default none."""
    oidc_client_id: str | None = None
    """What Playbook is called there. ``PLAYBOOK_OIDC_CLIENT_ID``."""
    oidc_client_secret: str | None = field(default=None, repr=False)
    """Its secret there. ``PLAYBOOK_OIDC_CLIENT_SECRET``; default none, as a public client."""
    oidc_name: str | None = None
    """What the button for it says. ``PLAYBOOK_OIDC_NAME``; default the host of the issuer."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read ``PLAYBOOK_*`` and quiet the libraries.

        Raises:
            SetupError: an unknown ``PLAYBOOK_`` name, a folder that does not exist, or a value that means nothing.
        """
        values = os.environ if environment is None else environment
        known = {each.name.upper() for each in fields(cls)}
        for name in values:
            if name.startswith("PLAYBOOK_") and name.removeprefix("PLAYBOOK_") not in known:
                accepted = ", ".join(f"PLAYBOOK_{k}" for k in sorted(known))
                raise SetupError(f"Unknown setting {name}; known are {accepted}.")
        home = Path(values.get("PLAYBOOK_HOME") or Path.home() / ".local/share/playbook").expanduser()
        if home.exists() and not home.is_dir():
            raise SetupError(f"PLAYBOOK_HOME is {str(home)!r}, which is a file; name a folder.")
        settings = cls(
            home=home,
            encoder=values.get("PLAYBOOK_ENCODER") or None,
            llm=values.get("PLAYBOOK_LLM") or None,
            database_url=values.get("PLAYBOOK_DATABASE_URL") or None,
            chroma_url=values.get("PLAYBOOK_CHROMA_URL") or None,
            rules=_folders("PLAYBOOK_RULES", values),
            knowledge=_folders("PLAYBOOK_KNOWLEDGE", values),
            notify=_file("PLAYBOOK_NOTIFY", values),
            login=_login(values.get("PLAYBOOK_LOGIN") or "auto"),
            url=_address("PLAYBOOK_URL", values),
            trusted_proxies=_networks("PLAYBOOK_TRUSTED_PROXIES", values),
            session_idle=_duration("PLAYBOOK_SESSION_IDLE", values, cls.session_idle),
            session_life=_duration("PLAYBOOK_SESSION_LIFE", values, cls.session_life),
            refresh=_duration("PLAYBOOK_REFRESH", values, cls.refresh),
            oidc_issuer=_address("PLAYBOOK_OIDC_ISSUER", values),
            oidc_client_id=values.get("PLAYBOOK_OIDC_CLIENT_ID") or None,
            oidc_client_secret=values.get("PLAYBOOK_OIDC_CLIENT_SECRET") or None,
            oidc_name=values.get("PLAYBOOK_OIDC_NAME") or None,
        )
        if not timedelta(seconds=2) <= settings.refresh <= timedelta(seconds=20):
            raise SetupError(f"PLAYBOOK_REFRESH is {values['PLAYBOOK_REFRESH']!r}; write 2s to 20s.")
        issuer = urlsplit(settings.oidc_issuer or "")
        if issuer.scheme == "http" and issuer.hostname not in LOOPBACK:
            raise SetupError(f"PLAYBOOK_OIDC_ISSUER is {settings.oidc_issuer!r}; who somebody is goes over https only.")
        if bool(settings.oidc_issuer) != bool(settings.oidc_client_id):
            missing = "PLAYBOOK_OIDC_CLIENT_ID" if settings.oidc_issuer else "PLAYBOOK_OIDC_ISSUER"
            raise SetupError(f"The organisation's login needs its issuer and a client id; {missing} is not set.")
        if environment is None:
            for name, value in (QUIET | LEAN).items():
                os.environ.setdefault(name, value)
            if settings.encoder is None:
                os.environ.setdefault("HF_HUB_OFFLINE", "1")
        return settings


def _file(name: str, values: Mapping[str, str]) -> Path | None:
    path = Path(values[name]).expanduser() if values.get(name) else None
    if path is not None and not path.is_file():
        raise SetupError(f"{name} names {str(path)!r}, which is not a file.")
    return path


def _folders(name: str, values: Mapping[str, str]) -> tuple[Path, ...]:
    folders = tuple(Path(part).expanduser() for part in values.get(name, "").split(os.pathsep) if part)
    for folder in folders:
        if not folder.is_dir():
            raise SetupError(f"{name} names {str(folder)!r}, which is not a folder.")
    return folders


def _login(value: str) -> Login:
    for login in get_args(Login):
        if value == login:
            return login  # type: ignore[no-any-return]
    raise SetupError(f"PLAYBOOK_LOGIN is {value!r}; use one of {', '.join(get_args(Login))}.")


def _address(name: str, values: Mapping[str, str]) -> str | None:
    value = values.get(name, "").rstrip("/")
    if not value:
        return None
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise SetupError(f"{name} is {value!r}; write an address as https://playbook.example.com.")
    return value


def _networks(name: str, values: Mapping[str, str]) -> tuple[str, ...]:
    networks = tuple(filter(None, re.split(r"[,\s]+", values.get(name, ""))))
    for network in networks:
        try:
            ip_network(network)
        except ValueError as error:
            raise SetupError(f"{name} names {network!r}; write addresses or networks, as 10.0.0.0/8.") from error
    return networks


def _duration(name: str, values: Mapping[str, str], default: timedelta) -> timedelta:
    value = values.get(name)
    if not value:
        return default
    found = re.fullmatch(r"([1-9][0-9]{0,4})([smhd])", value)
    if not found:
        raise SetupError(f"{name} is {value!r}; write it as 10s, 30m, 8h or 7d.")
    return int(found[1]) * _UNITS[found[2]]
