from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cpam_desktop.domain.collecting import Mode
from cpam_desktop.domain.errors import InputError, WorkError
from cpam_desktop.domain.servers import ServerProfile
from cpam_desktop.store.profiles import ProfileFile

HOME = ServerProfile("u-1", "home", "http://127.0.0.1:8317")
WORK = ServerProfile("u-2", "work", "https://cpa.example", "/ca.pem", False, "direct", Mode.HTTP, "#2f6fed")


@pytest.fixture
def file(tmp_path: Path) -> ProfileFile:
    return ProfileFile(tmp_path / "config/profiles.json")


def test_no_file_is_no_profiles(file: ProfileFile) -> None:
    assert file.load() == []
    assert not file.path.exists()


def test_the_file_is_readable_json_without_keys_for_the_user_only(file: ProfileFile) -> None:
    assert file.change(lambda profiles: [*profiles, HOME, WORK]) == [HOME, WORK]
    assert file.load() == [HOME, WORK]
    assert json.loads(file.path.read_text()) == {
        "schema": 1,
        "profiles": [
            {
                "uuid": "u-1",
                "name": "home",
                "url": "http://127.0.0.1:8317",
                "tls": {"ca_file": "", "verify": True},
                "proxy": "",
                "mode": "auto",
                "colour": "",
            },
            {
                "uuid": "u-2",
                "name": "work",
                "url": "https://cpa.example",
                "tls": {"ca_file": "/ca.pem", "verify": False},
                "proxy": "direct",
                "mode": "http",
                "colour": "#2f6fed",
            },
        ],
    }
    assert file.path.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in file.path.parent.iterdir()) == ["profiles.json", "profiles.json.lock"]


def test_fields_of_a_later_version_survive_a_change(file: ProfileFile) -> None:
    file.path.parent.mkdir()
    file.path.write_text(
        json.dumps(
            {
                "schema": 1,
                "order": "name",
                "profiles": [
                    {"uuid": "u-1", "name": "old", "url": "http://h:1", "note": "rack 3", "tls": {"pin": "ab"}},
                    {"uuid": "u-9", "name": "gone", "url": "http://g:1", "note": "x"},
                ],
            }
        )
    )
    file.change(lambda profiles: [HOME, *(p for p in profiles if p.uid not in {"u-1", "u-9"})])
    kept = json.loads(file.path.read_text())
    assert kept["order"] == "name"
    assert len(kept["profiles"]) == 1
    assert kept["profiles"][0]["note"] == "rack 3"
    assert kept["profiles"][0]["tls"] == {"pin": "ab", "ca_file": "", "verify": True}
    assert kept["profiles"][0]["name"] == "home"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no JSON object"),
        ("{", "no JSON object"),
        ("[]", "no JSON object"),
        ('{"profiles": {}}', "`profiles` is no list"),
        ('{"schema": 2, "profiles": []}', "newer version"),
        ('{"profiles": [{"name": "x", "url": "http://h"}]}', "uuid"),
        ('{"profiles": [{"uuid": "1", "name": 5, "url": "http://h"}]}', "name"),
        ('{"profiles": [{"uuid": "1", "name": "x", "url": "http://h", "mode": "magic"}]}', "magic"),
        ('{"profiles": [{"uuid": "1", "name": "x", "url": "h"}, {"uuid": "1", "name": "y", "url": "h"}]}', "same uuid"),
    ],
)
def test_a_file_that_cannot_be_understood_is_reported_and_left_alone(file: ProfileFile, text: str, why: str) -> None:
    file.path.parent.mkdir()
    file.path.write_text(text)
    for attempt in (file.load, lambda: file.change(lambda profiles: [HOME])):
        with pytest.raises(WorkError) as caught:
            attempt()
        assert why in caught.value.detail
        assert str(file.path) in caught.value.detail
    assert file.path.read_text() == text


def test_what_an_edit_raises_changes_nothing(file: ProfileFile) -> None:
    file.change(lambda profiles: [HOME])

    def refuse(profiles: list[ServerProfile]) -> list[ServerProfile]:
        raise InputError("taken")

    with pytest.raises(InputError, match="taken"):
        file.change(refuse)
    assert file.load() == [HOME]


def test_a_linked_file_stays_linked(file: ProfileFile, tmp_path: Path) -> None:
    file.path.parent.mkdir()
    target = tmp_path / "dotfiles.json"
    target.write_text('{"profiles": []}')
    file.path.symlink_to(target)
    file.change(lambda profiles: [HOME])
    assert file.path.is_symlink()
    assert json.loads(target.read_text())["profiles"][0]["uuid"] == "u-1"


ADD_MANY = """
import sys
from pathlib import Path
from cpam_desktop.domain.servers import ServerProfile
from cpam_desktop.store.profiles import ProfileFile
file, who = ProfileFile(Path(sys.argv[1])), sys.argv[2]
for n in range(20):
    file.change(lambda ps: [*ps, ServerProfile(f"{who}-{n}", f"{who}-{n}", "http://h:1")])
"""


def test_processes_do_not_lose_each_others_changes(file: ProfileFile) -> None:
    running = [subprocess.Popen([sys.executable, "-c", ADD_MANY, str(file.path), who]) for who in ("a", "b")]
    assert [process.wait(60) for process in running] == [0, 0]
    assert {profile.uid for profile in file.load()} == {f"{who}-{n}" for who in ("a", "b") for n in range(20)}


def test_a_file_that_cannot_be_written_is_named(file: ProfileFile) -> None:
    file.path.with_name("profiles.json.lock").mkdir(parents=True)
    with pytest.raises(WorkError, match="cannot be saved") as caught:
        file.change(lambda profiles: [HOME])
    assert str(file.path) in caught.value.detail
