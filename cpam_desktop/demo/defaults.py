"""The configuration the demo server starts with: every key of `GET config` (management-api.md 5.1)."""

from __future__ import annotations

from typing import Any

_SECOND = 1_000_000_000


def default_config() -> dict[str, Any]:
    """A fresh configuration without credentials; keys and types as CPA 7.2.140 answers them."""
    return {
        "proxy-url": "",
        "disable-image-generation": False,
        "force-model-prefix": False,
        "request-log": False,
        "claude-code": {"disable-cloaking-model-list": False},
        "api-keys": [],
        "passthrough-headers": False,
        "streaming": {},
        "tls": {"enable": False, "cert": "", "key": ""},
        "credential-concurrency": _concurrency(),
        "credential-in-flight": _in_flight(),
        "plugins": {"enabled": False, "dir": "plugins", "configs": {}},
        "debug": False,
        "pprof": {"enable": False, "addr": "127.0.0.1:8316"},
        "commercial-mode": False,
        "logging-to-file": True,
        "logs-max-total-size-mb": 50,
        "error-logs-max-files": 10,
        "usage-statistics-enabled": True,
        "redis-usage-queue-retention-seconds": 60,
        "disable-cooling": False,
        "save-cooldown-status": False,
        "transient-error-cooldown-seconds": 0,
        "auth-auto-refresh-workers": 0,
        "request-retry": 2,
        "max-retry-credentials": 1,
        "max-retry-interval": 30,
        "quota-exceeded": {"switch-project": True, "switch-preview-model": True, "antigravity-credits": False},
        "routing": {"strategy": "round-robin"},
        "ws-auth": True,
        "antigravity": {},
        "gemini-api-key": None,
        "interactions-api-key": None,
        "codex-api-key": None,
        "xai-api-key": None,
        "xai": {"inject-x-search": False},
        "codex": _codex(),
        "codex-header-defaults": {"user-agent": "", "beta-features": ""},
        "claude-api-key": None,
        "claude-header-defaults": {
            "user-agent": "",
            "package-version": "",
            "runtime-version": "",
            "os": "",
            "arch": "",
            "timeout": "",
            "timezone": "",
        },
        "disable-claude-cloak-mode": False,
        "openai-compatibility": None,
        "vertex-api-key": None,
        "oauth-excluded-models": {"claude": ["claude-3-*"]},
        "oauth-model-alias": {"codex": [{"name": "gpt-5.5-codex", "alias": "codex-latest", "fork": True}]},
        "payload": {"default": None, "default-raw": None, "override": None, "override-raw": None, "filter": None},
    }


def _concurrency() -> dict[str, int]:
    return {
        "lifecycle-config-revision": 0,
        "observation-barrier-revision": 0,
        "cpa-heartbeat-timeout": 3 * _SECOND,
        "cpa-cancel-bound": 5 * _SECOND,
        "reclaim-grace": 5 * _SECOND,
        "cleanup-interval": 5 * _SECOND,
        "release-flush-interval": _SECOND // 4,
        "release-max-backoff": 2 * _SECOND,
        "busy-retry-min": _SECOND // 4,
        "busy-retry-max": _SECOND,
        "max-limit": 1_000_000,
    }


def _in_flight() -> dict[str, int | str]:
    return {
        "snapshot-interval": "2s",
        "stale-after": "10s",
        "max-part-bytes": 262_144,
        "max-part-count": 64,
        "max-revision-bytes": 16_777_216,
        "max-aggregate-groups": 100_000,
        "max-details": 10_000,
        "max-string-bytes": 256,
        "staging-retention": "1m",
    }


def _codex() -> dict[str, Any]:
    return {
        "identity-confuse": False,
        "disable-codex-cloaking": False,
        "stream-bootstrap-buffering": False,
        "optimize-multi-agent-v2": False,
        "live-media-relay": {
            "enabled": False,
            "max-sessions": 0,
            "disable-private-remote-ips": False,
            "public-ip": "",
            "udp-port-min": 0,
            "udp-port-max": 0,
            "ice-servers": None,
        },
    }
