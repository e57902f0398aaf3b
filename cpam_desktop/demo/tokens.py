"""Token counts of one attempt, and how each provider family reports them (usage-events.md 1.3)."""

from __future__ import annotations

import random
from typing import NamedTuple

from cpam_desktop.demo.catalog import Family


class Usage(NamedTuple):
    """Tokens that do not overlap; `quality` other than `complete` puts all of them into `unclassified`."""

    uncached: int = 0
    read: int = 0
    write: int = 0
    plain: int = 0
    reasoning: int = 0
    unclassified: int = 0
    quality: str = "complete"


NOTHING = Usage()


def draw_usage(rng: random.Random, family: Family, *, reasons: bool, agent: bool) -> Usage:
    """A plausible count: coding agents send long prompts that are mostly cached, others shorter ones."""
    prompt = int(rng.lognormvariate(10.2, 0.9) if agent else rng.lognormvariate(7.6, 1.1)) + 12
    read = write = 0
    if rng.random() < (0.85 if agent else 0.35):
        read = int(prompt * rng.uniform(0.55, 0.96))
    if family == "independent" and rng.random() < 0.6:
        write = int((prompt - read) * rng.uniform(0.3, 0.95))
    elif family == "subset" and rng.random() < 0.04:
        write = int((prompt - read) * 0.5)
    plain = int(rng.lognormvariate(5.9, 0.9)) + 1
    reasoning = int(rng.lognormvariate(5.6, 1.0)) if reasons and rng.random() < 0.6 else 0
    return Usage(prompt - read - write, read, write, plain, reasoning)


def tokens_json(usage: Usage, family: Family) -> str:
    """`"tokens":{...}` as the family reports it: what lies inside what differs."""
    uncached, read, write, plain, reasoning, unclassified, _ = usage
    cached = read
    if family == "independent":
        reported_input, reported_output = uncached, plain + reasoning
        cached = read or write
    elif family == "separate":
        reported_input, reported_output = uncached + read + write, plain
    else:
        reported_input, reported_output = uncached + read + write, plain + reasoning
    total = uncached + read + write + plain + reasoning + unclassified
    return (
        f'"tokens":{{"input_tokens":{reported_input},"output_tokens":{reported_output},"reasoning_tokens":{reasoning},'
        f'"cached_tokens":{cached},"cache_read_tokens":{read},"cache_read_tokens_present":true,'
        f'"cache_creation_tokens":{write},"total_tokens":{total}}}'
    )


def breakdown_json(usage: Usage) -> str:
    """`"token_breakdown":{...}`: buckets that never overlap and add up, the same for every family."""
    uncached, read, write, plain, reasoning, unclassified, quality = usage
    total_in, total_out = uncached + read + write, plain + reasoning
    return (
        f'"token_breakdown":{{"schema_version":2,"quality":"{quality}",'
        f'"total_tokens":{total_in + total_out + unclassified},'
        f'"input":{{"total_tokens":{total_in},"uncached_tokens":{uncached},"cache_read_tokens":{read},'
        f'"cache_write_tokens":{write}}},'
        f'"output":{{"total_tokens":{total_out},"non_reasoning_tokens":{plain},"reasoning_tokens":{reasoning}}},'
        f'"unclassified_tokens":{unclassified}}}'
    )
