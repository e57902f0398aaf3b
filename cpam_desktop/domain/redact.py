"""Masks keys, e-mails and secrets inside free text, the same way everywhere (decision 6)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache

BODY_LIMIT = 2048
"""Bytes of an upstream error body that are kept, cut after redaction."""
_BODY_READ = 32 * BODY_LIMIT

_EMAIL = re.compile(r"[^@\s/:|]+@[^@\s/:|]+\.[^@\s/:|]+")
_EMAIL_IN_TEXT = re.compile(r"[A-Za-z0-9._%+]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_SECRETS = re.compile(
    r"""
    \b(?:                                                     # all of these start a word, which most places do not
        (?P<prefix>(?:Bearer|Basic)\s+)[A-Za-z0-9._~+/=-]{8,}  # Authorization values
      | (?:sk|pk|rk|xai|gsk|cpamp|sess|ghp|gho|ghs|github_pat|ya29)[-_.][A-Za-z0-9._-]{6,}
      | AIza[A-Za-z0-9_-]{8,}
      | (?P<name>(?<=[?&])(?:key|code|sig|auth)=
          | (?:api[-_]?key|access[-_]?token|refresh[-_]?token|id[-_]?token|token|secret|password|passwd
            |client[-_]?secret|authorization|cookie|signature)["']?\s*[=:]\s*["']?(?P<kind>(?:Bearer|Basic)\s+)?)
        (?P<value>[^\s"'&,;}]{6,})
    )
  | (?<![A-Za-z0-9_-])(?=[A-Za-z0-9_-]++\.)                       # JWT: looked for once a run, at its start,
      [A-Za-z0-9_-]*?eyJ[A-Za-z0-9_-]{8,}+(?:\.[A-Za-z0-9_-]*){1,4}  # so that the time stays linear
  | (?P<scheme>://)[^/\s@]+@                                     # user:password@host
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SHORTEST = 9
"""Characters of the shortest secret (`sk-` and six more); only a password in an address, before its @, is shorter."""


def sha256_hex(text: str) -> str:
    """SHA-256 hex of the trimmed text, unsalted: the identity of a key in the alias API."""
    return _sha256(text.strip())


@lru_cache(maxsize=8192)
def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=8192)
def is_email(text: str) -> bool:
    """Whether the text is one e-mail address."""
    return _EMAIL.fullmatch(text.strip()) is not None


def mask_secret(text: str) -> str:
    """First 3 and last 4 characters; `****` under 12 characters; nothing for nothing."""
    text = text.strip()
    if not text:
        return ""
    return "****" if len(text) < 12 else f"{text[:3]}…{text[-4:]}"


def mask_email(text: str) -> str:
    """`l.chen@example.com` as `l.c***@example.com`; other text unchanged."""
    if not is_email(text):
        return text
    name, _, domain = text.strip().partition("@")
    shown = name[: min(3, max(1, len(name) - 1))]
    return f"{shown}***@{domain}"


def _replace(match: re.Match[str]) -> str:
    groups = match.groupdict()
    if groups["prefix"]:
        return f"{groups['prefix']}****"
    if groups["name"]:
        value = groups["value"]
        # Short plain words and numbers after "code:" or "token:" are messages, not secrets; after "Bearer" nothing is.
        if not groups["kind"] and (value.isalpha() or value.isdigit() or _plain_word(value)):
            return match.group(0)
        return f"{groups['name']}****"
    if groups["scheme"]:
        return f"{groups['scheme']}****@"
    return mask_secret(match.group(0))


def _plain_word(value: str) -> bool:
    return re.fullmatch(r"[A-Za-z]+(?:[_.-][A-Za-z0-9]+)*", value) is not None and not re.search(r"\d", value)


def mask_emails_in(text: str) -> str:
    """The text with every e-mail address in it masked."""
    return _EMAIL_IN_TEXT.sub(lambda match: mask_email(match.group()), text) if "@" in text else text


def redact_text(text: str, secrets: Iterable[str] = ()) -> str:
    """The text with everything that looks like a secret masked, and each of `secrets` wherever it stands."""
    for secret in secrets:
        if len(secret) >= 6 and secret in text:
            text = text.replace(secret, mask_secret(secret))
    # Most texts are header values: counters and words, for which the search costs ten times as much as this.
    if text.isdecimal() or (len(text) < _SHORTEST and "@" not in text):
        return text
    return _SECRETS.sub(_replace, text)


def redact_body(text: str, secrets: Iterable[str] = ()) -> str:
    """An upstream error body: redacted first, then cut at `BODY_LIMIT` bytes on a character boundary.

    Bodies have no limit on the wire; what stands far behind the cut is not even read.
    """
    clean = redact_text(text[:_BODY_READ], secrets)
    raw = clean.encode("utf-8", "replace")
    return clean if len(raw) <= BODY_LIMIT else raw[:BODY_LIMIT].decode("utf-8", "ignore")


_HEADER_NAMES = frozenset(
    {
        "retry-after", "retry-after-ms", "x-should-retry", "x-request-id", "request-id", "x-trace-id", "traceparent",
        "cf-ray", "x-amzn-requestid", "x-goog-request-id", "x-oai-request-id", "openai-processing-ms",
    }
)  # fmt: skip
_HEADER_PREFIXES = ("x-ratelimit-", "ratelimit-", "anthropic-ratelimit-", "x-codex-", "x-quota-")


@lru_cache(maxsize=4096)
def keeps_header(name: str) -> bool:
    """Allow-list of response headers: rate limits, quota, retry, trace and request ids."""
    lower = name.lower()
    return lower in _HEADER_NAMES or lower.startswith(_HEADER_PREFIXES)
