"""The RESP side, byte for byte: replies, error texts, subscribe mode, old versions."""

from __future__ import annotations

import pytest
import redis.exceptions

from tests.kit.demo import management, raw_resp, redis_client, running_demo

SUBSCRIBED = b"*3\r\n$9\r\nsubscribe\r\n$5\r\nusage\r\n:1\r\n"
REFRESH = b'*3\r\n$7\r\nmessage\r\n$5\r\nusage\r\n$24\r\n{"support_refresh":true}\r\n'


@pytest.mark.parametrize(
    ("command", "reply"),
    [
        (("LPOP", "usage"), "$-1"),
        (("lpop", "Usage", "5"), "*0"),
        (("RPOP", "usage", "0"), "-ERR value is not an integer or out of range"),
        (("LPOP", "usage", "-3"), "-ERR value is not an integer or out of range"),
        (("LPOP", "usage", "many"), "-ERR value is not an integer or out of range"),
        (("LPOP", "queue"), "-ERR unsupported channel 'queue'"),
        (("LPOP",), "-ERR wrong number of arguments for 'lpop' command"),
        (("SUBSCRIBE", "queue"), "-ERR unsupported channel 'queue'"),
        (("SUBSCRIBE", "usage", "errors"), "-ERR wrong number of arguments for 'subscribe' command"),
        (("AUTH",), "-ERR wrong number of arguments for 'auth' command"),
        (("AUTH", "a", "b", "c"), "-ERR wrong number of arguments for 'auth' command"),
        (("AUTH", "wrong"), "-ERR invalid management key"),
        (("AUTH", ""), "-ERR missing management key"),
        (("PING",), "-ERR unknown command 'ping'"),
        (("HELLO", "3"), "-ERR unknown command 'hello'"),
        (("CLIENT", "SETINFO", "LIB-NAME", "x"), "-ERR unknown command 'client'"),
        (("SELECT", "1"), "-ERR unknown command 'select'"),
        (("UNSUBSCRIBE",), "-ERR unknown command 'unsubscribe'"),
        (("QUIT",), "-ERR unknown command 'quit'"),
        ((), "-ERR empty command"),
    ],
)
async def test_replies(command: tuple[str, ...], reply: str) -> None:
    async with running_demo() as server, raw_resp(server) as raw:
        assert await raw.ask(*command) == reply
        assert await raw.ask("LPOP", "usage") in ("$-1", "-NOAUTH Authentication required.")


async def test_auth_with_any_user_name() -> None:
    async with running_demo() as server, raw_resp(server, login=False) as raw:
        assert await raw.ask("AUTH", "default", server.key) == "+OK"


async def test_pipelined_commands_in_pieces_and_in_every_spelling() -> None:
    async with running_demo() as server, raw_resp(server) as raw:
        server.publish(b'{"n":1}', b'{"n":2}', b'{"n":3}')
        raw.writer.write(b"*2\r\n+LPOP\r\n$5\r\nusage\r\n*3\r\n$4\r\nLP")
        await raw.exactly(b'$7\r\n{"n":1}\r\n')
        raw.writer.write(b"OP\r\n$5\r\nusage\r\n:2\r\n")
        await raw.exactly(b'*2\r\n$7\r\n{"n":2}\r\n$7\r\n{"n":3}\r\n')


@pytest.mark.parametrize("bad", [b"$4\r\nPING\r\n", b"*1\r\n*1\r\n", b"*x\r\n", b"*1\r\n$3\r\nPINGS\r\n", b"+PING\r\n"])
async def test_malformed_frames_end_the_connection(bad: bytes) -> None:
    async with running_demo() as server, raw_resp(server, login=False) as raw:
        raw.writer.write(bad)
        assert await raw.rest() == b"-ERR protocol error\r\n"


async def test_subscribe_mode() -> None:
    async with running_demo() as server, raw_resp(server) as raw:
        raw.send("SUBSCRIBE", "usage")
        await raw.exactly(SUBSCRIBED + REFRESH)
        raw.send("PING")
        await raw.exactly(b"*2\r\n$4\r\npong\r\n$-1\r\n")
        raw.send("ping", "there")
        await raw.exactly(b"*2\r\n$4\r\npong\r\n$5\r\nthere\r\n")
        assert await raw.ask("LPOP", "usage") == "-ERR unknown command 'lpop'"
        assert await raw.ask("SUBSCRIBE", "usage") == "-ERR unknown command 'subscribe'"
        server.publish(b'{"n":1}')
        await raw.exactly(b'*3\r\n$7\r\nmessage\r\n$5\r\nusage\r\n$7\r\n{"n":1}\r\n')
        raw.send("QUIT")
        assert await raw.rest() == b"+OK\r\n"
        assert server.state.queue.subscribers == 0


