"""What the gateway tells again is dropped, as long as it is remembered."""

from bot.events import Once


def test_an_id_is_new_once() -> None:
    once = Once()
    assert [once.first(key) for key in ("1", "2", "1", "2", "3")] == [True, True, False, False, True]


def test_the_oldest_is_forgotten_first() -> None:
    once = Once(limit=2)
    assert [once.first(key) for key in ("1", "2", "3", "2", "1")] == [True, True, True, False, True]
