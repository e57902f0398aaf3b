from __future__ import annotations

from cpam_desktop.domain.events import Buckets
from cpam_desktop.domain.figures import Cursor, Figures


def test_rates_are_shares_and_unknown_without_requests() -> None:
    assert Figures().success_rate is None
    assert Figures(requests=4, failed=1).success_rate == 0.75
    assert Figures(requests=4, failed=4).success_rate == 0.0


def test_the_cache_hit_rate_is_reads_among_all_input() -> None:
    assert Figures().cache_hit_rate is None
    assert Figures(tokens=Buckets(output=10)).cache_hit_rate is None
    assert Figures(tokens=Buckets(uncached=50, cache_read=150, cache_write=100)).cache_hit_rate == 0.5


def test_a_cursor_is_written_as_time_and_id() -> None:
    assert str(Cursor(1_795_404_831_073_341_464, 7)) == "1795404831073341464-7"