async def test_the_channel_is_echoed_as_spelled() -> None:
    async with running_demo() as server, raw_resp(server) as raw:
        raw.send("SUBSCRIBE", "USAGE")
        await raw.exactly(SUBSCRIBED.replace(b"usage", b"USAGE") + REFRESH.replace(b"\nusage", b"\nUSAGE"))


async def test_redis_py_with_its_defaults_is_refused_and_costs_a_strike() -> None:
    async with running_demo() as server, raw_resp(server, login=False) as raw:
        assert await raw.ask("HELLO", "3", "AUTH", "default", server.key) == "-NOAUTH Authentication required."
        assert server.state.gate.strikes == 1


async def test_a_wrong_key_in_redis_py() -> None:
    async with running_demo() as server, redis_client(server, key="wrong") as redis:
        with pytest.raises(redis_error(), match=r"^invalid management key$"):
            await redis.lpop("usage", 10)
        assert server.state.gate.strikes == 1


def redis_error() -> type[Exception]:
    return redis.exceptions.ResponseError


async def test_management_off_hangs_up_without_a_word() -> None:
    async with running_demo() as server, raw_resp(server, login=False) as raw:
        server.access.enabled = False
        raw.send("AUTH", server.key)
        assert await raw.rest() == b""


@pytest.mark.parametrize(
    ("version", "command", "reply"),
    [
        ("6.9.38", ("LPOP", "queue"), "$-1"),
        ("6.10.8", ("SUBSCRIBE", "usage"), "-ERR unknown command 'subscribe'"),
        ("7.1.43", ("LPOP", "queue", "3"), "*0"),
        ("v7.1.44", ("LPOP", "queue"), "-ERR unsupported channel 'queue'"),
        ("dev", ("LPOP", "queue"), "-ERR unsupported channel 'queue'"),
    ],
)
async def test_old_versions(version: str, command: tuple[str, ...], reply: str) -> None:
    async with running_demo(version=version) as server, raw_resp(server) as raw:
        assert await raw.ask(*command) == reply


async def test_7_0_7_sends_no_control_message() -> None:
    async with running_demo(version="7.0.7") as server, raw_resp(server) as raw:
        raw.send("SUBSCRIBE", "usage")
        await raw.exactly(SUBSCRIBED)
        server.change_credentials([])
        server.publish(b'{"n":1}')
        await raw.exactly(b'*3\r\n$7\r\nmessage\r\n$5\r\nusage\r\n$7\r\n{"n":1}\r\n')


async def test_7_1_17_has_no_resp_login() -> None:
    async with running_demo(version="7.1.17") as server, raw_resp(server, login=False) as raw:
        raw.send("AUTH", server.key)
        assert await raw.rest() == b"-ERR RESP AUTH disabled; use mTLS\r\n"
        assert server.state.gate.strikes == 0


async def test_before_6_9_38_resp_gets_an_http_answer() -> None:
    async with running_demo(version="6.9.37") as server, raw_resp(server, login=False) as raw:
        raw.send("AUTH", server.key)
        assert (await raw.line()) == "HTTP/1.1 400 Bad Request"


@pytest.mark.parametrize(
    ("version", "route", "status"),
    [
        ("6.10.7", "usage-queue", 404),
        ("6.10.8", "usage-queue", 200),
        ("6.9.46", "api-key-usage", 404),
        ("7.2.139", "max-retry-credentials", 404),
        ("7.2.140", "max-retry-credentials", 200),
        ("8.0.0", "config", 200),
    ],
)
async def test_routes_of_old_versions(version: str, route: str, status: int) -> None:
    async with running_demo(version=version) as server, management(server) as client:
        answer = await client.get(route)
        assert (answer.status_code, answer.headers["x-cpa-version"]) == (status, version)
        assert (answer.content == b"") is (status == 404)
