"""Files that hold no events are refused in words; a fingerprint tells whether a file is still the same."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import tarfile
import zipfile
from pathlib import Path

import pytest

from cpam_desktop.domain.errors import InputError
from cpam_desktop.ingest.files import fingerprint, read_head
from cpam_desktop.ingest.importers import choose_importer
from tests.kit.history import wire


def _zipped(content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("events.jsonl", content)
    return file.getvalue()


def _tarred(content: bytes) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        entry = tarfile.TarInfo("events.jsonl")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return file.getvalue()


@pytest.mark.parametrize("form", ["auto", "jsonl", "json", "legacy", "sqlite"])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (_zipped(b"\x00" * 10_000_000), "a zip archive"),
        (gzip.compress(b"\x00" * 10_000_000), "compressed with gzip"),
        (bz2.compress(wire()), "compressed with bzip2"),
        (lzma.compress(wire()), "compressed with xz"),
        (_tarred(wire()), "a tar archive"),
        (wire().decode().encode("utf-16"), "text in UTF-16"),
        (wire().decode().encode("utf-16-be"), "text in UTF-16"),
        (b"PAR1....", "a Parquet file"),
    ],
    ids=["zip", "gzip", "bzip2", "xz", "tar", "utf-16", "utf-16 without a mark", "parquet"],
)
def test_what_is_no_text_is_refused_unopened(tmp_path: Path, form: str, content: bytes, said: str) -> None:
    path = tmp_path / "events.jsonl"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        choose_importer(path, form)
    assert caught.value.detail == f"events.jsonl is {said}"
    assert caught.value.hint


def test_only_files_are_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"there is no file .*missing"):
        read_head(tmp_path / "missing")
    with pytest.raises(InputError, match="is a folder"):
        read_head(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(InputError, match="is a pipe or a device"):
            read_head(tmp_path / "pipe")
    if Path("/dev/zero").exists():
        with pytest.raises(InputError, match="is a pipe or a device"):
            read_head(Path("/dev/zero"))


def test_a_fingerprint_changes_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"x" * 300_000)
    os.utime(path, ns=(1, 1_000_000_000))
    seen = {fingerprint(path, "jsonl")}
    assert seen == {fingerprint(path, "jsonl")}
    seen.add(fingerprint(path, "json"))
    with path.open("ab") as file:
        file.write(b"y")
    os.utime(path, ns=(1, 1_000_000_000))
    seen.add(fingerprint(path, "jsonl"))
    path.write_bytes(b"x" * 299_999 + b"zy")
    os.utime(path, ns=(1, 1_000_000_000))
    seen.add(fingerprint(path, "jsonl"))
    os.utime(path, ns=(1, 2_000_000_000))
    seen.add(fingerprint(path, "jsonl"))
    (tmp_path / "a.jsonl-wal").write_bytes(b"w")
    seen.add(fingerprint(path, "jsonl"))
    assert len(seen) == 6
