"""`profiles.json`: the saved servers, without their keys.

`{"schema": 1, "profiles": [{uuid, name, url, tls: {ca_file, verify}, proxy, mode, colour}]}`. Every change reads the
file anew under a lock between processes, keeps the fields it does not know, writes beside it and renames. A file that
cannot be understood is reported and never written over.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import msgspec

from cpam_desktop.domain.collecting import Mode
from cpam_desktop.domain.errors import WorkError
from cpam_desktop.domain.servers import ServerProfile
from cpam_desktop.net.filelock import locked
from cpam_desktop.store.paths import make_private

SCHEMA = 1
Fields = dict[str, Any]


class _Tls(msgspec.Struct, frozen=True):
    ca_file: str = ""
    verify: bool = True


class _Entry(msgspec.Struct, frozen=True):
    uuid: str
    name: str
    url: str
    tls: _Tls = _Tls()
    proxy: str = ""
    mode: Mode = Mode.AUTO
    colour: str = ""


class ProfileFile:
    """Reads and changes one `profiles.json`; calls block for the disk and, briefly, for other processes."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> list[ServerProfile]:
        """The profiles in the file's order, none where there is no file; WorkError where it cannot be understood."""
        return self._profiles(self._read())

    def change(self, edit: Callable[[list[ServerProfile]], list[ServerProfile]]) -> list[ServerProfile]:
        """Replace the profiles by `edit(profiles)` as one step against other processes; what `edit` raises, passes."""
        make_private(self.path.parent)
        try:
            with locked(self.path.with_name(f"{self.path.name}.lock")):
                document = self._read()
                changed = edit(self._profiles(document))
                self._write(_merged(document, changed))
        except OSError as error:
            raise WorkError(f"{self.path} ({error.strerror})", title="The server profiles cannot be saved") from error
        return changed

    def _read(self) -> Fields:
        try:
            text = self.path.read_bytes()
        except FileNotFoundError:
            return {"schema": SCHEMA, "profiles": []}
        except OSError as error:
            raise self._unusable(error.strerror or "it cannot be read") from error
        try:
            document: Fields = msgspec.json.decode(text, type=dict[str, Any])
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise self._unusable(f"it is no JSON object: {error}") from error
        if document.get("schema", SCHEMA) != SCHEMA:
            raise self._unusable("it was written by a newer version of this program")
        if not isinstance(document.setdefault("profiles", []), list):
            raise self._unusable("`profiles` is no list")
        return document

    def _profiles(self, document: Fields) -> list[ServerProfile]:
        try:
            entries = msgspec.convert(document["profiles"], list[_Entry])
        except msgspec.ValidationError as error:
            raise self._unusable(str(error)) from error
        if len({entry.uuid for entry in entries}) < len(entries):
            raise self._unusable("two profiles have the same uuid")
        return [
            ServerProfile(e.uuid, e.name, e.url, e.tls.ca_file, e.tls.verify, e.proxy, e.mode, e.colour)
            for e in entries
        ]

    def _write(self, document: Fields) -> None:
        target = self.path.resolve()  # a linked file stays linked
        draft = target.with_name(f"{target.name}.{os.getpid()}.new")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n")
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
        finally:
            with contextlib.suppress(FileNotFoundError):
                draft.unlink()

    def _unusable(self, why: str) -> WorkError:
        return WorkError(
            f"{self.path}: {why}",
            title="The server profiles cannot be read",
            hint="Mend the file or move it away; it was left as it is.",
        )


def _merged(document: Fields, profiles: list[ServerProfile]) -> Fields:
    before = {str(entry["uuid"]): entry for entry in cast(list[Fields], document["profiles"])}
    return {**document, "profiles": [_with_unknown(before.get(p.uid, {}), _entry(p)) for p in profiles]}


def _entry(profile: ServerProfile) -> Fields:
    tls = _Tls(profile.ca_file, profile.verify)
    entry = _Entry(profile.uid, profile.name, profile.url, tls, profile.proxy, profile.mode, profile.colour)
    return cast(Fields, msgspec.to_builtins(entry))


def _with_unknown(old: Fields, new: Fields) -> Fields:
    tls = {**cast(Fields, old.get("tls", {})), **cast(Fields, new["tls"])}
    return {**old, **new, "tls": tls}
