"""What a server told about itself, as pairs for the connection card: counts first, then its settings."""

from __future__ import annotations

from cpam_desktop.domain.fleet import ConfigSummary, CredentialCounts, ServerState
from cpam_desktop.ui.dashboard.facts import SmallFact
from cpam_desktop.ui.format import grouped, span
from cpam_desktop.ui.i18n import translate


def server_facts(server: ServerState) -> list[SmallFact]:
    """Nothing before the server was first reached."""
    facts, found = server.facts, list[SmallFact]()
    if facts.credentials is not None:
        found.append(_credentials(facts.credentials))
    if facts.config is not None:
        found += _keys(facts.config)
    if facts.models is not None:
        found.append(SmallFact(translate("dashboard", "Models"), grouped(facts.models)))
    return found + _usage(server) + ([] if facts.config is None else _settings(facts.config))


def _credentials(counts: CredentialCounts) -> SmallFact:
    states = (
        (counts.active, translate("dashboard", "{0} active")),
        (counts.disabled, translate("dashboard", "{0} off")),
        (counts.failing, translate("dashboard", "{0} failing")),
    )
    words = " · ".join(text.format(count) for count, text in states if count)
    value = grouped(counts.total) if counts.active == counts.total else f"{grouped(counts.total)} ({words})"
    return SmallFact(translate("dashboard", "Credentials"), value, "warn" if counts.failing else "text")


def _keys(config: ConfigSummary) -> list[SmallFact]:
    opened = config.client_keys == 0
    tip = translate("dashboard", "Without client keys the proxy is open to everybody who reaches it.") if opened else ""
    client = SmallFact(
        translate("dashboard", "Client keys"), grouped(config.client_keys), "warn" if opened else "text", tip
    )
    return [client, SmallFact(translate("dashboard", "Provider keys"), grouped(config.provider_keys))]


def _usage(server: ServerState) -> list[SmallFact]:
    """From the last test, because events depend on it."""
    test, found = server.test, list[SmallFact]()
    if test is not None and test.usage_enabled is not None:
        token = "text" if test.usage_enabled else "bad"
        found.append(SmallFact(translate("dashboard", "Usage statistics"), _on(test.usage_enabled), token))
    if test is not None and test.retention_s:
        short = "short_retention" in test.warnings
        tip = translate("dashboard", "How long the server keeps events that nobody has read yet.")
        kept = SmallFact(
            translate("dashboard", "Queue keeps"), span(test.retention_s), "warn" if short else "text", tip
        )
        found.append(kept)
    return found


def _settings(config: ConfigSummary) -> list[SmallFact]:
    proxy = translate("dashboard", "set") if config.uses_proxy else translate("dashboard", "none")
    return [
        SmallFact(translate("dashboard", "Routing"), config.strategy),
        SmallFact(translate("dashboard", "Retries"), grouped(config.retries)),
        SmallFact(translate("dashboard", "Logging"), _logging(config)),
        SmallFact(translate("dashboard", "Proxy"), proxy),
        SmallFact(translate("dashboard", "Debug"), _on(config.debug), "warn" if config.debug else "text"),
    ]


def _logging(config: ConfigSummary) -> str:
    """Where the log goes, and whether whole requests are kept as well."""
    target = translate("dashboard", "to file") if config.logs_to_file else translate("dashboard", "to console")
    return translate("dashboard", "{0}, with requests").format(target) if config.logs_requests else target


def _on(value: bool) -> str:
    return translate("dashboard", "On") if value else translate("dashboard", "Off")
