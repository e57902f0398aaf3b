"""The recorded events of CPA, counted by hand.

What each event must give stands in the reference on usage events, 1.3; how many there are of each kind was counted in
the recording. `x` below is how often a kind occurs; the sums are those of the products.

OpenAI-compatible (33 events)    x  uncached  read  write  output  reasoning  unclassified
    plain                       12       120     0      0      40          0             0
    cached                       3        24    96      0      40          0             0
    reasoning and cached         1        24    96      0      40         25             0
    cache write                  1        40    50     30      40          0             0
    impossible sum               1         0     0      0       0          0           999
    only a total                 1         0     0      0       0          0            77
    no usage sent                2         0     0      0       0          0             0
    image                        1        12     0      0    1056          0             0
    failed                      11         0     0      0       0          0             0
    sum                         33      1588   434     30    1736         25          1076   in all 4864

Claude (10 events)
    plain                        2        50     0      0      30          0             0
    cached                       3        50  1500    400      30          0             0
    thinking                     1        50     0      0      30         12             0
    failed                       4         0     0      0       0          0             0
    sum                         10       300  4500   1200     180         12             0   in all 6180

Gemini (8 events)
    plain                        2        70     0      0      20          0             0
    cached and thinking          3         6    64      0      55         35             0   (output 20 + 35)
    failed                       3         0     0      0       0          0             0
    sum                          8       158   192      0     205        105             0   in all 555

Codex (18 events)
    plain                        5       200     0      0      90          0             0
    cached and reasoning         3        72   128      0      90         60             0
    image tool                   7        15     0      0     272          0             0
    failed                       3         0     0      0       0          0             0
    sum                         18      1321   384      0    2624        180             0   in all 4329

xAI (2 events)
    plain                        2       200     0      0      90          0             0
    sum                          2       400     0      0     180          0             0   in all 580

All 71 events                         3767  5510   1230    4925        322          1076   in all 16508
    input 3767 + 5510 + 1230 = 10507; total 10507 + 4925 + 1076 = 16508; failed 11 + 4 + 3 + 3 = 21

Six CPA versions (12 events)
    cached                       6        24    96      0      40          0             0
    failed                       6         0     0      0       0          0             0
    sum                         12       144   576      0     240          0             0   in all 960
"""

from __future__ import annotations

import json
from dataclasses import astuple
from typing import Any

import pytest

from cpam_desktop.domain.events import Buckets, DeadLetter
from cpam_desktop.ingest.normalise import normalise
from cpam_desktop.ingest.parser import parse
from cpam_desktop.store.database import Database
from cpam_desktop.store.events import NewEvent
from tests.kit.history import RECORDED, keep, lines, older_events, one, select

# Events, failed ones, and uncached, read, write, output, reasoning, unclassified.
FAMILIES: dict[str, tuple[int, int, Buckets]] = {
    "OpenAICompatExecutor": (33, 11, Buckets(1588, 434, 30, 1736, 25, 1076)),
    "ClaudeExecutor": (10, 4, Buckets(300, 4500, 1200, 180, 12, 0)),
    "GeminiExecutor": (8, 3, Buckets(158, 192, 0, 205, 105, 0)),
    "CodexExecutor": (18, 3, Buckets(1321, 384, 0, 2624, 180, 0)),
    "XAIExecutor": (2, 0, Buckets(400, 0, 0, 180, 0, 0)),
}
SUMS = "sum(uncached), sum(cache_read), sum(cache_write), sum(output), sum(reasoning), sum(unclassified)"


def _rows(records: list[bytes]) -> list[NewEvent]:
    parsed = [parse(record) for record in records]
    assert not any(isinstance(item, DeadLetter) for item in parsed)
    return [normalise(*item) for item in parsed if not isinstance(item, DeadLetter)]


def _sum(rows: list[NewEvent]) -> Buckets:
    return Buckets(*(sum(column) for column in zip(*(astuple(row.buckets) for row in rows), strict=True)))


def test_all_71_events_are_stored_with_the_tokens_of_their_family(database: Database) -> None:
    stored = keep(database, lines(RECORDED))
    assert (stored.inserted, stored.duplicates, stored.dead_letters) == (71, 0, 0)
    rows = select(
        database,
        f"select u.executor, count(*), sum(failed), {SUMS} from event e join upstream u on u.id = e.upstream_id"
        " group by 1",
    )
    assert {row[0]: (row[1], row[2], Buckets(*row[3:])) for row in rows} == FAMILIES
    assert select(database, f"select count(*), sum(failed), {SUMS} from event") == [
        (71, 21, 3767, 5510, 1230, 4925, 322, 1076)
    ]
    assert one(database, "select count(*) from dead_letter") == 0


