"""Kinds of failures: the recorded ones, and what providers are known to send."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cpam_desktop.domain.failure_kinds import FailureKind, classify, own_word
from cpam_desktop.domain.failure_words import WORDS
from tests.kit.history import DATA, RECORDED

# In the order of the recording: (status, provider, kind).
RECORDED_KINDS = [
    (500, "openai-compatible-fakeoai", "stream-cut"),
    (499, "openai-compatible-fakeoai", "client-hang-up"),
    (400, "openai-compatible-fakeoai", "invalid-request"),
    (401, "openai-compatible-fakeoai", "unauthorised"),
    (403, "openai-compatible-fakeoai", "forbidden"),
    (429, "openai-compatible-fakeoai", "rate-limit"),
    (500, "openai-compatible-fakeoai", "server-error"),
    (503, "openai-compatible-fakeoai", "overloaded"),
    (429, "openai-compatible-fakeoai", "rate-limit"),
    (500, "openai-compatible-deadhost", "connection-refused"),
    (401, "claude", "unauthorised"),
    (429, "claude", "quota-exhausted"),  # the headers say that the plan's limit is used up
    (200, "claude", "stream-cut"),
    (429, "gemini", "rate-limit"),
    (500, "gemini", "server-error"),
    (429, "codex", "quota-exhausted"),
    (408, "codex", "stream-cut"),
    (500, "openai-compatible-fakeoai", "connection-closed"),
    (500, "claude", "connection-closed"),
    (500, "gemini", "connection-closed"),
    (500, "codex", "connection-closed"),
]


def test_every_recorded_failure() -> None:
    events: list[Any] = [json.loads(line) for line in RECORDED.read_bytes().splitlines()]
    found: list[tuple[int, str, str]] = []
    for event in events:
        if event["failed"]:
            given: dict[str, list[str]] = event.get("response_headers") or {}
            headers = {name: values[0] for name, values in given.items()}
            status = event["fail"]["status_code"]
            found.append((status, event["provider"], classify(status, event["fail"]["body"], headers).value))
    assert found == RECORDED_KINDS


@pytest.mark.parametrize(
    ("name", "kind", "word"),
    [
        ("antigravity-error-403", FailureKind.FORBIDDEN, "PERMISSION_DENIED"),
        ("claude-error-401", FailureKind.SIGNED_OUT, "authentication_error"),
        ("codex-error-401-expired", FailureKind.SIGNED_OUT, "token_expired"),
        ("codex-error-401-invalidated", FailureKind.SIGNED_OUT, "token_invalidated"),
        ("codex-error-402-workspace", FailureKind.PAYMENT, "deactivated_workspace"),
        ("codex-error-429", FailureKind.RATE_LIMIT, "rate_limit_error"),
        ("xai-error-free-exhausted", FailureKind.QUOTA, "subscription:free-usage-exhausted"),
        ("xai-error-spending-limit", FailureKind.PAYMENT, "personal-team-blocked:spending-limit"),
    ],
)
def test_errors_of_quota_calls(name: str, kind: FailureKind, word: str) -> None:
    document: dict[str, Any] = json.loads((DATA / "quota" / f"{name}.json").read_bytes())
    answer = document["management_response"]["json"]
    assert classify(answer["status_code"], answer["body"]) is kind
    assert own_word(answer["body"]) == word


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, '{"error":{"code":"context_length_exceeded"}}', FailureKind.CONTEXT),
        (400, "prompt is too long: 210000 tokens > 200000 maximum", FailureKind.CONTEXT),
        (400, "The input token count (1200000) exceeds the maximum number of tokens allowed", FailureKind.CONTEXT),
        (413, "", FailureKind.CONTEXT),
        (404, '{"error":{"type":"not_found_error",\n"message":"model: claude-x"}}', FailureKind.MODEL),
        (404, "The model `gpt-9` does not exist or you do not have access to it.", FailureKind.MODEL),
        (400, "The 'gpt-9' model is not supported when using Codex with a ChatGPT account.", FailureKind.MODEL),
        (404, "404 page not found", FailureKind.INVALID),
        (400, '{"error":{"message":"credit balance is too low"}}', FailureKind.PAYMENT),
        (402, "", FailureKind.PAYMENT),
        (429, '{"error":{"code":"insufficient_quota"}}', FailureKind.QUOTA),
        (429, 'exceeded your current quota … "quotaId":"RequestsPerDayPerProject"', FailureKind.QUOTA),
        (429, 'exceeded your current quota … "quotaId":"RequestsPerMinutePerProject"', FailureKind.RATE_LIMIT),
        (429, "PerMinute and PerDay exceeded your current quota", FailureKind.QUOTA),
        (429, "", FailureKind.RATE_LIMIT),
        (529, "", FailureKind.OVERLOADED),
        (500, '{"type":"error","error":{"type":"overloaded_error"}}', FailureKind.OVERLOADED),
        (503, '{"error":{"status":"UNAVAILABLE"}}', FailureKind.OVERLOADED),
        (400, '{"error":"invalid_grant"}', FailureKind.SIGNED_OUT),
        (400, '{"error":{"status":"INVALID_ARGUMENT","message":"API key not valid."}}', FailureKind.UNAUTHORISED),
        (500, 'Post "https://h/v1": context deadline exceeded', FailureKind.TIMEOUT),
        (500, 'Post "https://h/v1": net/http: TLS handshake timeout', FailureKind.TIMEOUT),
        (504, "", FailureKind.TIMEOUT),
        (408, "", FailureKind.TIMEOUT),
        (500, "dial tcp: lookup h.example: no such host", FailureKind.DNS),
        (500, "tls: first record does not look like a TLS handshake", FailureKind.TLS),
        (500, "tls: failed to verify certificate: x509: certificate has expired", FailureKind.TLS),
        (502, "read tcp 10.0.0.1:1->10.0.0.2:443: read: connection reset by peer", FailureKind.CLOSED),
        (0, "context canceled", FailureKind.HANG_UP),
        (499, "anything", FailureKind.HANG_UP),
        (400, '{"error":{"message":"unknown parameter: timeout"}}', FailureKind.INVALID),
        (422, "certificate is required in the body", FailureKind.INVALID),
        (599, "", FailureKind.SERVER),
        (200, "", FailureKind.CUT),
        (0, "", FailureKind.UNKNOWN),
        (302, "moved", FailureKind.UNKNOWN),
    ],
)
def test_what_providers_send(status: int, body: str, kind: FailureKind) -> None:
    assert classify(status, body) is kind


def test_only_headers_tell_a_full_window_from_a_rate() -> None:
    assert classify(429, "", {"x-codex-primary-used-percent": "100"}) is FailureKind.QUOTA
    assert classify(429, "", {"X-Codex-Secondary-Used-Percent": "100.0"}) is FailureKind.QUOTA
    assert classify(429, "", {"X-Codex-Primary-Used-Percent": "99", "X-Codex-Secondary-Used-Percent": "x"}) is (
        FailureKind.RATE_LIMIT
    )
    assert classify(503, "", {"Anthropic-Ratelimit-Unified-Status": "rejected"}) is FailureKind.OVERLOADED


@pytest.mark.parametrize("body", ["", "EOF", "[]", "7", "{}", '{"error":"x"}', '{"error":{"code":429}}', "[" * 2000])
def test_errors_without_a_word_of_their_own(body: str) -> None:
    assert own_word(body) == ""


@pytest.mark.parametrize("kind", FailureKind)
def test_every_kind_says_what_happened_and_what_to_do_in_a_sentence_each(kind: FailureKind) -> None:
    words = WORDS[kind]
    assert words.title
    assert not words.title.endswith(".")
    for sentence in (words.what, words.advice):
        assert sentence.endswith(".")
        assert sentence.count(". ") == 0
