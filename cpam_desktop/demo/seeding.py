"""Gives a new server its configuration, client keys and credential files from a population."""

from __future__ import annotations

from typing import Any

from cpam_desktop.demo import catalog
from cpam_desktop.demo.auth_files import AuthFile
from cpam_desktop.demo.catalog import Channel
from cpam_desktop.demo.clock import NS
from cpam_desktop.demo.defaults import default_config
from cpam_desktop.demo.population import Credential, Population


def demo_config(people: Population) -> dict[str, Any]:
    """The default configuration with everybody's keys in it."""
    config = default_config()
    config["api-keys"] = [key.key for key in people.keys]
    for channel, models in zip(catalog.CHANNELS, people.models, strict=True):
        mine = [who for who in people.credentials if who.channel is channel and not who.file]
        if not mine:
            continue
        names = [{"name": model.name, "alias": (model.aliases or (model.name,))[0]} for model in models]
        if channel.compat_name:
            config["openai-compatibility"] = [
                *(config["openai-compatibility"] or ()),
                _compatible(channel, mine, names),
            ]
        else:
            config[f"{channel.provider}-api-key"] = [_key_item(channel, who, names) for who in mine]
    return config


def _compatible(channel: Channel, credentials: list[Credential], models: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "name": channel.compat_name,
        "base-url": channel.base_url,
        "api-key-entries": [{"api-key": who.source} for who in credentials],
        "models": models,
    }


def _key_item(channel: Channel, who: Credential, models: list[dict[str, str]]) -> dict[str, Any]:
    if channel.provider == "gemini":
        return {"api-key": who.source}  # empty fields are left out of this list, and of this list only
    return {"api-key": who.source, "base-url": who.base_url, "proxy-url": "", "models": models}


def demo_auth_files(people: Population, now_ns: int) -> list[AuthFile]:
    """A file for every OAuth account and service account, written over the last weeks."""
    files: list[AuthFile] = []
    for number, who in enumerate(one for one in people.credentials if one.file):
        created = now_ns - (number % 40 + 1) * 86_400 * NS
        files.append(
            AuthFile(
                name=who.file,
                type=who.channel.provider,
                email=who.email,
                project_id=who.project,
                id_token=_id_token(who),
                created_ns=created,
                modified_ns=created,
                updated_ns=created,
                auth_index=who.auth_index,
            )
        )
    return files


def _id_token(who: Credential) -> dict[str, str] | None:
    if not who.plan:
        return None
    return {"chatgpt_account_id": f"acc-demo-{who.auth_index[:8]}", "plan_type": who.plan}
