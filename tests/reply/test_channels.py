"""Channels: what each one allows, read strictly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from playbook.errors import RuleError
from playbook.records import CHANNELS
from playbook.reply.channels import THREADED, ChannelRules, read_channels

from .conftest import OWN_RULES, a_channel, write_yaml


def test_every_channel_is_described(channels: dict[str, ChannelRules]) -> None:
    """All of the closed list, each with a name in both languages and a note for people."""
    assert set(CHANNELS) == set(channels)
    assert all(rules.name.ko and rules.name.en and rules.note for rules in channels.values())


@pytest.mark.parametrize(
    ("channel", "limit", "unit"),
    [
        ("x", 280, "weighted"),
        ("threads", 500, "characters"),
        ("instagram", 2200, "utf16"),
        ("kakao_channel", 1000, "characters"),
        ("sms", 2000, "cp949_bytes"),
        ("google_play", 350, "characters"),
        ("email", None, "characters"),
    ],
)
def test_known_limits(channels: dict[str, ChannelRules], channel: str, limit: int | None, unit: str) -> None:
    """The limits that platforms publish."""
    assert (limit, unit) == (channels[channel].limit, channels[channel].unit)


@pytest.mark.parametrize("channel", ["kakao_channel", "sms", "email", "web_form"])
def test_private_channels(channels: dict[str, ChannelRules], channel: str) -> None:
    """Only the person asked reads the reply."""
    assert not channels[channel].public


@pytest.mark.parametrize("channel", ["x", "instagram", "google_play", "press", "community"])
def test_public_channels(channels: dict[str, ChannelRules], channel: str) -> None:
    """Strangers read the reply."""
    assert channels[channel].public


def test_threads_are_posted_where_they_are_usual() -> None:
    """Two channels number their posts."""
    assert {"x", "threads"} == THREADED


@pytest.mark.parametrize(
    ("length", "unit", "text"),
    [
        (10, "weighted", "안녕하세요"),
        (5, "characters", "안녕하세요"),
        (10, "cp949_bytes", "안녕하세요"),
        (2, "utf16", "😀"),
        (1, "characters", "😀"),
    ],
)
def test_length_is_counted_as_the_channel_counts(length: int, unit: str, text: str) -> None:
    """Weights, code points, UTF-16 units and bytes differ."""
    assert length == a_channel(limit=100, unit=unit).length(text)


def test_no_limit_is_no_bound() -> None:
    """A channel without a limit has nothing to fit."""
    assert a_channel().bound is None
    bound = a_channel(limit=3).bound
    assert bound is not None
    assert bound.fits("세 자")
    assert not bound.fits("네 글자")


def test_the_first_folder_wins(tmp_path: Path) -> None:
    """A company's own folder describes a channel anew and leaves the others."""
    own = {"name": {"ko": "우리 톡", "en": "Our talk"}, "public": False, "limit": 50, "manner": "short"}
    write_yaml(tmp_path / "channels.yaml", {"kakao_channel": own})
    read = read_channels([tmp_path, OWN_RULES])

    assert read["kakao_channel"].limit == 50
    assert read["x"].limit == 280


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ({"fax": {"name": {"ko": "팩스", "en": "Fax"}, "public": False, "manner": "short"}}, "no channel 'fax'"),
        ({"x": {"name": {"ko": "엑스"}, "public": True, "manner": "short"}}, "name.en"),
        ({"x": {"name": {"ko": "엑스", "en": "X"}, "public": True, "manner": "loud"}}, "manner"),
        ({"x": {"name": {"ko": "엑스", "en": "X"}, "public": True, "manner": "short", "unit": "pages"}}, "unit"),
        ({"x": {"name": {"ko": "엑스", "en": "X"}, "public": True, "manner": "short", "colour": 1}}, "colour"),
        ({}, "says nothing of x, threads"),
    ],
)
def test_a_wrong_channel_file_is_refused(tmp_path: Path, content: dict[str, Any], told: str) -> None:
    """The error names the channel and the field, or the channels that are missing."""
    write_yaml(tmp_path / "channels.yaml", content)
    with pytest.raises(RuleError, match=told):
        read_channels([tmp_path])


def test_no_channel_file_is_refused(tmp_path: Path) -> None:
    """Nothing falls back to a default."""
    with pytest.raises(RuleError, match="says nothing of x"):
        read_channels([tmp_path])
