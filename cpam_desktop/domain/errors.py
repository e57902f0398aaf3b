"""The one family of errors that people are shown; window and command line print the same sentence.

    AppError                      title, detail, hint; `code` is what the window translates by
    ├── InputError                the user's input cannot be used as it is              exit 2
    ├── WorkError                 the work failed here (file, database, keyring, lock)  exit 1
    │   ├── StoreError            the history database cannot be used
    │   │   └── RowRefused        it can, but not with these values
    │   ├── RoleTaken             another process holds the sealer's or a collector's lock
    │   └── KeyringError          no usable keyring, locked, or timed out
    └── CpaError                  talking to one CPA server failed                      exit 1
        ├── KeyRefused            401; latched, never retried by itself                 exit 3
        │   └── Banned            403 "IP banned", with the time left                   exit 3
        ├── RemoteDisabled        403: management only from the server's own machine
        ├── RouteMissing          404/405/501 without a body: management off or route too old
        ├── InputRefused          400, 404 with a body, 409, 413, 422: the server's own words
        ├── ServerFailed          5xx
        ├── CutAnswer             the answer ended early, was too large, or was not what it said
        ├── NotSupported          this address cannot do RESP: the only error that permits a fallback
        ├── NotReachable          refused, timed out, name unknown, certificate unknown  exit 4
        └── NotACpa               something answers, but it is not a CPA                 exit 1

`params` never holds a secret: texts that come from elsewhere pass `domain.redact` first.
"""

from __future__ import annotations


class AppError(Exception):
    """What went wrong (`title`), why (`detail`) and what to do (`hint`), each one sentence or empty."""

    code = "error"
    exit_status = 1
    default_title = "Something went wrong"
    default_hint = ""

    def __init__(self, detail: str = "", *, title: str = "", hint: str = "", **params: object) -> None:
        self.title = title or self.default_title
        self.detail = detail
        self.hint = hint or self.default_hint
        self.params = params
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """One line: title, reason, remedy."""
        head = f"{self.title}: {self.detail}" if self.detail else self.title
        return f"{head.rstrip('.')}. {self.hint}" if self.hint else f"{head.rstrip('.')}."


class InputError(AppError):
    """The user's input cannot be used as it is."""

    code = "input"
    exit_status = 2
    default_title = "This input cannot be used"


class WorkError(AppError):
    """The work failed on this machine."""

    code = "work"


class StoreError(WorkError):
    """The history database cannot be opened, read or written."""

    code = "store"
    default_title = "The history database cannot be used"


class RowRefused(StoreError):
    """The database does not take a row; trying again with the same values is of no use."""

    code = "row_refused"
    default_title = "The history database does not take a record"


class RoleTaken(WorkError):
    """Another process holds an exclusive role (collector of a server, sealer of a database)."""

    code = "role_taken"
    default_title = "Another process does this already"


class KeyringError(WorkError):
    """The operating system's keyring cannot be used."""

    code = "keyring"
    default_title = "The keyring cannot be used"
    default_hint = "The key is kept for this session only."


class CpaError(AppError):
    """Talking to one CPA server failed."""

    code = "cpa"
    default_title = "The server could not answer"


class KeyRefused(CpaError):
    """401: the management key is wrong; five of these ban this address for 30 minutes."""

    code = "key_refused"
    exit_status = 3
    default_title = "The server refused the management key"
    default_hint = "Enter the management key again; nothing is retried until then."


class Banned(KeyRefused):
    """403 "IP banned": even the right key is refused for `seconds_left` (None: not told)."""

    code = "banned"
    default_title = "This address is banned by the server"
    default_hint = "Wait until the ban ends, or restart CPA."

    def __init__(self, detail: str = "", *, seconds_left: float | None = None, **params: object) -> None:
        self.seconds_left = seconds_left
        super().__init__(detail, **params)  # pyright: ignore[reportArgumentType]


class RemoteDisabled(CpaError):
    """403: the server takes management calls only from its own machine, or has no key set."""

    code = "remote_disabled"
    default_title = "The server does not allow remote management"
    default_hint = "Set remote-management.allow-remote (and a secret-key) in the server's config.yaml."


class RouteMissing(CpaError):
    """404, 405 or 501 without a body: management is disabled, or this version has no such route."""

    code = "route_missing"
    default_title = "The server does not have this function"
    default_hint = "Management is disabled on the server, or its version is too old."


class InputRefused(CpaError):
    """The server understood the request and refused what it holds."""

    code = "input_refused"
    default_title = "The server refused the request"


class ServerFailed(CpaError):
    """5xx."""

    code = "server_failed"
    default_title = "The server failed"
    default_hint = "Look into the server's log; try again later."


class CutAnswer(CpaError):
    """The answer ended early, was too large, or was not the JSON it claimed to be."""

    code = "cut_answer"
    default_title = "The server's answer was incomplete or too large"


class NotSupported(CpaError):
    """This address cannot do what was asked over RESP (an HTTP server in front, an older CPA, a proxy setting)."""

    code = "not_supported"
    default_title = "This address does not support direct event delivery"
    default_hint = "Events are read over HTTP instead."


class NotReachable(CpaError):
    """No answer at all. `reason`: refused, timeout, name, tls, proxy, closed, network.

    `sent`: the request may have reached the server, so a destructive pop may have taken events with it.
    """

    code = "not_reachable"
    exit_status = 4
    default_title = "The server could not be reached"
    default_hint = "Check the address, the network and whether CPA runs."

    def __init__(self, detail: str = "", *, reason: str = "network", sent: bool = False, **params: object) -> None:
        self.reason = reason
        self.sent = sent
        super().__init__(detail, **params)  # pyright: ignore[reportArgumentType]


class NotACpa(CpaError):
    """Something answers at this address, but it is not a CPA."""

    code = "not_a_cpa"
    default_title = "There is no CPA at this address"
    default_hint = "Check the address; behind a reverse proxy give the path prefix as well."
