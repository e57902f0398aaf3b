from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpam_desktop.domain.redact import (
    is_email,
    keeps_header,
    mask_email,
    mask_secret,
    redact_body,
    redact_text,
    sha256_hex,
)

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJmYWtlIn0.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Incorrect API key provided: sk-fake-oai-aaaa1111.", "Incorrect API key provided: sk-…111."),
        ("key sk_live_fakefakefake is revoked", "key sk_…fake is revoked"),
        ("xai-fakefakefakefake", "xai…fake"),
        ("AIzaSyFAKE-dddd4444 not valid", "AIz…4444 not valid"),
        ("Authorization: Bearer fakefakefake1234", "Authorization: Bearer ****"),
        ("Authorization: Bearer fakewordkey", "Authorization: Bearer ****"),
        ("sent Bearer fakefakefake", "sent Bearer ****"),
        ("Basic ZmFrZTpmYWtl", "Basic ****"),
        (f"jwt {JWT} expired", "jwt eyJ…dXJl expired"),
        (f"session-{JWT}", "ses…dXJl"),
        (f'{{"id_token":"{JWT}"}}', '{"id_token":"****"}'),
        ("GET https://h/v1?key=fake1234567&x=1", "GET https://h/v1?key=****&x=1"),
        ("https://h/cb?state=7&code=fake-code-123", "https://h/cb?state=7&code=****"),
        ("https://user:fakepass@proxy.example:8080/x", "https://****@proxy.example:8080/x"),
        ("dial --proxy=-socks5://u:p1@h: refused", "dial --proxy=-socks5://****@h: refused"),
        ('{"api_key": "fake0123"}', '{"api_key": "****"}'),
        ("api-key=fake0123; retry", "api-key=****; retry"),
        ("client_secret='f4k3s3cr3t'", "client_secret='****'"),
        ("password: hunter22", "password: ****"),
        ("set-cookie: sid-0123456789", "set-cookie: ****"),
        ("REFRESH_TOKEN=1//0fakeFAKEfake", "REFRESH_TOKEN=****"),
    ],
)
def test_what_looks_like_a_secret_is_masked(text: str, clean: str) -> None:
    assert redact_text(text) == clean


@pytest.mark.parametrize(
    "text",
    [
        "",
        "unexpected EOF",
        "context canceled",
        '{"error": {"message": "fake 429", "type": "rate_limit_error", "param": null, "code": "fake_429"}}',
        "quota of grok.user@example.com is used up",
        'Post "http://127.0.0.1:9/v1/chat/completions": dial tcp 127.0.0.1:9: connect: connection refused',
        "invalid token: expired",
        "token count 128000 exceeds the limit of 100000",
        '{"code": 429, "status": "RESOURCE_EXHAUSTED"}',
        "my-agent/1.2 (+https://example.com)",
        "see the risk-assessment",
    ],
)
def test_messages_addresses_and_e_mails_stay(text: str) -> None:
    assert redact_text(text) == text


def test_known_secrets_are_masked_wherever_they_stand() -> None:
    text = "upstream said: bad key 'plainkeyword' (plainkeyword), short: abc"
    assert redact_text(text, ("plainkeyword", "abc", "")) == "upstream said: bad key 'pla…word' (pla…word), short: abc"


@pytest.mark.parametrize(
    ("secret", "mask"),
    [
        ("", ""),
        ("   ", ""),
        ("a", "****"),
        ("elevenchars", "****"),
        ("twelve-chars", "twe…hars"),
        ("  sk-client-alpha-000001\n", "sk-…0001"),
    ],
)
def test_a_mask_is_the_first_3_and_the_last_4(secret: str, mask: str) -> None:
    assert mask_secret(secret) == mask


def test_a_hash_is_that_of_the_trimmed_text() -> None:
    expected = "175c34b6c3e3b8be5ad9f587054385f7a7cf2ce66900320d8b24c16ac61b263a"  # as CPA-Manager has it
    assert sha256_hex("sk-client-alpha-000001") == expected
    assert sha256_hex(" sk-client-alpha-000001\n") == expected


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("grok.user@example.com", True),
        (" grok.user@example.com ", True),
        ("gro***@example.com", True),
        ("user@localhost", False),
        ("two words@example.com", False),
        ("a@b@example.com", False),
        ("https://user@example.com", False),
        ("sk-fake-oai-aaaa1111", False),
        ("", False),
    ],
)
def test_an_e_mail_is_one_address_and_nothing_else(text: str, yes: bool) -> None:
    assert is_email(text) is yes


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("l.chen@example.com", "l.c***@example.com"),
        ("ab@example.com", "a***@example.com"),
        ("a@example.com", "a***@example.com"),
        ("no mail", "no mail"),
    ],
)
def test_an_e_mail_can_be_masked(text: str, masked: str) -> None:
    assert mask_email(text) == masked


def test_a_body_is_cut_at_2_kib() -> None:
    assert redact_body("x" * 2048) == "x" * 2048
    assert redact_body("x" * 2049) == "x" * 2048


def test_a_body_is_cut_between_characters() -> None:
    assert redact_body("x" + "é" * 1024) == "x" + "é" * 1023  # 2 bytes each: the last one would end at 2049
    assert redact_body("😀" * 600) == "😀" * 512


def test_a_body_is_redacted_before_it_is_cut() -> None:
    # Cut first, the key would be halved at byte 2048 and no longer be recognised.
    body = "x" * 2040 + " sk-fake-oai-aaaa1111"
    assert redact_body(body) == "x" * 2040 + " sk-…1"  # 2040 + 4 + 3 + 1 bytes
    known = "y" * 2040 + " plain-upstream-key"
    assert "plain-" not in redact_body(known, ("plain-upstream-key",))


def test_a_body_with_a_lone_surrogate_is_kept() -> None:
    assert redact_body("a\ud800" + "b" * 3000).startswith("a")


@pytest.mark.parametrize(
    "piece",
    ["a", "a.b-", "eyJ", "eyJaaaaaaaa-", "eyJ.", "token", "token=", "Bearer ", "http://", "://a", "a@b.", "sk-"],
)
def test_long_texts_take_linear_time(piece: str) -> None:
    text = (piece * 300_000)[:300_000]
    started = time.process_time()
    redact_text(text)
    redact_body(text)
    # About 0.05 s; quadratic, it would be minutes.
    assert time.process_time() - started < 3


@given(st.text(max_size=200))
def test_any_text_can_be_redacted_twice(text: str) -> None:
    once = redact_body(text)
    assert len(once.encode("utf-8", "replace")) <= 2048
    assert redact_body(once) is not None


@given(st.from_regex(r"sk-[A-Za-z0-9_-]{12,60}", fullmatch=True), st.text(" .,:;\"'<>()[]\n", min_size=1, max_size=5))
def test_no_key_survives_in_any_surroundings(key: str, edge: str) -> None:
    assert key not in redact_text(f"before{edge}{key}{edge}after")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("X-Request-Id", True),
        ("Retry-After", True),
        ("x-ratelimit-remaining-requests", True),
        ("Anthropic-Ratelimit-Unified-5h-Utilization", True),
        ("X-Codex-Primary-Used-Percent", True),
        ("Openai-Processing-Ms", True),
        ("Set-Cookie", False),
        ("Authorization", False),
        ("Content-Type", False),
        ("Server", False),
        ("X-Api-Key", False),
    ],
)
def test_headers_are_on_an_allow_list(name: str, kept: bool) -> None:
    assert keeps_header(name) is kept
