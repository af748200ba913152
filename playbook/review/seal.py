"""The seal of this desk: an Ed25519 signature (RFC 8032), which anybody can check who knows the public key."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from playbook.errors import SetupError
from playbook.review.keys import kept_key

FILE = "seal.key"
LENGTH = 32
"""Bytes of a key, private or public."""


class Seal:
    """A private key, and what others may know of it.

    Raises:
        SetupError: that is no such key.
    """

    def __init__(self, private: bytes) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        if len(private) != LENGTH:
            raise SetupError(f"The key of the seal has {len(private)} bytes, not {LENGTH}; put it back from a backup.")
        self._key = Ed25519PrivateKey.from_private_bytes(private)

    @classmethod
    def under(cls, home: Path) -> Seal:
        """The seal of a home folder, made when first needed.

        Raises:
            SetupError: its key cannot be read or made.
        """
        return cls(kept_key(home / FILE, _new))

    @property
    def public(self) -> bytes:
        """The public key, 32 bytes."""
        return self._key.public_key().public_bytes_raw()

    @property
    def fingerprint(self) -> str:
        """What the public key is told by."""
        return fingerprint(self.public)

    def sign(self, content: bytes) -> bytes:
        """The signature of this content, 64 bytes."""
        return self._key.sign(content)


def _new() -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate().private_bytes_raw()


def fingerprint(public: bytes) -> str:
    """SHA-256 of a public key, as SSH writes it."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(public).digest()).decode().rstrip("=")


def sealed(public: bytes, signature: bytes, content: bytes) -> bool:
    """Whether that is the signature of this content by the owner of that key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True
