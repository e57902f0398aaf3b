"""Server settings that monitoring needs, changed only after the user said so (decision: never by itself)."""

from __future__ import annotations

import re

from cpam_desktop.collector.runner import Target
from cpam_desktop.cpa import management
from cpam_desktop.domain.errors import WorkError
from cpam_desktop.net.latch import KeyLatch
from cpam_desktop.services.targets import client_of

LONGEST_RETENTION = 3600
_RETENTION = re.compile(
    r"""^(["']?)redis-usage-queue-retention-seconds\1[ \t]*:(?:[ \t][^\r\n#]*?)?(?=[ \t]*(?:\r?$|[ \t]#))""",
    re.MULTILINE,
)
"""The entry without the blanks and the comment behind it. In front of it nothing: nested ones are not meant."""


async def turn_on_statistics(target: Target, latch: KeyLatch) -> None:
    """`PUT usage-statistics-enabled`, then read it back; WorkError where the server did not keep it."""
    async with client_of(target, latch) as client:
        await management.set_usage_statistics(client, True)
        if not await management.usage_statistics(client):
            raise WorkError("the server did not keep usage-statistics-enabled", hint="Set it in its config.yaml.")


async def extend_retention(target: Target, latch: KeyLatch) -> None:
    """Set `redis-usage-queue-retention-seconds` to its longest in config.yaml; every other byte stays as it is.

    There is no route for this one value, so the file is read, one line changed, and written back whole.
    """
    async with client_of(target, latch) as client:
        text = await management.config_yaml(client)
        await management.put_config_yaml(client, with_retention(text, LONGEST_RETENTION))
        kept = await management.config(client)
        if kept.retention_seconds != LONGEST_RETENTION:
            raise WorkError("the server did not keep the new retention", hint="Set it in its config.yaml.")


def with_retention(text: str, seconds: int) -> str:
    """The YAML text with that one top-level value set, or added as a last line; every other byte stays."""
    line = f"redis-usage-queue-retention-seconds: {seconds}"
    changed, count = _RETENTION.subn(line, text)
    if count:
        return changed
    end = "\r\n" if "\r\n" in text else "\n"
    return f"{text}{'' if not text or text.endswith(chr(10)) else end}{line}{end}"
