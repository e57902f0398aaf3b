"""Words for kinds of failures by id, as literals that the translation tools find.

The English texts equal those of `domain.failure_words`; a test compares them.
"""

from __future__ import annotations

from cpam_desktop.domain.failure_kinds import FailureKind
from cpam_desktop.domain.failure_words import WORDS, KindWords
from cpam_desktop.ui.i18n import translate
from cpam_desktop.ui.noop import QT_TRANSLATE_NOOP

TEXTS = (
    QT_TRANSLATE_NOOP("failures", "Usage limit reached"),
    QT_TRANSLATE_NOOP("failures", "The account has used up what its plan allows for now."),
    QT_TRANSLATE_NOOP("failures", "Wait until the limit resets, or add another account."),
    QT_TRANSLATE_NOOP("failures", "Rate limit"),
    QT_TRANSLATE_NOOP("failures", "The provider got more requests or tokens than it takes in this time."),
    QT_TRANSLATE_NOOP("failures", "Retry a little later, or spread the load over more accounts."),
    QT_TRANSLATE_NOOP("failures", "Provider overloaded"),
    QT_TRANSLATE_NOOP("failures", "The provider has too much to do."),
    QT_TRANSLATE_NOOP("failures", "Retry later; another provider may answer at once."),
    QT_TRANSLATE_NOOP("failures", "Payment required"),
    QT_TRANSLATE_NOOP("failures", "The account has no credit left, or its workspace was switched off."),
    QT_TRANSLATE_NOOP(
        "failures", "Check billing and workspace with the provider, and disable the credential until then."
    ),
    QT_TRANSLATE_NOOP("failures", "Input too long"),
    QT_TRANSLATE_NOOP("failures", "The request holds more tokens than the model takes."),
    QT_TRANSLATE_NOOP("failures", "Shorten the conversation, or use a model with a larger context."),
    QT_TRANSLATE_NOOP("failures", "Model not found"),
    QT_TRANSLATE_NOOP("failures", "The provider does not offer this model to this account."),
    QT_TRANSLATE_NOOP("failures", "Check the model's name, its aliases, and what the plan includes."),
    QT_TRANSLATE_NOOP("failures", "Request refused"),
    QT_TRANSLATE_NOOP("failures", "The provider refused the request itself; another account would answer the same."),
    QT_TRANSLATE_NOOP("failures", "Look at the error text, and change the request."),
    QT_TRANSLATE_NOOP("failures", "Signed out"),
    QT_TRANSLATE_NOOP("failures", "The credential's token has expired or was made invalid."),
    QT_TRANSLATE_NOOP("failures", "Sign in again with this account."),
    QT_TRANSLATE_NOOP("failures", "Credential refused"),
    QT_TRANSLATE_NOOP("failures", "The provider does not accept the credential."),
    QT_TRANSLATE_NOOP("failures", "Sign in again, or replace the key."),
    QT_TRANSLATE_NOOP("failures", "Not permitted"),
    QT_TRANSLATE_NOOP("failures", "The provider knows the credential but does not let it do this."),
    QT_TRANSLATE_NOOP("failures", "Check the account's rights, its region, and whether it was blocked."),
    QT_TRANSLATE_NOOP("failures", "Timed out"),
    QT_TRANSLATE_NOOP("failures", "No answer came in time."),
    QT_TRANSLATE_NOOP("failures", "Retry; if it stays so, check the network and the provider's state."),
    QT_TRANSLATE_NOOP("failures", "Connection refused"),
    QT_TRANSLATE_NOOP("failures", "Nothing accepts connections at the provider's address."),
    QT_TRANSLATE_NOOP("failures", "Check the base URL and whether the service or proxy behind it runs."),
    QT_TRANSLATE_NOOP("failures", "Name unknown"),
    QT_TRANSLATE_NOOP("failures", "The provider's host name could not be found."),
    QT_TRANSLATE_NOOP("failures", "Check the base URL, and the server's name resolution."),
    QT_TRANSLATE_NOOP("failures", "No secure connection"),
    QT_TRANSLATE_NOOP("failures", "The encrypted connection to the provider could not be made."),
    QT_TRANSLATE_NOOP("failures", "Check certificates, the clock and the proxy of the server."),
    QT_TRANSLATE_NOOP("failures", "Connection closed"),
    QT_TRANSLATE_NOOP("failures", "The provider closed the connection without an answer."),
    QT_TRANSLATE_NOOP("failures", "Retry; if it stays so, check the base URL and any proxy on the way."),
    QT_TRANSLATE_NOOP("failures", "Stream broke off"),
    QT_TRANSLATE_NOOP("failures", "The stream broke off before the answer was complete."),
    QT_TRANSLATE_NOOP("failures", "Retry; if it happens often, check proxies and time limits on the way."),
    QT_TRANSLATE_NOOP("failures", "Client hung up"),
    QT_TRANSLATE_NOOP("failures", "The client hung up before the answer was complete."),
    QT_TRANSLATE_NOOP("failures", "Nothing is wrong upstream; if it happens often, raise the client's time limit."),
    QT_TRANSLATE_NOOP("failures", "Provider failed"),
    QT_TRANSLATE_NOOP("failures", "The provider failed by itself."),
    QT_TRANSLATE_NOOP("failures", "Retry; if it stays so, look at the provider's state."),
    QT_TRANSLATE_NOOP("failures", "Failed"),
    QT_TRANSLATE_NOOP("failures", "The attempt failed, and nothing tells why."),
    QT_TRANSLATE_NOOP("failures", "Look at CPA's own log at that time."),
)


def kind_words(kind: FailureKind) -> KindWords:
    """Title, what happened and what to do next, in the window's language."""
    words = WORDS[kind]
    return KindWords(
        translate("failures", words.title), translate("failures", words.what), translate("failures", words.advice)
    )
