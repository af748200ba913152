"""The verb over the audit log."""

from __future__ import annotations

from playbook.cli.options import Parser, Verbs, as_json, verb


def declare(verbs: Verbs[Parser]) -> None:
    """Declare ``audit``."""
    audit = verb(verbs, "audit", "the audit log and evidence packs", "playbook audit verify")
    acts = audit.add_subparsers(dest="act", metavar="ACT", required=True)
    verify = verb(
        acts, "verify", "prove that nothing was altered: the store, or an evidence pack, which needs no store",
        "playbook audit verify c-1a2b3c4d5e6f.zip --key SHA256:…",
    )  # fmt: skip
    verify.add_argument("pack", nargs="?", metavar="PACK", help="an evidence pack (default: the store)")
    verify.add_argument("--anchor", metavar="SEQ:HASH", help="an entry noted earlier, which has to be there still")
    verify.add_argument("--key", default="", metavar="FINGERPRINT", help="the key that the pack has to be sealed with")
    as_json(verify)
    as_json(verb(acts, "head", "the anchor of the log as it ends now, and the key of the seal", "playbook audit head"))
    log = verb(acts, "log", "what was done, by whom, when and why", "playbook audit log c-1a2b3c4d5e6f")
    log.add_argument("subject", nargs="?", metavar="SUBJECT", help="only of this case, issue, promise or account")
    as_json(log)
    export = verb(
        acts, "export", "all that is known of a case or an issue, sealed",
        "playbook audit export c-1a2b3c4d5e6f -o pack.zip --mask",
    )  # fmt: skip
    export.add_argument("subject", metavar="CASE|ISSUE")
    export.add_argument("-o", "--output", metavar="OUT.zip", help="where to write (default: SUBJECT.zip)")
    export.add_argument("--mask", action="store_true", help="take out personal data of the people who wrote")
    export.add_argument("--by", default="", metavar="NAME", help="who takes it (default: whoever is logged in here)")
    export.add_argument("--password-file", metavar="FILE", help="where there are accounts: a file with your password")
    as_json(export)
