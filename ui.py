"""Serve the page from a checkout: ``python ui.py [--host 127.0.0.1] [--port 7860] [--login]``."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace

from playbook.errors import PlaybookError
from playbook.settings import Settings


def main() -> int:
    """Read the arguments and serve until interrupted."""
    parser = argparse.ArgumentParser(description="Serve the Playbook page.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=7860, help="port to listen on (default: 7860)")
    parser.add_argument("--login", action="store_true", help="ask who people are, here too")
    given = parser.parse_args()
    try:
        settings = Settings.from_environment()  # quiets the libraries before they are imported
        from playbook.web.serve import serve

        serve(replace(settings, login="on") if given.login else settings, given.host, given.port)
    except PlaybookError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
