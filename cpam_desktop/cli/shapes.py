"""The JSON shapes of `report` and `events`: tokens, spreads, figures, rows."""

from __future__ import annotations

from datetime import tzinfo

from cpam_desktop.domain.clock import to_iso
from cpam_desktop.domain.events import Buckets
from cpam_desktop.domain.figures import EventRow, Figures, Group, Spread, usd
from cpam_desktop.domain.ranges import TimeRange


def tokens(buckets: Buckets) -> dict[str, object]:
    """Tokens as decision 5 names them."""
    return {
        "input_tokens": buckets.input,
        "uncached_input_tokens": buckets.uncached,
        "cached_tokens": buckets.cache_read,
        "cache_creation_tokens": buckets.cache_write,
        "output_tokens": buckets.output,
        "reasoning_tokens": buckets.reasoning,
        "unclassified_tokens": buckets.unclassified,
        "total_tokens": buckets.total,
    }


def spread(values: Spread) -> dict[str, object]:
    """Average and percentiles in ms."""
    return {"avg": values.avg, "p50": values.p50, "p90": values.p90, "p95": values.p95, "p99": values.p99}


def figures(values: Figures) -> dict[str, object]:
    """FIGURES of the contract."""
    return {
        "requests": values.requests,
        "failed": values.failed,
        "success_rate": values.success_rate,
        **tokens(values.tokens),
        "cost_usd": values.cost_usd,
        "priced_requests": values.priced_requests,
        "latency_ms": spread(values.latency_ms),
        "ttft_ms": spread(values.ttft_ms),
    }


def group(row: Group) -> dict[str, object]:
    """One group."""
    return {"key": row.key, "label": row.label, **figures(row.figures)}


def time_range(wanted: TimeRange, zone: tzinfo) -> dict[str, object]:
    """Range with its zone; an open side is null."""
    return {
        "from": None if wanted.start_ns is None else to_iso(wanted.start_ns, zone),
        "to": None if wanted.end_ns is None else to_iso(wanted.end_ns, zone),
        "time_zone": str(zone),
    }


def event(row: EventRow, zone: tzinfo) -> dict[str, object]:
    """One request row."""
    return {
        "id": row.id,
        "time": to_iso(row.time_ns, zone),
        "server": row.server,
        "request_id": row.request_id or None,
        "provider": row.provider,
        "channel": row.channel,
        "model": row.model,
        "alias": row.alias,
        "account": row.account or None,
        "api_key": row.api_key or None,
        "endpoint": row.endpoint,
        "failed": row.failed,
        "status_code": row.status_code or None,
        "error": row.error or None,
        "latency_ms": row.latency_ms,
        "ttft_ms": row.ttft_ms or None,
        "tokens": tokens(row.tokens),
        "cost_usd": usd(row.cost_pico),
    }
