"""Verbs over guidelines, precedents, rules and scenarios."""

from __future__ import annotations

from playbook.cli.options import KINDS, PASSAGES, STANCES, TOPICS, Parser, Verbs, as_json, verb


def declare(verbs: Verbs[Parser]) -> None:
    """Declare ``search``, ``knowledge``, ``rules`` and ``eval``."""
    search = verb(
        verbs, "search", "find guidelines and precedents", 'playbook search "소문이 돌 때 어떻게 답하나" -k 3'
    )
    search.add_argument("query", metavar="QUERY", help="a question, or - for JSON Lines of {id, query}")
    search.add_argument("-k", type=int, default=5, metavar="N", help="how many (default 5)")
    search.add_argument("--kind", choices=PASSAGES, help="only passages of this kind")
    search.add_argument("--topic", choices=TOPICS, help="only passages that serve this topic")
    search.add_argument("--stance", choices=STANCES, help="only passages that serve this stance")
    search.add_argument("--message-kind", choices=KINDS, help="only passages that serve this kind of message")
    as_json(search)

    knowledge = verb(verbs, "knowledge", "the cards of the library", "playbook knowledge show case:emart-beef-2010")
    acts = knowledge.add_subparsers(dest="act", metavar="ACT", required=True)
    as_json(verb(acts, "list", "all cards", "playbook knowledge list"))
    show = verb(acts, "show", "one passage or card", "playbook knowledge show guideline:ceo-complaint-tips-5")
    show.add_argument("id", metavar="ID")
    as_json(show)
    add = verb(acts, "add", "take in documents of your own", "playbook knowledge add manual.docx statements/")
    add.add_argument("paths", nargs="+", metavar="PATH", help="Markdown, text, HTML, DOCX, PDF, or a folder of them")
    add.add_argument("--kind", choices=PASSAGES, default="guideline", help="what they are (default: guideline)")
    add.add_argument("--expires", metavar="DAY", help="last day on which they hold, as 2027-03-31")
    add.add_argument("--show", type=int, default=20, metavar="N", help="passages of each to show (default 20)")
    add.add_argument("--dry-run", action="store_true", help="show what would be added, and stop")
    add.add_argument("--yes", action="store_true", help="do not ask (nothing is asked where nobody can answer)")
    remove = verb(acts, "remove", "take cards of your own out again", "playbook knowledge remove manual")
    remove.add_argument("ids", nargs="+", metavar="ID")
    as_json(verb(acts, "gaps", "messages that no guidance covers", "playbook knowledge gaps"))
    verb(acts, "index", "build the index now, going on where it stopped", "playbook knowledge index")
    as_json(verb(acts, "check", "prove that cards, citations and sources hold together", "playbook knowledge check"))

    rules = verb(verbs, "rules", "the rule files", "playbook rules explain stance.rumor")
    ruling = rules.add_subparsers(dest="act", metavar="ACT", required=True)
    as_json(verb(ruling, "check", "validate every file and run the examples of every signal", "playbook rules check"))
    explain = verb(
        ruling, "explain", "what a rule or signal does and what proves it", "playbook rules explain stance.rumor"
    )
    explain.add_argument("id", metavar="ID")
    as_json(explain)

    evaluate = verb(verbs, "eval", "scenario tests", "playbook eval complaints --report report.html")
    evaluate.add_argument(
        "suites", nargs="*", metavar="SUITE", help="suite names or YAML files (default: all that ship)"
    )
    evaluate.add_argument("--report", metavar="OUT.html")
    evaluate.add_argument("--junit", metavar="OUT.xml")
    evaluate.add_argument("--baseline", metavar="FILE", help="a JSON report of before: says what got better or worse")
    evaluate.add_argument("--errors", action="store_true", help="show each wrong field with the rules that decided")
    as_json(evaluate)
