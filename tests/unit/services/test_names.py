from __future__ import annotations

import json
from typing import Any

import pytest

from cpam_desktop.domain.bus import Bus
from cpam_desktop.domain.errors import InputError
from cpam_desktop.domain.names import AliasKind, AliasTaken, Name, NamesChanged
from cpam_desktop.services.name_files import NamesImported
from cpam_desktop.services.names import NameService
from cpam_desktop.store.database import Database
from tests.kit.history import CLIENT_HASH, CLIENT_KEY, DATA, keep, wire

KEY, ACCOUNT = AliasKind.API_KEY, AliasKind.ACCOUNT
GONE = "0" * 64
RECORDED = DATA / "usage-service" / "aliases"


class Told:
    """What the bus was told."""

    def __init__(self, bus: Bus) -> None:
        self.revisions: list[int] = []
        self._subscription = bus.subscribe(NamesChanged, lambda event: self.revisions.append(event.revision))


@pytest.fixture
def bus() -> Bus:
    return Bus()


@pytest.fixture
def names(database: Database, bus: Bus) -> NameService:
    keep(database, [wire(), wire(api_key="sk-client-beta-000002"), wire(api_key="")])
    return NameService(database, bus)


def _recorded(name: str, part: str) -> bytes:
    document: dict[str, Any] = json.loads((RECORDED / f"{name}.json").read_bytes())
    return json.dumps(document["request"]["json"] if part == "request" else document["body"]).encode()


async def test_names_are_set_listed_and_removed(names: NameService, bus: Bus) -> None:
    told = Told(bus)
    await names.set(KEY, CLIENT_HASH, " Build ")
    await names.set(ACCOUNT, "sk-…1111 · cc01de93", "Paid")
    await names.set(KEY, CLIENT_HASH, "Build")
    assert [(name.kind, name.key, name.alias) for name in await names.list()] == [
        (ACCOUNT, "sk-…1111 · cc01de93", "Paid"),
        (KEY, CLIENT_HASH, "Build"),
    ]
    assert [name.alias for name in await names.list(KEY)] == ["Build"]
    assert await names.remove(KEY, CLIENT_HASH)
    assert not await names.remove(KEY, CLIENT_HASH)
    assert await names.list(KEY) == ()
    assert told.revisions == [1, 2, 3], "what changes nothing is not told"
    assert (await names.book()).revision == 3


async def test_what_could_have_a_name(names: NameService) -> None:
    await names.set(KEY, GONE, "Old laptop")
    known = await names.known(KEY)
    assert [(item.shown, item.alias) for item in known] == [
        ("Old laptop · sha256:00000000", "Old laptop"),
        ("sk-…0001 · 175c34b6", ""),
        ("sk-…0002 · ce9793e4", ""),
    ]
    assert [item.key for item in await names.known(AliasKind.PROVIDER)] == ["codex"]


@pytest.mark.parametrize("text", ["175c34b6", "sk-…0001", "sk-...0001", CLIENT_HASH.upper(), "BUILD", "Build · …0001"])
async def test_a_key_is_found_by_what_people_see(names: NameService, text: str) -> None:
    await names.set(KEY, CLIENT_HASH, "Build")
    assert await names.find(KEY, text) == CLIENT_HASH


@pytest.mark.parametrize("text", [CLIENT_KEY, "AIzaSyFakeFakeFakeFakeFakeFake", "sk-never-seen-123456"])
async def test_a_clear_key_is_refused_and_not_repeated(names: NameService, text: str) -> None:
    with pytest.raises(InputError, match="looks like the key itself") as caught:
        await names.find(KEY, text)
    assert text not in caught.value.sentence()
    with pytest.raises(InputError, match="looks like the key itself"):
        await names.find(ACCOUNT, text)


async def test_a_clear_key_of_any_form_is_noticed_where_its_hash_is_known(database: Database, bus: Bus) -> None:
    keep(database, [wire(api_key="plain words as a key")])
    names = NameService(database, bus)
    with pytest.raises(InputError, match="looks like the key itself"):
        await names.find(KEY, "plain words as a key")
    (known,) = await names.known(KEY)
    with pytest.raises(InputError, match="API key in clear"):
        await names.set(KEY, known.key, "plain words as a key")


async def test_what_is_not_clear_is_refused(database: Database, names: NameService) -> None:
    keep(database, [wire(api_key="sk-client-gamma-xyz0001")])  # the same mask as that of the first
    with pytest.raises(InputError, match="several API keys are meant: 175c34b6c3e3… "):
        await names.find(KEY, "sk-…0001")
    with pytest.raises(InputError, match="no API key of the history"):
        await names.find(KEY, "175c34b")
    with pytest.raises(InputError, match="Known: codex"):
        await names.find(AliasKind.PROVIDER, "claude")
    assert await names.find(AliasKind.PROVIDER, "CODEX") == "codex"
    assert await names.find(ACCOUNT, "sk-...1111") == "sk-…1111 · cc01de93"
    assert await names.find(KEY, GONE) == GONE, "a whole hash needs no history"


