"""The configuration as a file: shown, checked and taken over as CPA does it (management-api.md 5.2, 5.3).

Of a file that is put, the single values of the first level and the management secret take effect. Lists and maps are
kept as text only: nothing in this product changes them through the file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from cpam_desktop.demo.auth_files import AUTH_DIR
from cpam_desktop.demo.gate import Access
from cpam_desktop.demo.yaml_text import yaml_text

MAX_WEIGHT = 1_000_000
_ENTRY = re.compile(r"""(["']?)([\w.-]+)\1:(?: +(.*))?$""")
_SECRET = re.compile(r"^( +secret-key: *)(\"[^\"\n]*\"|'[^'\n]*'|[^\s#]*)", re.MULTILINE)
_GO_TYPES = {bool: "bool", int: "int"}
_COMMENT = re.compile(r"(?:^|\s)#.*$")

Scalar = bool | int | str


class Rejected(Exception):
    """The file is not taken; nothing is written."""

    def __init__(self, status: int, code: str, message: str) -> None:
        self.status, self.code, self.message = status, code, message
        super().__init__(message)


def shown_file(text: str, config: Mapping[str, Any], access: Access, port: int) -> str:
    """The text that was put last while it still says what holds, else a new one; the secret is hashed."""
    if text:
        values = single_values(text)
        if all(config[name] == value for name, value in values.items() if name in config):
            return _SECRET.sub(lambda match: f'{match[1]}"{hashed(access.secret)}"', text, count=1)
    file: dict[str, Any] = {
        "host": "",
        "port": port,
        "auth-dir": AUTH_DIR,
        "remote-management": {
            "allow-remote": access.allow_remote,
            "secret-key": hashed(access.secret),
            "disable-control-panel": False,
        },
        **config,
    }
    return f"# Demo configuration\n{yaml_text(file)}"


def take_file(text: str, config: dict[str, Any], access: Access) -> None:
    """Check the file and let its values take effect; Rejected as CPA words it."""
    _check_form(text)
    values = single_values(text)
    kinds: dict[str, type] = {"port": int, **{name: type(value) for name, value in config.items()}}
    for name, value in values.items():
        kind = kinds.get(name)
        if kind in _GO_TYPES and type(value) is not kind:
            line = next(number for number, found, _ in _entries(text) if found == name)
            wrong = f"cannot unmarshal !!str `{value}` into {_GO_TYPES[kind]}"
            raise Rejected(400, "invalid_yaml", f"yaml: unmarshal errors:\n  line {line}: {wrong}")
    _check_weights(text)
    config.update({name: value for name, value in values.items() if name in config})
    if (secret := _SECRET.search(text)) and (plain := secret[2].strip("\"'")) != hashed(access.secret):
        access.secret = plain


def hashed(secret: str) -> str:
    """What stands in the file for a secret: the length and look of bcrypt."""
    return "$2a$10$" + hashlib.sha256(secret.encode()).hexdigest()[:53] if secret else ""


def single_values(text: str) -> dict[str, Scalar]:
    """The values of the first level that are no lists and no maps."""
    return {name: _scalar(rest) for _, name, rest in _entries(text) if rest and rest[0] not in "[{|>&*!"}


def _entries(text: str) -> Iterator[tuple[int, str, str]]:
    """Line number, name and the rest of the line, of the first level."""
    for number, line in enumerate(text.splitlines(), 1):
        if match := _ENTRY.match(line):
            yield number, match[2], _COMMENT.sub("", match[3] or "").strip()


def _scalar(text: str) -> Scalar:
    if text in ("true", "false"):
        return text == "true"
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


def _check_form(text: str) -> None:
    """Brackets that are never closed, no mapping at all, or one name twice."""
    lines = text.rstrip().splitlines()
    plain = re.sub(r"\"[^\"\n]*\"|'[^'\n]*'|(?:^|\s)#.*$", "", text, flags=re.MULTILINE)
    for opening, closing, words in (("[", "]", "',' or ']'"), ("{", "}", "node content")):
        if plain.count(opening) > plain.count(closing):
            raise Rejected(400, "invalid_yaml", f"yaml: line {len(lines)}: did not find expected {words}")
    seen: dict[str, int] = {}
    for number, name, _ in _entries(text):
        if name in seen:
            twice = f'line {number}: mapping key "{name}" already defined at line {seen[name]}'
            raise Rejected(400, "invalid_yaml", f"yaml: unmarshal errors:\n  {twice}")
        seen[name] = number
    if lines and not seen:
        wrong = f"cannot unmarshal !!str `{lines[0]}` into config.Config"
        raise Rejected(400, "invalid_yaml", f"yaml: unmarshal errors:\n  line 1: {wrong}")


def _check_weights(text: str) -> None:
    section, item = "", -1
    for line in text.splitlines():
        if match := _ENTRY.match(line):
            section, item = match[2], -1
        elif re.match(r"  - ", line):
            item += 1
        if (weight := re.match(r"[ -]+weight: (\d+)", line)) and int(weight[1]) > MAX_WEIGHT:
            words = f"{section}[{item}].weight: weight must not exceed {MAX_WEIGHT}"
            raise Rejected(422, "invalid_config", words)
