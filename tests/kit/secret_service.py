"""A real Secret Service: gnome-keyring on a D-Bus of its own with its own HOME; nothing of the user's is touched."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import subprocess
import warnings
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import secretstorage

needs_secret_service = pytest.mark.skipif(
    not (shutil.which("gnome-keyring-daemon") and shutil.which("dbus-run-session")),
    reason="needs the Debian packages gnome-keyring and dbus-daemon",
)

# The daemon returns before it can be reached, and a call too early would start a second, locked one; so the address is
# told when the name has an owner. The bus lives until stdin is closed.
SCRIPT = """
printf 'pw\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
until dbus-send --session --print-reply --dest=org.freedesktop.DBus / \\
  org.freedesktop.DBus.GetNameOwner string:org.freedesktop.secrets >/dev/null 2>&1; do sleep 0.01; done
echo "$DBUS_SESSION_BUS_ADDRESS"
read -r _
"""


class SecretService:
    """What a test does to the service; `address` is its bus."""

    def __init__(self, address: str) -> None:
        self.address = address

    def lock(self) -> None:
        """Lock the keyring; nobody is there to unlock it, so that asking ends in "locked"."""
        with closing(secretstorage.dbus_init()) as connection:
            secretstorage.get_default_collection(connection).lock()

    @contextmanager
    def hanging(self) -> Generator[None]:
        """The daemon takes calls and answers none, as when it waits for the user."""
        pid = self._pid()
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)

    def stored(self, service: str) -> dict[str, str]:
        """user -> secret of every item of this service, read past the product."""
        with closing(secretstorage.dbus_init()) as connection:
            items = secretstorage.search_items(connection, {"service": service})
            return {item.get_attributes()["username"]: item.get_secret().decode() for item in items}

    def _pid(self) -> int:
        asked = subprocess.run(
            [
                *("dbus-send", "--session", "--print-reply=literal", "--dest=org.freedesktop.DBus", "/"),
                *("org.freedesktop.DBus.GetConnectionUnixProcessID", "string:org.freedesktop.secrets"),
            ],
            capture_output=True,
            text=True,
            check=True,
        )
        return int(asked.stdout.split()[-1])


@pytest.fixture
def secret_service(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SecretService]:
    """An unlocked, empty keyring that this process finds as its own."""
    home = tmp_path_factory.mktemp("home")
    runtime = home / "run"
    runtime.mkdir(mode=0o700)
    environment = {"HOME": str(home), "XDG_RUNTIME_DIR": str(runtime), "PATH": os.environ["PATH"]}
    session = subprocess.Popen(
        ["dbus-run-session", "--", "sh", "-c", SCRIPT],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with session:
        assert session.stdout is not None
        address = session.stdout.readline().strip()
        assert address.startswith("unix:"), "the bus did not start"
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
        yield SecretService(address)
        with warnings.catch_warnings():
            # keyring leaves its connection to the collector when a keyring is locked
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()
        session.communicate()


@pytest.fixture
def no_keyring(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without a session bus."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