async def test_a_name_is_not_what_another_one_is_called_by_itself(database: Database, names: NameService) -> None:
    keep(database, [wire(provider="claude", request_id="c")])
    with pytest.raises(AliasTaken) as caught:
        await names.set(AliasKind.PROVIDER, "codex", "Claude")
    assert caught.value.holder == "claude"
    await names.set(AliasKind.PROVIDER, "codex", "Codex")
    assert [item.shown for item in await names.known(AliasKind.PROVIDER)] == ["claude", "Codex · codex"]


async def test_the_recorded_requests_of_the_usage_service(names: NameService) -> None:
    assert await names.import_document(_recorded("put", "request")) == NamesImported(1, 0, 0, 0)
    with pytest.raises(AliasTaken) as caught:
        await names.import_document(_recorded("put-dup", "request"))
    assert (caught.value.reason, caught.value.holder) == ("api_key_alias_duplicate", CLIENT_HASH)
    with pytest.raises(InputError, match=r"items 1: .* SHA-256"):
        await names.import_document(_recorded("put-bad", "request"))
    assert [(name.key, name.alias) for name in await names.list()] == [(CLIENT_HASH, "alpha key")]


async def test_the_recorded_answer_comes_out_as_it_went_in(names: NameService) -> None:
    answer = _recorded("get2", "answer")
    await names.import_document(answer)
    assert await names.list() == (Name(KEY, CLIENT_HASH, "alpha key", 1_795_405_232_967_000_000),)
    assert json.loads(await names.export_document()) == json.loads(answer)
    assert await names.import_document(answer) == NamesImported(0, 0, 1, 0)


async def test_other_kinds_leave_only_when_asked(names: NameService) -> None:
    await names.set(KEY, CLIENT_HASH, "b")
    await names.set(KEY, GONE, "A")
    await names.set(ACCOUNT, "alice@example.com", "Alice")
    plain = json.loads(await names.export_document())
    assert list(plain) == ["items"]
    assert [item["alias"] for item in plain["items"]] == ["A", "b"]
    whole = await names.export_document(everything=True)
    (other,) = json.loads(whole)["names"]
    assert (other["kind"], other["key"], other["alias"]) == ("account", "alice@example.com", "Alice")
    await names.remove(ACCOUNT, "alice@example.com")
    assert await names.import_document(whole) == NamesImported(1, 0, 2, 0)


async def test_an_orphan_gives_its_name_away_only_where_that_is_said(names: NameService) -> None:
    await names.set(KEY, GONE, "Build")
    document = json.dumps({"items": [{"apiKeyHash": CLIENT_HASH, "alias": "BUILD"}]}).encode()
    with pytest.raises(AliasTaken):
        await names.import_document(document)
    assert await names.import_document(document, drop_orphans=True) == NamesImported(1, 0, 0, 1)
    assert [(name.key, name.alias) for name in await names.list()] == [(CLIENT_HASH, "BUILD")]


async def test_the_document_says_which_keys_are_in_use(names: NameService) -> None:
    await names.set(KEY, CLIENT_HASH, "Build")
    fields: dict[str, Any] = {"items": [{"apiKeyHash": GONE, "alias": "build"}], "allowOrphanAliasCleanup": True}
    with pytest.raises(AliasTaken):  # the history knows the holder
        await names.import_document(json.dumps(fields).encode())
    with pytest.raises(AliasTaken):
        await names.import_document(json.dumps({**fields, "activeApiKeyHashes": [CLIENT_HASH]}).encode())
    done = await names.import_document(json.dumps({**fields, "activeApiKeyHashes": [GONE]}).encode())
    assert done == NamesImported(1, 0, 0, 1)


async def test_of_two_items_for_one_key_the_last_counts(names: NameService) -> None:
    items = [{"apiKeyHash": GONE, "alias": "one", "updatedAtMs": -5}, {"apiKeyHash": GONE.upper(), "alias": "two"}]
    assert await names.import_document(json.dumps({"items": items}).encode()) == NamesImported(1, 0, 0, 0)
    assert [name.alias for name in await names.list()] == ["two"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff", "no JSON document"),
        (b"{", "no JSON document"),
        (b"[]", "holds no “items”"),
        (b'{"items":7}', "holds no “items”"),
        (b'{"items":[7]}', "items 1: it is no object"),
        (b'{"items":[{"alias":"x"}]}', "items 1: an API key is named by its SHA-256"),
        (b'{"items":[{"apiKeyHash":"' + b"a" * 64 + b'","alias":""}]}', "items 1: a name has 1 to 120"),
        (b'{"names":[{"kind":"model","key":"x","alias":"y"}]}', "names 1: “model” is nothing"),
        (b'{"names":[{"kind":"account","alias":"y"}]}', "names 1: it is not said which account"),
    ],
)
async def test_documents_that_cannot_be_used_change_nothing(names: NameService, data: bytes, words: str) -> None:
    with pytest.raises(InputError) as caught:
        await names.import_document(data)
    assert words in caught.value.sentence()
    assert (await names.book()).revision == 0
