"""What a file is before anything is read from it: refused in words where it holds no events, and its fingerprint."""

from __future__ import annotations

import hashlib
from pathlib import Path

from cpam_desktop.domain.errors import InputError

HEAD = 4096
_SAMPLE = 64 * 1024
_UNPACK = "Unpack it and import the file inside; archives are never opened here."
_RECODE = "Save it as UTF-8 and import that."
_FOREIGN = (
    (b"PK\x03\x04", "a zip archive", _UNPACK),
    (b"PK\x05\x06", "an empty zip archive", _UNPACK),
    (b"\x1f\x8b", "compressed with gzip", _UNPACK),
    (b"BZh", "compressed with bzip2", _UNPACK),
    (b"\xfd7zXZ\x00", "compressed with xz", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (b"PAR1", "a Parquet file", "Import the JSONL export instead."),
    (b"\xff\xfe", "text in UTF-16", _RECODE),
    (b"\xfe\xff", "text in UTF-16", _RECODE),
    (b"\x00\x00\xfe\xff", "text in UTF-32", _RECODE),
    (b"{\x00", "text in UTF-16", _RECODE),
    (b"\x00{", "text in UTF-16", _RECODE),
    (b"[\x00", "text in UTF-16", _RECODE),
    (b"\x00[", "text in UTF-16", _RECODE),
)


def read_head(path: Path) -> bytes:
    """The first bytes of a regular file; InputError where it is none, or where its content cannot be events."""
    if not path.exists():
        raise InputError(f"there is no file {path}")
    if path.is_dir():
        raise InputError(f"{path} is a folder", hint="Name the files in it.")
    if not path.is_file():
        raise InputError(f"{path} is a pipe or a device", hint="Write what it gives into a file and import that.")
    with path.open("rb") as file:
        head = file.read(HEAD)
    for magic, what, hint in _FOREIGN:
        if head.startswith(magic):
            raise InputError(f"{path.name} is {what}", hint=hint)
    if head[257:262] == b"ustar":
        raise InputError(f"{path.name} is a tar archive", hint=_UNPACK)
    return head


def fingerprint(path: Path, form: str) -> str:
    """Changes whenever the file may have changed: its size, its time, its first and last 64 KiB, how it is read.

    A copy or a longer version of a file counts as another one: to start anew is slower, and never wrong.
    """
    digest = hashlib.sha256(form.encode())
    for part in (path, wal_of(path)):
        if part.is_file():
            state = part.stat()
            digest.update(f"|{state.st_size}|{state.st_mtime_ns}|".encode())
            with part.open("rb") as file:
                digest.update(file.read(_SAMPLE))
                file.seek(max(0, state.st_size - _SAMPLE))
                digest.update(file.read(_SAMPLE))
    return digest.hexdigest()


def wal_of(path: Path) -> Path:
    """Where SQLite keeps what it has not moved into the file yet."""
    return path.with_name(path.name + "-wal")