def test_the_same_sums_come_out_where_cpa_sends_no_breakdown() -> None:
    def older(record: bytes) -> bytes:
        fields: dict[str, Any] = json.loads(record)
        del fields["token_breakdown"]
        return json.dumps(fields).encode()

    rows = _rows([older(record) for record in lines(RECORDED)])
    by_family = {name: [row for row in rows if row.executor == name] for name in FAMILIES}
    assert {name: _sum(found) for name, found in by_family.items()} == {name: FAMILIES[name][2] for name in FAMILIES}


def test_the_12_events_of_six_versions_are_stored_with_their_tokens(database: Database) -> None:
    stored = keep(database, older_events())
    assert (stored.inserted, stored.duplicates, stored.dead_letters) == (12, 0, 0)
    assert select(database, f"select count(*), sum(failed), {SUMS} from event") == [(12, 6, 144, 576, 0, 240, 0, 0)]


def test_each_version_gives_the_same_tokens() -> None:
    rows = _rows(older_events())
    assert [row.failed for row in rows] == [True, False, *[False, True] * 5]
    assert {astuple(row.buckets) for row in rows if not row.failed} == {(24, 96, 0, 40, 0, 0)}
    assert {row.status for row in rows if not row.failed} == {200}
    # v6.9.38 and v6.10.8 have no `fail`: that they failed is all that is known.
    assert [row.status for row in rows if row.failed] == [0, 0, 401, 401, 401, 401]


def test_what_was_stored_once_is_known_again(database: Database) -> None:
    records = [*lines(RECORDED), *older_events()]
    assert keep(database, records).inserted == 83
    again = keep(database, records)
    assert (again.inserted, again.duplicates, again.dead_letters) == (0, 83, 0)
    twice = keep(database, records * 2, "another server")
    assert (twice.inserted, twice.duplicates) == (83, 83)


def test_two_events_of_one_request_are_two(database: Database) -> None:
    keep(database, lines(RECORDED))
    assert select(
        database,
        "select m.text, e.output from event e join term m on m.id = e.model_id where request_id = '22c6f4bb'"
        " order by e.id",
    ) == [("codex-plain", 90), ("gpt-image-2", 272)]


def test_a_failure_is_what_the_event_says_not_its_status(database: Database) -> None:
    keep(database, lines(RECORDED))
    assert select(
        database,
        "select e.failed, e.status, x.text from event e join term m on m.id = e.model_id"
        " join term x on x.id = e.error_id where m.text = 'claude-cut'",
    ) == [(1, 200, "unexpected EOF")]
    assert select(database, "select status, count(*) from event group by 1 order by 1") == [
        (200, 51),
        (400, 1),
        (401, 2),
        (403, 1),
        (408, 1),
        (429, 5),
        (499, 1),
        (500, 8),
        (503, 1),
    ]


def test_every_field_is_kept(database: Database) -> None:
    """Line 26 (another client key, user agent, forwarded-for), 12 (tier), 53 (effort), 66 (OAuth), 64 (generate)."""
    keep(database, lines(RECORDED))
    joined = (
        " from event e join client l on l.id = e.client_id join term t on t.id = e.tier_id"
        " join term f on f.id = e.effort_id join term a on a.id = e.alias_id join term q on q.id = e.quality_id"
        " join api_key k on k.id = e.key_id join credential c on c.id = e.credential_id"
        " left join term r on r.id = e.response_tier_id left join term h on h.id = e.token_hash_id where request_id = ?"
    )
    columns = "select l.ip, l.forwarded_for, l.user_agent, k.mask, t.text, q.text, e.accounting_version"
    assert select(database, columns + joined, "b573dcd6") == [
        ("127.0.0.1", "203.0.113.9, 10.0.0.1", "my-agent/1.2", "sk-…0002", "auto", "complete", 2)
    ]
    assert select(database, "select t.text, r.text" + joined, "a5c90bb4") == [("priority", "priority")]
    assert select(database, "select a.text, f.text" + joined + " and e.output = 90", "246dadea") == [
        ("codex-latest(high)", "high")
    ]
    assert select(database, "select c.source, c.auth_index, length(h.text)" + joined, "a8bdc07b") == [
        ("grok.user@example.com", "302e6858a028d84e", 64)
    ]
    assert select(database, "select distinct e.generate" + joined, "226b852c") == [(0,)]


@pytest.mark.parametrize(
    ("request_id", "names"),
    [
        ("43bcd0c7", {"Openai-Processing-Ms", "X-Ratelimit-Remaining-Requests", "X-Request-Id"}),
        ("39305908", set[str]()),  # no HTTP answer, no headers
    ],
)
def test_headers_are_kept_by_the_allow_list(database: Database, request_id: str, names: set[str]) -> None:
    keep(database, lines(RECORDED))
    headers = one(database, "select headers from event where request_id = ?", request_id)
    assert set(json.loads(headers) if headers else {}) == names


def test_the_newest_end_is_start_and_latency(database: Database) -> None:
    # Line 67 starts last (03:34:29.779767629Z) and takes 354 ms.
    assert keep(database, lines(RECORDED)).newest_ns == 1_795_404_870_133_767_629
