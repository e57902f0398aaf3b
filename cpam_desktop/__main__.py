"""Entry point: no verb opens the window, `tour` runs it off screen; everything else stays free of Qt."""

from __future__ import annotations

import sys

from cpam_desktop.cli import main as cli
from cpam_desktop.store.paths import umask_private


def main() -> None:
    """Run the command line given in `sys.argv` and exit with its status."""
    umask_private()
    args = cli.parse(sys.argv[1:])
    raise SystemExit(cli.run(args))


if __name__ == "__main__":
    main()
