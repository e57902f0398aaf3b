#!/usr/bin/env bash
# Looks whether Qt's X11 plugin finds its libraries, before Qt itself dies with a riddle.
set -euo pipefail
[ "$(uname)" = Linux ] && [ -n "${DISPLAY:-}" ] && command -v ldd >/dev/null || exit 0

cd "$(dirname "$0")/.."
plugin=$(.venv/bin/python -c 'import PySide6, pathlib; print(pathlib.Path(PySide6.__path__[0]) / "Qt/plugins/platforms/libqxcb.so")')
missing=$(ldd "$plugin" | awk '/not found/ { print $1 }' | sort -u | paste -sd ' ')
[ -n "$missing" ] || exit 0
echo "Qt cannot open a window yet; libraries missing: $missing" >&2
exec packaging/system.sh need xcb
