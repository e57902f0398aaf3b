"""A process that opens one window and tells when it was painted: `bare` (an empty PySide6 widget) or `ours`.

`argv[1]` is which, `argv[2]` the wall-clock time at which the parent started this process.
"""

from __future__ import annotations

import sys
import time


def bare() -> float:
    """The least that a PySide6 program does: application, widget, paint."""
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QWidget

    class Empty(QWidget):
        painted = 0.0

        def paintEvent(self, event: QPaintEvent) -> None:
            self.painted = self.painted or time.time()
            application.quit()

    application = QApplication([])
    window = Empty()
    window.resize(1440, 900)
    window.show()
    application.exec()
    return window.painted


def ours() -> float:
    """The real window up to its first paint, as `run_window` makes it."""
    from cpam_desktop.ui.app import Options, Program, make_application
    from cpam_desktop.ui.preferences import Preferences
    from cpam_desktop.ui.qasync_compat import make_loop

    preferences = Preferences(size=(1440, 900))
    application = make_application(preferences)
    loop = make_loop(application)
    painted: list[float] = []

    async def main() -> None:
        program = Program(Options(saved=False), preferences, None)
        first = loop.create_future()
        program.window.painted.connect(lambda: first.done() or first.set_result(time.time()))
        program.window.show()
        painted.append(await first)
        await program.close()

    loop.run_until_complete(main())
    return painted[0]


if __name__ == "__main__":
    end = bare() if sys.argv[1] == "bare" else ours()
    print((end - float(sys.argv[2])) * 1000)
