"""Which certificates are trusted, the same for HTTP and RESP."""

from __future__ import annotations

import ssl
from dataclasses import dataclass

import httpx

from cpam_desktop.domain.errors import InputError

_REASONS = {
    9: "is not valid yet",
    10: "has expired",
    18: "is self-signed and not known here",
    19: "comes from an authority that is not known here",
    20: "comes from an authority that is not known here",
    21: "comes from an authority that is not known here",
    62: "was issued for another host name",
    64: "was issued for another IP address",
}
"""OpenSSL's X509_V_ERR_* numbers in words."""


@dataclass(frozen=True, slots=True)
class TlsOptions:
    """`ca_file`: PEM file trusted besides the system's; `verify=False` is the marked choice to trust anybody."""

    ca_file: str = ""
    verify: bool = True

    def context(self) -> ssl.SSLContext:
        """A new context (httpx writes ALPN into the one it gets; RESP must not offer ALPN). InputError: no such CA."""
        if not self.verify:
            return httpx.create_ssl_context(verify=False, trust_env=False)
        context = httpx.create_ssl_context(trust_env=False)  # certifi, for systems whose store OpenSSL cannot read
        context.load_default_certs()
        if self.ca_file:
            try:
                context.load_verify_locations(cafile=self.ca_file)
            except OSError as error:  # ssl.SSLError is one
                reason = error.strerror if error.errno and not isinstance(error, ssl.SSLError) else "it is no PEM file"
                raise InputError(str(reason), title="The CA file cannot be read", field="ca_file") from error
        return context


def certificate_words(error: ssl.SSLCertVerificationError) -> str:
    """Why a certificate was not accepted, as a sentence's rest."""
    reason = _REASONS.get(error.verify_code, f"was not accepted ({error.verify_message})")
    return f"the server's certificate {reason}"
