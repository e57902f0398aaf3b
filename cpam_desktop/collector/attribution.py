"""Whose credential ran an attempt: snapshots from the server's auth files, by auth_index (decision 7).

Credentials that come from API keys in the configuration are not in auth-files; their events keep the masked key.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping

from cpam_desktop.cpa.management import AuthFile
from cpam_desktop.domain.events import Snapshot
from cpam_desktop.domain.redact import redact_text


class Attribution:
    """The newest snapshots; replaced as a whole, so a batch sees one consistent state."""

    def __init__(self) -> None:
        self.snapshots: Mapping[str, Snapshot] = {}

    def update(self, files: Iterable[AuthFile]) -> None:
        """Take over an answer of `GET auth-files`; a snapshot that says nothing new keeps its time."""
        now = time.time_ns()
        found: dict[str, Snapshot] = {}
        for file in files:
            if not file.auth_index:
                continue
            known = self.snapshots.get(file.auth_index)
            fresh = snapshot_of(file, known.taken_at_ns if known else now)
            found[file.auth_index] = known if known is not None and known == fresh else fresh
        self.snapshots = found


def snapshot_of(file: AuthFile, taken_at_ns: int) -> Snapshot:
    """Account (never a key), label, file, provider and project of one auth file."""
    account = file.account if file.account_type != "api_key" else ""
    account = account or file.email or redact_text(file.label) or file.name
    return Snapshot(
        account=redact_text(account),
        label=redact_text(file.label or file.name or file.email),
        file=file.name,
        provider=file.provider or file.type,
        project=file.project_id,
        taken_at_ns=taken_at_ns,
    )
