"""The verb over people."""

from __future__ import annotations

from playbook.cli.options import Parser, Verbs, as_json, verb

ROLES = ("staff", "reviewer", "executive", "legal", "evaluator", "admin")
TEAMS = ("cs", "pr", "legal", "product", "security", "safety", "ir", "hr", "executive")


def declare(verbs: Verbs[Parser]) -> None:
    """Declare ``users``."""
    users = verb(verbs, "users", "accounts, and what they may do", "playbook users add kim --name 김하나 --role staff")
    acts = users.add_subparsers(dest="act", metavar="ACT", required=True)
    as_json(verb(acts, "list", "everybody with an account", "playbook users list"))
    add = verb(acts, "add", "make an account", "playbook users add kim --name 김하나 --role staff --team cs")
    add.add_argument("login", metavar="LOGIN", help="what they log in with: small letters and digits")
    add.add_argument("--name", required=True, metavar="NAME", help="who it is, in cases and signatures; never changes")
    add.add_argument("--email", default="", metavar="ADDRESS")
    grant = verb(acts, "grant", "add roles and teams", "playbook users grant kim --role reviewer")
    revoke = verb(acts, "revoke", "take roles and teams away", "playbook users revoke kim --role reviewer")
    disable = verb(acts, "disable", "take an account out of use, and log it out", "playbook users disable kim")
    enable = verb(acts, "enable", "take an account into use again", "playbook users enable kim")
    password = verb(acts, "password", "set a new password, to be changed at login", "playbook users password kim")
    unlock = verb(acts, "unlock", "open an account that wrong passwords have locked", "playbook users unlock kim")
    deputy = verb(acts, "deputy", "who may sign in somebody's place", "playbook users deputy kim 이두리")
    for each in (grant, revoke, disable, enable, password, unlock, deputy):
        each.add_argument("login", metavar="LOGIN", help="the login or the name")
    deputy.add_argument("deputy", nargs="?", default="", metavar="DEPUTY", help="login or name (default: nobody)")
    for each in (add, grant, revoke):
        each.add_argument("--role", action="append", default=[], choices=ROLES, help="may be given more than once")
        each.add_argument("--team", action="append", default=[], choices=TEAMS, help="a team they answer for")
        each.add_argument("--ceo", action="store_true", help="the chief executive; one at most")
    for each in (add, password):
        each.add_argument(
            "--password-file", metavar="FILE",
            help="its first line is the password (default: it is asked for; where nobody can answer, one is made)",
        )  # fmt: skip
    for each in (add, grant, revoke, disable, enable, password, unlock, deputy):
        each.add_argument("--why", default="", metavar="TEXT", help="the reason, for the audit log")
        as_json(each)
