"""One window a user and configuration: a second start raises the first and ends (decision 11)."""

from __future__ import annotations

import getpass
import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_WAIT_MS = 500


class SingleWindow(QObject):
    """`claim()` once at the start; `raised` comes when another start found this one."""

    raised = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        """`folder` is the configuration folder: windows with different ones do not know each other."""
        super().__init__(parent)
        owner = f"{getpass.getuser()} {folder.resolve()}"
        self._name = f"cpam-desktop-{hashlib.sha256(owner.encode()).hexdigest()[:16]}"
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """Whether this is the first window; False after having told the one that is there."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if socket.waitForConnected(_WAIT_MS):
            socket.disconnectFromServer()
            return False
        QLocalServer.removeServer(self._name)  # what a crashed window left behind
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._connected)
        server.listen(self._name)  # where it cannot listen, a second window is better than none
        self._server = server
        return True

    def _connected(self) -> None:
        if self._server is not None:
            while self._server.hasPendingConnections():
                socket = self._server.nextPendingConnection()
                socket.disconnected.connect(socket.deleteLater)
                self.raised.emit()

    def release(self) -> None:
        """Stop listening: the next window is the first."""
        if self._server is not None:
            self._server.close()
            self._server = None
