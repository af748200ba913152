"""Keys: made once, for the program alone, and never without saying so."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest

from playbook.errors import SetupError
from playbook.review.keys import kept_key
from playbook.review.seal import Seal, fingerprint, sealed


def test_a_key_is_made_once(tmp_path: Path) -> None:
    """Sixteen at once get the same one, in a file that nobody else may read, and nothing is left beside it."""
    gate, made, found = threading.Barrier(16), [], []

    def make() -> bytes:
        made.append(1)
        return bytes([len(made)]) * 32

    def ask() -> None:
        gate.wait()
        found.append(kept_key(tmp_path / "home" / "a.key", make))

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(found)) == 1
    assert len(found) == 16
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["a.key"]
    assert stat.S_IMODE((tmp_path / "home" / "a.key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("content", "mode", "said"),
    [(b"x" * 32, 0o644, "chmod 600"), (b"x" * 32, 0o640, "chmod 600"), (b"", 0o600, "empty"), (b"x", 0o600, "1 bytes")],
)
def test_a_key_that_cannot_be_trusted_is_refused(tmp_path: Path, content: bytes, mode: int, said: str) -> None:
    """And not replaced by a new one."""
    (tmp_path / "seal.key").write_bytes(content)
    (tmp_path / "seal.key").chmod(mode)

    with pytest.raises(SetupError, match=said):
        Seal.under(tmp_path)
    assert (tmp_path / "seal.key").read_bytes() == content


def test_a_key_needs_a_folder(tmp_path: Path) -> None:
    """A home that is a file says so."""
    (tmp_path / "home").write_text("")

    with pytest.raises(SetupError, match=r"seal\.key"):
        Seal.under(tmp_path / "home")


def test_a_seal_is_of_its_key_and_content() -> None:
    """Another content, key or signature does not pass."""
    one, other = Seal(b"1" * 32), Seal(b"2" * 32)
    signature = one.sign(b"content")

    assert sealed(one.public, signature, b"content")
    for public, signed, content in (
        (other.public, signature, b"content"), (one.public, signature, b"content "), (b"", signature, b"content"),
        (one.public, signature[:-1], b"content"), (one.public, b"", b"content"), (one.public[:31], signature, b""),
    ):  # fmt: skip
        assert not sealed(public, signed, content)
    assert one.fingerprint == fingerprint(one.public) != other.fingerprint
    assert one.fingerprint.startswith("SHA256:")
