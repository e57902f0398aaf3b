"""Which priced names may stand for a model: without reasoning suffix and prefixes, and by the user's patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

_SUFFIX = re.compile(r"\s*\([^()]*\)$")  # "(high)", "(8192)": CPA's way to set the effort of thinking
_PREFIX = re.compile(r"^(?:publishers/[^/]+/)?models/")  # as Gemini and Vertex write their model names


@dataclass(frozen=True, slots=True)
class PriceRule:
    """`model`: names that match `pattern` are priced as `target`. `long-write`: their cache writes last an hour.

    `*` in a pattern is any text, everything else stands for itself; case is ignored. The lowest position is first.
    """

    kind: Literal["model", "long-write"]
    position: int
    pattern: str
    target: str = ""

    @property
    def literal(self) -> bool:
        """Whether the pattern names one model."""
        return "*" not in self.pattern

    def matches(self, model: str) -> bool:
        """Whether the name, as it is or stripped, fits the pattern."""
        return any(_pattern(self.pattern.strip().lower()).fullmatch(name) for name in spellings(model))


def spellings(model: str) -> Iterator[str]:
    """The lower-case names to look a model up by: as it is, without its suffix, without that and its prefix."""
    name = model.strip().lower()
    yield name
    bare = _SUFFIX.sub("", name)
    if bare != name:
        yield bare
    short = _PREFIX.sub("", bare)
    if short != bare:
        yield short


@lru_cache(maxsize=1024)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in text.split("*")), re.DOTALL)
