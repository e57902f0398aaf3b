"""The made-up world of the demo: providers, models, client programs and names. All of it fake, on example domains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Family = Literal["subset", "independent", "separate"]
HeaderStyle = Literal["openai", "claude", "codex", "gemini"]


@dataclass(frozen=True, slots=True)
class Model:
    """One upstream model. `speed` is output tokens a second; `share` its part of the channel's requests."""

    name: str
    share: float = 1.0
    aliases: tuple[str, ...] = ()
    reasons: bool = True
    speed: float = 60.0


@dataclass(frozen=True, slots=True)
class Channel:
    """One kind of credential. `weight` is its part of all requests and of all accounts."""

    provider: str
    executor: str
    auth_type: Literal["oauth", "apikey"]
    family: Family
    headers: HeaderStyle
    weight: float
    models: tuple[Model, ...]
    endpoints: tuple[tuple[str, float], ...]
    base_url: str = ""
    key_prefix: str = "sk-"
    has_project: bool = False

    @property
    def compat_name(self) -> str:
        """The name of an OpenAI-compatible provider, empty for the others."""
        prefix = "openai-compatible-"
        return self.provider[len(prefix) :] if self.provider.startswith(prefix) else ""


CHAT = "POST /v1/chat/completions"
RESPONSES = "POST /v1/responses"
COMPACT = "POST /v1/responses/compact"
MESSAGES = "POST /v1/messages"
GEMINI = "POST /v1beta/models/*action"

_CODEX_ENDPOINTS = ((RESPONSES, 0.8), (CHAT, 0.15), (COMPACT, 0.05))
_CLAUDE_ENDPOINTS = ((MESSAGES, 0.9), (CHAT, 0.1))
_GEMINI_ENDPOINTS = ((GEMINI, 0.7), (CHAT, 0.3))
_CHAT_ENDPOINTS = ((CHAT, 0.85), (RESPONSES, 0.08), (MESSAGES, 0.07))

CHANNELS = (
    Channel(
        "codex", "CodexExecutor", "oauth", "subset", "codex", 0.29,
        (
            Model("gpt-5.6-sol", 4, ("sol", "sol(high)"), speed=72),
            Model("gpt-5.5-codex", 3, ("codex-latest", "codex-latest(high)", "codex-latest(low)"), speed=64),
            Model("gpt-5.6-mini", 2, ("mini",), speed=118),
            Model("gpt-5.1-codex-max", 1, speed=58),
            Model("gpt-5.2", 1, ("gpt-5-latest",), speed=61),
            Model("gpt-5.1-codex-mini", 0.6, speed=124),
        ),
        _CODEX_ENDPOINTS,
    ),
    Channel(
        "claude", "ClaudeExecutor", "oauth", "independent", "claude", 0.25,
        (
            Model("claude-opus-4-8", 3, ("opus",), speed=48),
            Model("claude-sonnet-4-6", 4, ("sonnet",), speed=71),
            Model("claude-haiku-4-5-20251001", 2, ("haiku",), reasons=False, speed=126),
            Model("claude-opus-4-5-20251101", 0.8, speed=45),
            Model("claude-sonnet-4-5-20250929", 0.8, speed=66),
        ),
        _CLAUDE_ENDPOINTS,
    ),
    Channel(
        "gemini", "GeminiExecutor", "apikey", "separate", "gemini", 0.09,
        (
            Model("gemini-3.5-pro", 2, ("gem-pro",), speed=84),
            Model("gemini-3.5-flash", 3, ("gem-flash",), speed=162),
            Model("gemini-2.5-pro", 1, speed=78),
            Model("gemini-2.5-flash", 1, speed=171),
            Model("gemini-2.5-flash-lite", 0.6, reasons=False, speed=240),
        ),
        _GEMINI_ENDPOINTS, key_prefix="AIzaSy",
    ),
    Channel(
        "antigravity", "AntigravityExecutor", "oauth", "separate", "gemini", 0.09,
        (
            Model("gemini-3-pro-high", 2, ("ag-pro",), speed=80),
            Model("gemini-3-pro-low", 1, speed=96),
            Model("gemini-3-flash", 2, ("ag-flash",), speed=158),
        ),
        ((CHAT, 0.5), (MESSAGES, 0.3), (GEMINI, 0.2)), has_project=True,
    ),
    Channel(
        "xai", "XAIExecutor", "oauth", "subset", "openai", 0.07,
        (
            Model("grok-5-fast", 3, ("grok",), speed=140),
            Model("grok-4.5", 2, speed=70),
            Model("grok-4-fast-reasoning", 1, speed=150),
            Model("grok-code-fast-1", 1, speed=165),
        ),
        ((CHAT, 0.7), (RESPONSES, 0.3)),
    ),
    Channel(
        "kimi", "KimiExecutor", "oauth", "subset", "openai", 0.04,
        (Model("kimi-k2.6", 2, ("kimi",), speed=68), Model("kimi-k2.5", 1, speed=64)),
        ((CHAT, 0.8), (MESSAGES, 0.2)),
    ),
    Channel(
        "vertex", "GeminiVertexExecutor", "oauth", "separate", "gemini", 0.03,
        (
            Model("gemini-3.1-pro-preview", 1, ("vertex-pro",), speed=82),
            Model("gemini-2.0-flash-001", 1, reasons=False, speed=180),
        ),
        _GEMINI_ENDPOINTS, has_project=True,
    ),
    Channel(
        "openai-compatible-openrouter", "OpenAICompatExecutor", "apikey", "subset", "openai", 0.06,
        (
            Model("moonshotai/kimi-k2", 2, ("kimi-k2",), reasons=False, speed=55),
            Model("deepseek/deepseek-v3.2", 2, ("ds-v3",), speed=42),
            Model("qwen/qwen3-coder", 2, ("qwen-coder",), reasons=False, speed=74),
            Model("z-ai/glm-4.7", 1.5, ("glm",), speed=63),
            Model("minimax/minimax-m2.5", 1, speed=77),
            Model("mistralai/mistral-large-3", 0.7, reasons=False, speed=52),
            Model("meta-llama/llama-4-maverick", 0.5, reasons=False, speed=90),
        ),
        _CHAT_ENDPOINTS, base_url="https://openrouter.example.com/api/v1", key_prefix="sk-or-v1-",
    ),
    Channel(
        "openai-compatible-deepseek", "OpenAICompatExecutor", "apikey", "subset", "openai", 0.03,
        (Model("deepseek-chat", 2, ("ds-chat",), reasons=False, speed=38), Model("deepseek-reasoner", 1, speed=34)),
        _CHAT_ENDPOINTS, base_url="https://deepseek.example.com/v1",
    ),
    Channel(
        "openai-compatible-groq", "OpenAICompatExecutor", "apikey", "subset", "openai", 0.02,
        (
            Model("openai/gpt-oss-120b", 2, ("oss",), speed=480),
            Model("llama-3.3-70b-versatile", 1, reasons=False, speed=310),
            Model("qwen/qwen3-32b", 1, speed=390),
        ),
        _CHAT_ENDPOINTS, base_url="https://groq.example.com/openai/v1", key_prefix="gsk_",
    ),
    Channel(
        "claude", "ClaudeExecutor", "apikey", "independent", "claude", 0.02,
        (Model("claude-opus-4-1-20250805", 1, speed=40), Model("claude-sonnet-4-6", 1, ("sonnet",), speed=71)),
        _CLAUDE_ENDPOINTS, base_url="https://claude.example.com", key_prefix="sk-ant-api03-",
    ),
    Channel(
        "codex", "CodexExecutor", "apikey", "subset", "codex", 0.01,
        (Model("gpt-5.5-codex", 1, ("codex-latest",), speed=64),),
        _CODEX_ENDPOINTS, base_url="https://codex.example.com", key_prefix="sk-proj-",
    ),
)  # fmt: skip

