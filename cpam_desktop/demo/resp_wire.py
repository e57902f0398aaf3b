"""The RESP2 wire: requests in, replies out. Only what CPA speaks."""

from __future__ import annotations

from collections.abc import Sequence

MAX_ARGUMENTS = 1024
MAX_LENGTH = 1 << 20
NULL_BULK = b"$-1\r\n"
OK = b"+OK\r\n"


class ProtocolError(Exception):
    """The bytes are no RESP request."""


class _Incomplete(Exception):
    """More bytes are needed."""


class RequestReader:
    """Cuts arriving bytes into requests: arrays of bulk, simple or integer strings."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._at = 0

    def feed(self, data: bytes) -> None:
        """Add bytes as they arrived."""
        self._buffer += data

    def next(self) -> list[str] | None:
        """The next whole request (an empty list for `*0`), or None; ProtocolError for anything else."""
        self._at = 0
        try:
            request = self._array()
        except _Incomplete:
            return None
        del self._buffer[: self._at]
        return request

    def _array(self) -> list[str]:
        line = self._line()
        if line[:1] != b"*":
            raise ProtocolError
        count = _number(line[1:])
        if not 0 <= count <= MAX_ARGUMENTS:
            raise ProtocolError
        return [self._argument() for _ in range(count)]

    def _argument(self) -> str:
        line = self._line()
        kind, rest = line[:1], line[1:]
        if kind in (b"+", b":"):
            return rest.decode("utf-8", "replace")
        size = _number(rest)
        if kind != b"$" or not 0 <= size <= MAX_LENGTH:
            raise ProtocolError
        end = self._at + size
        if len(self._buffer) < end + 2:
            raise _Incomplete
        value = bytes(self._buffer[self._at : end])
        if not self._buffer.startswith(b"\r\n", end):
            raise ProtocolError
        self._at = end + 2
        return value.decode("utf-8", "replace")

    def _line(self) -> bytes:
        end = self._buffer.find(b"\r\n", self._at)
        if end < 0:
            if len(self._buffer) - self._at > MAX_LENGTH:
                raise ProtocolError
            raise _Incomplete
        line = bytes(self._buffer[self._at : end])
        self._at = end + 2
        return line


def _number(text: bytes) -> int:
    try:
        return int(text)
    except ValueError:
        raise ProtocolError from None


def bulk(value: bytes) -> bytes:
    """One bulk string."""
    return b"$%d\r\n%s\r\n" % (len(value), value)


def array(parts: Sequence[bytes]) -> bytes:
    """An array of parts that are encoded already."""
    return b"*%d\r\n%s" % (len(parts), b"".join(parts))


def integer(value: int) -> bytes:
    """An integer reply."""
    return b":%d\r\n" % value


def error(text: str) -> bytes:
    """An error reply; `text` starts with its code, `ERR ...`."""
    return f"-{text}\r\n".encode()
