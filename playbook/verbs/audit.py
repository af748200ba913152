"""The verb ``audit``: the log, what it proves, and evidence packs."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from playbook.desk import Desk
from playbook.errors import InputError
from playbook.records import Person
from playbook.review.audit import Fault, sha256, without
from playbook.review.proof import Proof, anchor_of, prove
from playbook.verbs.listing import nothing
from playbook.verbs.who import operator, person_at


def audit(given: argparse.Namespace) -> int:
    """One act on the log."""
    if given.act == "verify" and given.pack:
        return _verify_pack(given)
    desk = Desk.open()
    try:
        return _ACTS[given.act](desk, given)
    finally:
        desk.close()


def _verify(desk: Desk, given: argparse.Namespace) -> int:
    """Whether log and rows hold; ends with 1 where they do not."""
    if given.key:
        raise InputError("--key is for an evidence pack; name one, as `playbook audit verify pack.zip --key …`.")
    found = desk.store.faults()
    if given.anchor:
        anchor = anchor_of(given.anchor)
        entry = desk.store.entry(anchor[0])
        found += without([entry] if entry else [], anchor)
    seq, digest = desk.store.head()
    if given.json:
        print(json.dumps({"entries": seq, "head": _anchor(seq, digest), "faults": _plain(found)}, ensure_ascii=False))
    else:
        print(f"{seq:,} entries, head {_anchor(seq, digest)}: {_counted(found)}")
        _print_faults(found)
    return int(bool(found))


def _verify_pack(given: argparse.Namespace) -> int:
    """What a pack proves, with nothing else at hand; ends with 1 where something does not hold."""
    proof = prove(Path(given.pack), anchor_of(given.anchor) if given.anchor else None, given.key)
    if given.json:
        plain = proof.model_dump(mode="json")
        print(json.dumps(plain | {"head": _anchor(proof.manifest.seq, proof.manifest.hash)}, ensure_ascii=False))
    else:
        _print_proof(proof, bool(given.key))
    return int(bool(proof.faults))


def _print_proof(proof: Proof, compared: bool) -> None:
    manifest = proof.manifest
    masked = ", personal data taken out" if manifest.masked else ""
    print(f"{manifest.subject}: made {manifest.made_at} by {manifest.program}{masked}")
    print(f"{proof.rows} rows; {proof.entries:,} entries, {proof.full:,} in full; "
          f"head {_anchor(manifest.seq, manifest.hash)}")  # fmt: skip
    advice = "" if compared else " (compare it with the one that the company has told you)"
    print(f"sealed with {proof.fingerprint}{advice}")
    print(_counted(proof.faults))
    _print_faults(proof.faults)


def _head(desk: Desk, given: argparse.Namespace) -> int:
    seq, digest = desk.store.head()
    if given.json:
        print(json.dumps({"head": _anchor(seq, digest), "fingerprint": desk.seal.fingerprint}))
    else:
        print(f"{_anchor(seq, digest)}\nseal {desk.seal.fingerprint}")
    return 0


def _log(desk: Desk, given: argparse.Namespace) -> int:
    each = None
    for each in desk.store.entries(given.subject):
        if given.json:
            print(each.model_dump_json())
        else:
            why = f" — {each.why}" if each.why else ""
            print(f"{each.seq:>6}  {each.at[:19]}Z  {each.by}  {each.verb}  {each.subject}{why}")
    if each is None:
        nothing(given, f"The log has nothing about {given.subject!r}." if given.subject else "The log is empty.")
    return 0


def _export(desk: Desk, given: argparse.Namespace) -> int:
    out = Path(given.output or f"{given.subject}.zip")
    content = desk.give_evidence(given.subject, _taker(desk, given), mask=given.mask)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise InputError(f"{out} cannot be written: {error.strerror or error}.") from error
    manifest = prove(out).manifest
    said = {"pack": str(out), "bytes": len(content), "sha256": sha256(content), "fingerprint": desk.seal.fingerprint,
            "head": _anchor(manifest.seq, manifest.hash)}  # fmt: skip
    if given.json:
        print(json.dumps(said, ensure_ascii=False))
    else:
        print(f"{out}: {len(content):,} bytes, SHA-256 {said['sha256']}, sealed with {desk.seal.fingerprint}")
    return 0


def _taker(desk: Desk, given: argparse.Namespace) -> Person:
    """Who takes a pack; whoever runs the program where nobody is named, as they can read the database."""
    return person_at(desk, given.by, given.password_file) if given.by else operator()


_ACTS: dict[str, Callable[[Desk, argparse.Namespace], int]] = {
    "verify": _verify, "head": _head, "log": _log, "export": _export
}  # fmt: skip


def _anchor(seq: int, digest: str) -> str:
    return f"{seq}:{digest}"


def _counted(faults: Sequence[Fault]) -> str:
    return f"{len(faults)} fault(s)" if faults else "everything is as it was written"


def _plain(faults: Sequence[Fault]) -> list[dict[str, object]]:
    return [fault.model_dump(mode="json") for fault in faults]


def _print_faults(faults: Sequence[Fault]) -> None:
    for fault in faults:
        print(f"  {fault.place}: {fault.what}")
