"""The tables, as peewee sees them. The hot path (`store.events`) writes the same columns with plain SQL.

Dimensions are never shared between servers. A credential row carries its attribution snapshot; a later difference
makes a new row, so an event row never changes (decision 7).
"""

from __future__ import annotations

from peewee import AutoField, BlobField, BooleanField, IntegerField, Model, TextField


class Server(Model):
    """A CPA whose events are here. `uid` is the profile's uuid, or made up for an ad hoc URL or an import."""

    id = AutoField()
    uid = TextField(unique=True)
    base_url = TextField(default="", index=True)
    name = TextField(default="")


class Term(Model):
    """One text of a vocabulary: model, endpoint, effort, tier, quality, error, token hash."""

    id = AutoField()
    server_id = IntegerField()
    kind = TextField()
    text = TextField()

    class Meta:
        indexes = ((("server_id", "kind", "text"), True),)


class Upstream(Model):
    """Where an attempt went: provider, executor and auth type decide the channel."""

    id = AutoField()
    server_id = IntegerField()
    provider = TextField()
    executor = TextField()
    auth_type = TextField()
    channel = TextField()

    class Meta:
        indexes = ((("server_id", "provider", "executor", "auth_type"), True),)


class Credential(Model):
    """Whose credential ran it. `source` is an e-mail or project in clear, else a mask; `source_hash` always."""

    id = AutoField()
    server_id = IntegerField()
    auth_index = TextField()
    source_hash = TextField()
    source = TextField()
    account = TextField()
    label = TextField()
    file = TextField()
    provider = TextField()
    project = TextField()
    snapshot_ns = IntegerField()

    class Meta:
        indexes = ((("server_id", "auth_index", "source_hash"), False),)


class ApiKey(Model):
    """A client key: SHA-256 hex and mask, never the key."""

    id = AutoField()
    server_id = IntegerField()
    hash = TextField()
    mask = TextField()

    class Meta:
        table_name = "api_key"
        indexes = ((("server_id", "hash"), True),)


class Client(Model):
    """Who called: downstream address, forwarded-for as received, user agent (redacted)."""

    id = AutoField()
    server_id = IntegerField()
    ip = TextField()
    forwarded_for = TextField()
    user_agent = TextField()

    class Meta:
        indexes = ((("server_id", "ip", "forwarded_for", "user_agent"), True),)


class Event(Model):
    """One upstream attempt. Times in ns UTC, durations in ms; `raw_*` are the wire's overlapping numbers.

    The identity contains the time, so the key may begin with it: new rows then fall into the same few pages of the
    index, where identities alone would dirty a page an event (4.3 KB written an event against 0.8, measured).
    """

    id = AutoField()
    server_id = IntegerField()
    time_ns = IntegerField()
    identity = BlobField()
    request_id = TextField()
    upstream_id = IntegerField()
    credential_id = IntegerField()
    key_id = IntegerField()
    model_id = IntegerField()
    alias_id = IntegerField()
    endpoint_id = IntegerField()
    client_id = IntegerField()
    effort_id = IntegerField()
    tier_id = IntegerField()
    request_tier_id = IntegerField(null=True)
    response_tier_id = IntegerField(null=True)
    token_hash_id = IntegerField(null=True)
    quality_id = IntegerField(null=True)
    accounting_version = IntegerField()
    failed = BooleanField()
    generate = BooleanField()
    status = IntegerField()
    error_id = IntegerField(null=True)
    latency_ms = IntegerField(null=True)
    ttft_ms = IntegerField()
    uncached = IntegerField()
    cache_read = IntegerField()
    cache_write = IntegerField()
    output = IntegerField()
    reasoning = IntegerField()
    unclassified = IntegerField()
    raw_input = IntegerField()
    raw_output = IntegerField()
    raw_reasoning = IntegerField()
    raw_cached = IntegerField()
    raw_cache_read = IntegerField()
    raw_cache_creation = IntegerField()
    raw_total = IntegerField()
    headers = TextField(null=True)

    class Meta:
        indexes = ((("time_ns", "server_id", "identity"), True),)


