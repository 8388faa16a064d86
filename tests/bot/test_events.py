"""What the gateway tells again is dropped, as long as it is remembered."""

from bot.discord.gateway import EventDeduplicator


def test_an_id_is_new_once() -> None:
    once = EventDeduplicator()
    assert [once.first(key) for key in ("1", "2", "1", "2", "3")] == [True, True, False, False, True]


def test_the_oldest_is_forgotten_first() -> None:
    once = EventDeduplicator(limit=2)
    assert [once.first(key) for key in ("1", "2", "3", "2", "1")] == [True, True, True, False, True]
