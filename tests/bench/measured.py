"""`python -m tests.bench.measured FILE VERB …`: runs the command line in this process, then writes its peak memory."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from cpam_desktop.cli import main

_STATUS = Path("/proc/self/status")


def peak_mb() -> float:
    """The most memory that this process had. Linux tells it since exec, where `getrusage` counts the parent's too."""
    if _STATUS.exists():
        line = next(line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024


if __name__ == "__main__":
    status = main.run(main.parse(sys.argv[2:]))
    Path(sys.argv[1]).write_text(str(peak_mb()), encoding="ascii")
    sys.exit(status)
