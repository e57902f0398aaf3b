"""Accounts, keys and models of one demo server, drawn from the catalogue by a seed."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass

from cpam_desktop.demo import catalog
from cpam_desktop.demo.auth_files import file_auth_index, key_auth_index
from cpam_desktop.demo.catalog import Channel, Model


@dataclass(frozen=True, slots=True)
class Credential:
    """One upstream account: an OAuth file, a service account or an API key."""

    channel: Channel
    source: str
    """As in the event: e-mail, project id (Vertex) or the upstream key itself."""
    auth_index: str
    file: str = ""
    """Auth file name, empty for a key in the configuration."""
    email: str = ""
    project: str = ""
    plan: str = ""
    token_hash: str = ""
    base_url: str = ""
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class ClientKey:
    """A downstream key, with the address its program calls from."""

    key: str
    address: str
    forwarded: str
    share: float


@dataclass(frozen=True, slots=True)
class Population:
    """Everyone in one demo world. `models` has the models in use by position of the channel in `CHANNELS`."""

    credentials: tuple[Credential, ...]
    keys: tuple[ClientKey, ...]
    models: tuple[tuple[Model, ...], ...]


_PLANS = ("plus", "pro", "team")


def populate(seed: int, *, n_models: int, n_accounts: int, n_keys: int) -> Population:
    """The same world for the same arguments: every channel has an account at least, every model is in use."""
    rng = random.Random(f"population {seed}")
    models = _models(n_models)
    used = [at for at, found in enumerate(models) if found]
    makers = _account_channels(rng, used, n_accounts)
    names = _people(rng)
    credentials = tuple(_credential(rng, catalog.CHANNELS[at], names, number) for number, at in enumerate(makers))
    return Population(credentials, tuple(_client_key(rng, number) for number in range(n_keys)), models)


def _models(wanted: int) -> tuple[tuple[Model, ...], ...]:
    """The first `wanted` distinct models, taken in turn from the channels; more than there are get made-up names."""
    chosen: list[list[Model]] = [[] for _ in catalog.CHANNELS]
    names: set[str] = set()
    for turn in range(max(len(channel.models) for channel in catalog.CHANNELS)):
        for at, channel in enumerate(catalog.CHANNELS):
            if turn >= len(channel.models):
                continue
            model = channel.models[turn]
            if model.name in names or len(names) < wanted:
                names.add(model.name)
                chosen[at].append(model)
    compat = next(at for at, channel in enumerate(catalog.CHANNELS) if channel.compat_name)
    for number in range(len(names), wanted):
        chosen[compat].append(Model(f"example/model-{number + 1}", 0.3, reasons=number % 2 == 0))
    return tuple(tuple(found) for found in chosen)


def _account_channels(rng: random.Random, used: list[int], wanted: int) -> list[int]:
    """One channel position an account: each channel once as long as they last, the rest by weight."""
    by_weight = sorted(used, key=lambda at: -catalog.CHANNELS[at].weight)
    first = by_weight[:wanted]
    weights = [catalog.CHANNELS[at].weight for at in used]
    return first + rng.choices(used, weights, k=max(0, wanted - len(first)))


def _people(rng: random.Random) -> list[str]:
    people = [f"{first}.{last}" for first in catalog.FIRST_NAMES for last in catalog.LAST_NAMES]
    rng.shuffle(people)
    return people


def _credential(rng: random.Random, channel: Channel, people: list[str], number: int) -> Credential:
    kind = channel.provider
    share = rng.uniform(0.3, 1.7)
    project = f"demo-{rng.choice(('atlas', 'birch', 'cedar', 'delta'))}-{rng.randrange(1000, 9999)}"
    if channel.auth_type == "apikey":
        key = f"{channel.key_prefix}DEMO{rng.getrandbits(96):024x}"
        index = key_auth_index(channel.compat_name or kind, channel.base_url, key)
        return Credential(channel, key, index, base_url=channel.base_url, share=share)
    token_hash = hashlib.sha256(f"demo token {rng.getrandbits(64)}".encode()).hexdigest()
    if kind == "vertex":
        file = f"vertex-{project}.json"
        email = f"demo@{project}.iam.example.com"
        return Credential(
            channel, project, file_auth_index(kind, file), file, email, project, token_hash=token_hash, share=share
        )
    email = f"{people[number % len(people)]}@{rng.choice(catalog.MAIL_DOMAINS)}"
    plan = rng.choice(_PLANS) if kind == "codex" else ""
    file = f"{kind}-{email}-{plan}.json" if plan else f"{kind}-{email}.json"
    return Credential(
        channel,
        email,
        file_auth_index(kind, file),
        file,
        email,
        project if channel.has_project else "",
        plan,
        token_hash,
        share=share,
    )


def _client_key(rng: random.Random, number: int) -> ClientKey:
    name = catalog.KEY_NAMES[number % len(catalog.KEY_NAMES)]
    round_ = number // len(catalog.KEY_NAMES)
    suffix = f"-{round_ + 1}" if round_ else ""
    key = f"sk-demo-{name}{suffix}-{rng.getrandbits(48):012x}"
    local = rng.random() < 0.3
    address = "127.0.0.1" if local else f"192.0.2.{rng.randrange(2, 250)}"
    forwarded = f"198.51.100.{rng.randrange(2, 250)}" if not local and rng.random() < 0.4 else ""
    return ClientKey(key, address, forwarded, 1 / (number + 2))
