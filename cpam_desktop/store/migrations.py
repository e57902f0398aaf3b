"""Numbered steps from an empty file to today's tables; the file is copied before each upgrade of a used one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from cpam_desktop.domain.errors import StoreError

APPLICATION_ID = 0x4350414D  # "CPAM"

_V1 = """
create table server (id integer not null primary key, uid text not null, base_url text not null, name text not null);
create unique index server_uid on server (uid);
create index server_base_url on server (base_url);
create table term (id integer not null primary key, server_id integer not null, kind text not null,
  text text not null);
create unique index term_server_id_kind_text on term (server_id, kind, text);
create table upstream (id integer not null primary key, server_id integer not null, provider text not null,
  executor text not null, auth_type text not null, channel text not null);
create unique index upstream_key on upstream (server_id, provider, executor, auth_type);
create table credential (id integer not null primary key, server_id integer not null, auth_index text not null,
  source_hash text not null, source text not null, account text not null, label text not null, file text not null,
  provider text not null, project text not null, snapshot_ns integer not null);
create index credential_key on credential (server_id, auth_index, source_hash);
create table api_key (id integer not null primary key, server_id integer not null, hash text not null,
  mask text not null);
create unique index api_key_server_id_hash on api_key (server_id, hash);
create table client (id integer not null primary key, server_id integer not null, ip text not null,
  forwarded_for text not null, user_agent text not null);
create unique index client_key on client (server_id, ip, forwarded_for, user_agent);
create table event (id integer not null primary key, server_id integer not null, time_ns integer not null,
  identity blob not null, request_id text not null, upstream_id integer not null, credential_id integer not null,
  key_id integer not null, model_id integer not null, alias_id integer not null, endpoint_id integer not null,
  client_id integer not null, effort_id integer not null, tier_id integer not null, request_tier_id integer,
  response_tier_id integer, token_hash_id integer, quality_id integer, accounting_version integer not null,
  failed integer not null, generate integer not null, status integer not null, error_id integer, latency_ms integer,
  ttft_ms integer not null, uncached integer not null, cache_read integer not null, cache_write integer not null,
  output integer not null, reasoning integer not null, unclassified integer not null, raw_input integer not null,
  raw_output integer not null, raw_reasoning integer not null, raw_cached integer not null,
  raw_cache_read integer not null, raw_cache_creation integer not null, raw_total integer not null, headers text);
create unique index event_key on event (time_ns, server_id, identity);
create table dead_letter (id integer not null primary key, server_id integer not null, received_ns integer not null,
  payload text not null, payload_hash blob not null, error text not null);
create unique index dead_letter_key on dead_letter (server_id, payload_hash);
create table gap (id integer not null primary key, server_id integer not null, from_ns integer not null,
  to_ns integer, reason text not null, certain integer not null, detail text not null);
create index gap_server_id_from_ns on gap (server_id, from_ns);
create table watch (server_id integer not null primary key, last_good_ns integer not null,
  retention_s integer not null, calls integer);
"""

_V2 = """
create table segment (id integer not null primary key, server_id integer not null, file text not null,
  version integer not null, first_id integer not null, last_id integer not null, rows integer not null,
  min_ns integer not null, max_ns integer not null, bytes integer not null, checksum text not null);
create unique index segment_file on segment (file);
create index segment_last_id on segment (last_id);
create table price (id integer not null primary key, model text not null, source text not null,
  from_ns integer not null, input integer, output integer, cache_read integer, cache_write integer,
  cache_write_long integer, reasoning integer, context_tiers text not null, service_tiers text not null,
  source_model text not null, updated_ns integer not null);
create unique index price_key on price (model, source, from_ns);
create table price_rule (id integer not null primary key, kind text not null, position integer not null,
  pattern text not null, target text not null);
create unique index price_rule_key on price_rule (kind, pattern);
create table alias (id integer not null primary key, kind text not null, key text not null, alias text not null,
  folded text not null, updated_ns integer not null);
create unique index alias_kind_key on alias (kind, key);
create unique index alias_kind_folded on alias (kind, folded);
create table saved_view (id integer not null primary key, page text not null, server_uid text not null,
  name text not null, body text not null);
create unique index saved_view_key on saved_view (page, server_uid, name);
create table setting (id integer not null primary key, name text not null, value text not null);
create unique index setting_name on setting (name);
create table import_mark (id integer not null primary key, fingerprint text not null, server_id integer not null,
  position integer not null, line integer not null, total integer not null, added integer not null,
  duplicates integer not null, failed integer not null, updated_ns integer not null);
create unique index import_mark_key on import_mark (fingerprint, server_id);
"""

STEPS: tuple[str, ...] = (_V1, _V2)


def check_owner(path: Path) -> None:
    """Refuse a file of another program or of a newer version, without changing a byte of it."""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
        connection.execute("begin")  # one snapshot: another process may just be making the tables
        version = int(connection.execute("pragma user_version").fetchone()[0])
        application = int(connection.execute("pragma application_id").fetchone()[0])
        tables = int(connection.execute("select count(*) from sqlite_master").fetchone()[0])
    if application not in (0, APPLICATION_ID) or (application == 0 and tables):
        raise StoreError(f"{path} belongs to another program", hint="Name another file with --db.")
    if version > len(STEPS):
        raise StoreError(f"{path} was written by a newer version of CPAM Desktop", hint="Update the application.")


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the open database to the newest version."""
    version = int(connection.execute("pragma user_version").fetchone()[0])
    for number in range(version, len(STEPS)):
        if version:
            _copy(connection, path.with_name(f"{path.name}.before-v{number + 1}"))
        _step(connection, number)


def _step(connection: sqlite3.Connection, number: int) -> None:
    connection.execute("begin immediate")
    try:
        # Two processes may start at once: the second finds the step done.
        if int(connection.execute("pragma user_version").fetchone()[0]) == number:
            for statement in STEPS[number].split(";\n"):
                if statement.strip():
                    connection.execute(statement)
            connection.execute(f"pragma application_id = {APPLICATION_ID}")
            connection.execute(f"pragma user_version = {number + 1}")
        connection.commit()
    except BaseException:
        connection.rollback()
        raise


def _copy(connection: sqlite3.Connection, target: Path) -> None:
    with sqlite3.connect(target) as copy:
        connection.backup(copy)
    copy.close()
