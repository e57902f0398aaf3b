"""Turns what people paste as a server's address into the one normal form that profiles and history use.

Rules: without a scheme, `http` for `localhost`, an IP address or an explicit port other than 443, else `https`;
host in lower case (IDNA), default port dropped, query and fragment dropped, a path prefix kept, and what a browser
shows behind it (`/management.html`, `/v0/management/...`, `/v0`, `/v1`, trailing slashes) cut off.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import quote, urlsplit

from cpam_desktop.domain.errors import InputError

_DEFAULT_PORTS = {"http": 80, "https": 443}
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_MANAGEMENT = re.compile(r"/(?:v0/management|management\.html)(?:/.*)?$", re.IGNORECASE | re.DOTALL)
_API_ROOT = re.compile(r"/v[01]$", re.IGNORECASE)
_EXAMPLE = "Write it like http://192.168.1.5:8317 or https://cpa.example.com."


def normalise_base_url(text: str) -> str:
    """The normal form of a pasted address; applying it again changes nothing. InputError says what is wrong."""
    text = text.strip()
    if not text:
        raise _wrong("the address is empty")
    if not text.isprintable() or " " in text or "\\" in text:
        raise _wrong("the address holds blanks or characters that no address may have")
    scheme, rest = _split_scheme(text)
    try:
        parts = urlsplit(f"//{rest}")
        port = parts.port
    except ValueError as error:
        raise _wrong("host or port cannot be read") from error
    if "@" in parts.netloc:
        raise _wrong("user name and password do not belong into the address")
    if port == 0:
        raise _wrong("the port must be between 1 and 65535")
    host = _host(parts.hostname or "")
    scheme = scheme or _guess_scheme(host, port)
    shown = "" if port is None or port == _DEFAULT_PORTS[scheme] else f":{port}"
    return f"{scheme}://{host}{shown}{_prefix(parts.path)}"


def resp_endpoint(base_url: str) -> tuple[str, int, bool]:
    """Host (IPv6 without brackets), port and whether TLS is spoken, for RESP on the same port as HTTP."""
    parts = urlsplit(base_url)
    return parts.hostname or "", parts.port or _DEFAULT_PORTS[parts.scheme], parts.scheme == "https"


def path_prefix(base_url: str) -> str:
    """The path behind the host, empty or `/prefix`; with one, an HTTP reverse proxy stands in front."""
    return urlsplit(base_url).path.rstrip("/")


def is_loopback(base_url: str) -> bool:
    """Whether the address is this machine itself."""
    host = urlsplit(base_url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    address = _ip(host)
    return address is not None and address.is_loopback


def _wrong(detail: str) -> InputError:
    return InputError(detail, title="This is not a server address", hint=_EXAMPLE, field="url")


def _split_scheme(text: str) -> tuple[str, str]:
    head, separator, rest = text.partition("://")
    if separator and re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", head):
        if head.lower() not in _DEFAULT_PORTS:
            raise _wrong("only http and https are possible")
        return head.lower(), rest
    rest = text.lstrip("/")
    host = re.split(r"[/?#]", rest, maxsplit=1)[0]
    # A bare IPv6 address has no brackets to tell its colons from the port's.
    return "", f"[{host}]{rest[len(host) :]}" if isinstance(_ip(host), ipaddress.IPv6Address) else rest


def _guess_scheme(host: str, port: int | None) -> str:
    if port is not None:
        return "https" if port == _DEFAULT_PORTS["https"] else "http"
    return "http" if host == "localhost" or _ip(host.strip("[]")) is not None else "https"


def _ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _host(host: str) -> str:
    if not host:
        raise _wrong("the host name is missing")
    address = _ip(host)
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id:
            raise _wrong("an IPv6 address with a zone cannot be used")
        return f"[{address.compressed}]"
    if address is not None:
        return str(address)
    try:
        name = host.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError as error:
        raise _wrong("the host name cannot be used") from error
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise _wrong("the host name cannot be used")
    if re.fullmatch(r"[0-9]+|0x[0-9a-f]*", labels[-1]):
        raise _wrong("the IP address cannot be read")
    return name


def _prefix(path: str) -> str:
    path = "/" + "/".join(part for part in path.split("/") if part not in ("", "."))
    if ".." in path.split("/"):
        raise _wrong("the path must not hold '..'")
    previous = None
    while path != previous:
        previous = path
        path = _API_ROOT.sub("", _MANAGEMENT.sub("", path)).rstrip("/")
    return quote(path, safe="/%:@!$&'()*+,;=~-._")
