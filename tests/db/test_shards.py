"""Which shard serves which server, as Discord has it."""

from hypothesis import given
from hypothesis import strategies as st

from db.shards import Shards


@given(st.integers(0, 2**63), st.integers(1, 64))
def test_each_server_is_served_by_one_shard(server: int, count: int) -> None:
    serving = [number for number in range(count) if Shards((number,), count).serve(server)]
    assert serving == [(server >> 22) % count]


def test_direct_messages_are_on_the_first_shard() -> None:
    assert Shards((0, 1), 4).serve(None)
    assert not Shards((1, 2, 3), 4).serve(None)


def test_shards_are_written_as_ranges() -> None:
    assert str(Shards((0, 1, 2, 3), 16)) == "shards 0-3 of 16"
    assert str(Shards((0, 2, 3, 9), 16)) == "shards 0, 2-3, 9 of 16"
    assert str(Shards((5,), 16)) == "shard 5 of 16"
