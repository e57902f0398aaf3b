"""Kinds of failures in words, each with what to do next.

The words are English; the window translates them by kind (`ui.failure_texts`).
"""

from __future__ import annotations

from dataclasses import dataclass

from cpam_desktop.domain.failure_kinds import FailureKind


@dataclass(frozen=True, slots=True)
class KindWords:
    """`title` names the kind, `what` says what happened, `advice` what to do next; one sentence each but the title."""

    title: str
    what: str
    advice: str


WORDS: dict[FailureKind, KindWords] = {
    FailureKind.QUOTA: KindWords(
        "Usage limit reached",
        "The account has used up what its plan allows for now.",
        "Wait until the limit resets, or add another account.",
    ),
    FailureKind.RATE_LIMIT: KindWords(
        "Rate limit",
        "The provider got more requests or tokens than it takes in this time.",
        "Retry a little later, or spread the load over more accounts.",
    ),
    FailureKind.OVERLOADED: KindWords(
        "Provider overloaded", "The provider has too much to do.", "Retry later; another provider may answer at once."
    ),
    FailureKind.PAYMENT: KindWords(
        "Payment required",
        "The account has no credit left, or its workspace was switched off.",
        "Check billing and workspace with the provider, and disable the credential until then.",
    ),
    FailureKind.CONTEXT: KindWords(
        "Input too long",
        "The request holds more tokens than the model takes.",
        "Shorten the conversation, or use a model with a larger context.",
    ),
    FailureKind.MODEL: KindWords(
        "Model not found",
        "The provider does not offer this model to this account.",
        "Check the model's name, its aliases, and what the plan includes.",
    ),
    FailureKind.INVALID: KindWords(
        "Request refused",
        "The provider refused the request itself; another account would answer the same.",
        "Look at the error text, and change the request.",
    ),
    FailureKind.SIGNED_OUT: KindWords(
        "Signed out",
        "The credential's token has expired or was made invalid.",
        "Sign in again with this account.",
    ),
    FailureKind.UNAUTHORISED: KindWords(
        "Credential refused", "The provider does not accept the credential.", "Sign in again, or replace the key."
    ),
    FailureKind.FORBIDDEN: KindWords(
        "Not permitted",
        "The provider knows the credential but does not let it do this.",
        "Check the account's rights, its region, and whether it was blocked.",
    ),
    FailureKind.TIMEOUT: KindWords(
        "Timed out", "No answer came in time.", "Retry; if it stays so, check the network and the provider's state."
    ),
    FailureKind.REFUSED: KindWords(
        "Connection refused",
        "Nothing accepts connections at the provider's address.",
        "Check the base URL and whether the service or proxy behind it runs.",
    ),
    FailureKind.DNS: KindWords(
        "Name unknown",
        "The provider's host name could not be found.",
        "Check the base URL, and the server's name resolution.",
    ),
    FailureKind.TLS: KindWords(
        "No secure connection",
        "The encrypted connection to the provider could not be made.",
        "Check certificates, the clock and the proxy of the server.",
    ),
    FailureKind.CLOSED: KindWords(
        "Connection closed",
        "The provider closed the connection without an answer.",
        "Retry; if it stays so, check the base URL and any proxy on the way.",
    ),
    FailureKind.CUT: KindWords(
        "Stream broke off",
        "The stream broke off before the answer was complete.",
        "Retry; if it happens often, check proxies and time limits on the way.",
    ),
    FailureKind.HANG_UP: KindWords(
        "Client hung up",
        "The client hung up before the answer was complete.",
        "Nothing is wrong upstream; if it happens often, raise the client's time limit.",
    ),
    FailureKind.SERVER: KindWords(
        "Provider failed", "The provider failed by itself.", "Retry; if it stays so, look at the provider's state."
    ),
    FailureKind.UNKNOWN: KindWords(
        "Failed", "The attempt failed, and nothing tells why.", "Look at CPA's own log at that time."
    ),
}