IMAGE_MODEL = "gpt-image-2"
"""Second event of a Codex request that used the image tool."""

AGENTS: dict[str, tuple[str, ...]] = {
    MESSAGES: ("claude-cli/2.1.44 (external, cli)", "claude-cli/2.1.39 (external, sdk-py)"),
    RESPONSES: ("codex_cli_rs/0.98.0 (Debian 13; x86_64) xterm-256color", "codex_vscode/0.5.61 (Mac OS 15.6; arm64)"),
    COMPACT: ("codex_cli_rs/0.98.0 (Debian 13; x86_64) xterm-256color",),
    GEMINI: ("GeminiCLI/0.31.0 (linux; x64)", "google-genai-sdk/1.61.0 gl-python/3.12.8"),
    CHAT: ("OpenAI/Python 2.21.0", "Zed/0.224.4 (linux; x86_64)", "n8n", "python-httpx/0.28.1", "openai-node/6.18.0"),
}

KEY_NAMES = (
    "team-ide", "ci-runner", "zed-laptop", "eval-batch", "n8n-flows", "docs-bot", "support-desk", "release-notes",
    "night-jobs", "mobile-app", "data-lab", "design-team", "qa-agents", "code-review", "search-index", "translate",
    "sales-assist", "onboarding", "field-tests", "sandbox", "backoffice", "research-a", "research-b", "intern-pool",
    "partner-api", "load-test", "video-captions", "mail-triage", "incident-bot", "wiki-sync",
)  # fmt: skip

FIRST_NAMES = (
    "ada", "bruno", "chen", "dara", "elif", "farid", "gita", "hugo", "ines", "jonas", "kaya", "lena", "mateo", "nadia",
    "oskar", "priya", "quinn", "rosa", "samir", "tomoko", "ulla", "viktor", "wulan", "xenia", "yuki", "zoran",
)  # fmt: skip
LAST_NAMES = (
    "abe", "berg", "costa", "diaz", "evans", "fischer", "garcia", "haas", "ito", "jensen", "kovac", "lindt", "moreau",
    "novak", "okafor", "park", "quist", "rossi", "silva", "tanaka", "ueda", "varga", "weber", "yilmaz", "zhang",
)  # fmt: skip
MAIL_DOMAINS = ("example.com", "example.org", "example.net", "team.example.com", "lab.example.org")
