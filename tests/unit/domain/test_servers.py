from __future__ import annotations

from dataclasses import replace

import pytest

from cpam_desktop.domain.errors import InputError, NotReachable
from cpam_desktop.domain.servers import ConnectionTest, ServerProfile, checked_profile

PROFILE = ServerProfile("u", "home", "http://h:1")


def test_texts_are_trimmed_and_the_colour_is_in_lower_case() -> None:
    given = replace(PROFILE, name=" home ", ca_file=" /ca.pem ", proxy=" direct ", colour="#2F6FED")
    assert checked_profile(given) == replace(PROFILE, ca_file="/ca.pem", proxy="direct", colour="#2f6fed")


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 81])
def test_a_name_is_a_short_printable_text(name: str) -> None:
    with pytest.raises(InputError, match="name"):
        checked_profile(replace(PROFILE, name=name))


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "#1234567"])
def test_a_colour_has_six_hex_digits(colour: str) -> None:
    with pytest.raises(InputError, match="colour"):
        checked_profile(replace(PROFILE, colour=colour))


@pytest.mark.parametrize("proxy", ["http://user:fake@proxy:3128", "user:fake@proxy:3128", "http://[user@proxy"])
def test_a_proxy_with_a_password_is_not_saved_nor_repeated(proxy: str) -> None:
    with pytest.raises(InputError) as caught:
        checked_profile(replace(PROFILE, proxy=proxy))
    assert "fake" not in caught.value.sentence()


def test_a_connection_test_is_well_without_an_error() -> None:
    assert ConnectionTest("http://h:1", warnings=("usage is off",)).ok
    assert not ConnectionTest("http://h:1", NotReachable("refused")).ok
