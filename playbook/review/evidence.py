"""Evidence packs: what the desk knows of one matter, sealed, for somebody who has nothing but the pack.

A pack is a ZIP archive of five files:

    case.json       every row of the case or issue, word for word as it stands in the store
    log.jsonl       the whole audit log; of what concerns others only digest and hash, by which the chain is followed
    page.html       the same for a person to read
    manifest.json   SHA-256 of these three, the head of the chain, the public key, and what made the pack when
    seal            Ed25519 signature of manifest.json, in base64

The digest of each row in case.json stands in the log, the log is a chain up to the head that the manifest names, and
the manifest is sealed. ``proof`` follows all of this. The same state makes the same pack, byte for byte.
"""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from playbook.records import Record
from playbook.review.audit import Link, canonical, sha256
from playbook.review.masking import masked
from playbook.review.seal import Seal

CASE, LOG, PAGE, MANIFEST, SEAL = "case.json", "log.jsonl", "page.html", "manifest.json", "seal"
FORMAT = 1
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time that all files of a pack have, so that nothing but the content decides its bytes."""


class Row(Record):
    """One row of the store."""

    key: str
    """Table and key."""
    digest: str
    """SHA-256 of the row as it stands in the store; the log says the same."""
    record: str | None = None
    """The row word for word; None where it may not be given out."""
    masked: str | None = None
    """What is left of it without personal data, where it is not given out as it is."""

    @property
    def shown(self) -> str:
        """What may be read of it."""
        return self.masked if self.record is None and self.masked is not None else self.record or "{}"


class Matter(Record):
    """The content of case.json."""

    subject: str
    subjects: tuple[str, ...]
    """Ids of the issue and of the cases whose entries in the log are given in full."""
    rows: tuple[Row, ...]


class Manifest(Record):
    """The content of manifest.json."""

    format: int = FORMAT
    program: str
    made_at: str
    """UTC, ISO 8601."""
    subject: str
    masked: bool
    """Personal data of the people who wrote to the company has been taken out."""
    seq: int
    """Number of the last entry of the log."""
    hash: str
    """Its hash."""
    files: dict[str, str]
    """SHA-256 of each file."""
    public_key: str
    """Ed25519, 32 bytes in base64."""


def matter(subject: str, subjects: Sequence[str], rows: Mapping[str, str], mask: bool) -> Matter:
    """Rows as they are given out.

    Args:
        subject: the case or issue.
        subjects: ids of the issue and of the cases.
        rows: what stands in the store, by table and key.
        mask: take personal data out; a row that has any is then given by its digest and what is left of it.
    """
    return Matter(
        subject=subject,
        subjects=tuple(subjects),
        rows=tuple(_row(key, record, mask) for key, record in rows.items()),
    )


def _row(key: str, record: str, mask: bool) -> Row:
    digest = sha256(record)
    content = json.loads(record)
    left = masked(content) if mask else content
    if left == content:
        return Row(key=key, digest=digest, record=record)
    return Row(key=key, digest=digest, masked=json.dumps(left, ensure_ascii=False))


class Made:
    """Who seals a pack when, and with which program."""

    def __init__(self, seal: Seal, at: datetime, program: str, mask: bool) -> None:
        self.seal, self.at, self.program, self.mask = seal, at, program, mask


def pack(given: Matter, log: Sequence[Link], head: tuple[int, str], page: str, made: Made) -> bytes:
    """The whole pack as a ZIP archive.

    Args:
        given: rows as they are given out.
        log: the whole log, of what concerns others only the links.
        head: number and hash of its last entry.
        page: the same for people.
        made: who seals it when.
    """
    files = {
        CASE: json.dumps(given.model_dump(exclude_none=True), ensure_ascii=False, indent=1).encode(),
        LOG: b"".join(canonical(each.model_dump()) + b"\n" for each in log),
        PAGE: page.encode(),
    }
    manifest = Manifest(
        program=made.program, made_at=made.at.astimezone(UTC).isoformat(timespec="seconds"), subject=given.subject,
        masked=made.mask, seq=head[0], hash=head[1], files={name: sha256(content) for name, content in files.items()},
        public_key=base64.b64encode(made.seal.public).decode(),
    )  # fmt: skip
    files[MANIFEST] = manifest.model_dump_json(indent=1).encode()
    files[SEAL] = base64.b64encode(made.seal.sign(files[MANIFEST])) + b"\n"
    return zipped(files)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files as a ZIP archive that depends on nothing but them and their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.external_attr = 0o644 << 16
            archive.writestr(info, content, zipfile.ZIP_DEFLATED, 6)
    return out.getvalue()