class DeadLetter(Model):
    """A record that could not be understood, its secrets hashed; can be replayed. One row a (server, payload)."""

    id = AutoField()
    server_id = IntegerField()
    received_ns = IntegerField()
    payload = TextField()
    payload_hash = BlobField()
    error = TextField()

    class Meta:
        table_name = "dead_letter"
        indexes = ((("server_id", "payload_hash"), True),)


class GapRow(Model):
    """A period in which events may have passed unseen; `to_ns` null while it lasts."""

    id = AutoField()
    server_id = IntegerField()
    from_ns = IntegerField()
    to_ns = IntegerField(null=True)
    reason = TextField()
    certain = BooleanField()
    detail = TextField(default="")

    class Meta:
        table_name = "gap"
        indexes = ((("server_id", "from_ns"), False),)


class Watch(Model):
    """Until when a server's events were surely read: the anchor of gaps over restarts."""

    server_id = IntegerField(primary_key=True)
    last_good_ns = IntegerField()
    retention_s = IntegerField()
    calls = IntegerField(null=True)  # sum of the server's own counters: one that fell means it restarted


class Segment(Model):
    """A sealed run of one server's events as a Parquet file; derived, can be made again from `event`.

    Every event with an id up to the highest `last_id` is in exactly one segment. `version` is that of the columns.
    """

    id = AutoField()
    server_id = IntegerField()
    file = TextField(unique=True)
    version = IntegerField()
    first_id = IntegerField()
    last_id = IntegerField(index=True)
    rows = IntegerField()
    min_ns = IntegerField()
    max_ns = IntegerField()
    bytes = IntegerField()
    checksum = TextField()


class Price(Model):
    """What a model costs from a moment on, in pico-USD a token; null where the source does not tell (decision 8).

    `source` is `user`, `synced` or `catalogue`; the tiers are JSON (`domain.pricing`).
    """

    id = AutoField()
    model = TextField()
    source = TextField()
    from_ns = IntegerField()
    input = IntegerField(null=True)
    output = IntegerField(null=True)
    cache_read = IntegerField(null=True)
    cache_write = IntegerField(null=True)
    cache_write_long = IntegerField(null=True)
    reasoning = IntegerField(null=True)
    context_tiers = TextField()
    service_tiers = TextField()
    source_model = TextField()
    updated_ns = IntegerField()

    class Meta:
        indexes = ((("model", "source", "from_ns"), True),)


class PriceRule(Model):
    """`model`: names that match `pattern` are priced as `target`. `long-write`: their cache writes last an hour."""

    id = AutoField()
    kind = TextField()
    position = IntegerField()
    pattern = TextField()
    target = TextField()

    class Meta:
        table_name = "price_rule"
        indexes = ((("kind", "pattern"), True),)


class Alias(Model):
    """What people call an API key (by hash), an account, a provider or a channel; `folded` is unique a kind."""

    id = AutoField()
    kind = TextField()
    key = TextField()
    given = TextField(column_name="alias")  # peewee has an `alias` of its own
    folded = TextField()
    updated_ns = IntegerField()

    class Meta:
        indexes = ((("kind", "key"), True), (("kind", "folded"), True))


class SavedView(Model):
    """Filters and columns of a page under a name; `server_uid` is empty for all servers together."""

    id = AutoField()
    page = TextField()
    server_uid = TextField()
    name = TextField()
    body = TextField()

    class Meta:
        table_name = "saved_view"
        indexes = ((("page", "server_uid", "name"), True),)


class Setting(Model):
    """What belongs to the history and not to a window: a name and JSON."""

    id = AutoField()
    name = TextField(unique=True)
    value = TextField()


class ImportMark(Model):
    """How far a file was imported, so that an import that was broken off goes on from there."""

    id = AutoField()
    fingerprint = TextField()
    server_id = IntegerField()
    position = IntegerField()
    line = IntegerField()
    total = IntegerField()
    added = IntegerField()
    duplicates = IntegerField()
    failed = IntegerField()
    updated_ns = IntegerField()

    class Meta:
        table_name = "import_mark"
        indexes = ((("fingerprint", "server_id"), True),)


TABLES: tuple[type[Model], ...] = (
    Server,
    Term,
    Upstream,
    Credential,
    ApiKey,
    Client,
    Event,
    DeadLetter,
    GapRow,
    Watch,
    Segment,
    Price,
    PriceRule,
    Alias,
    SavedView,
    Setting,
    ImportMark,
)
