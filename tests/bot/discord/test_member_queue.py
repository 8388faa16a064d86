"""The queue of messages: property tests."""

import asyncio
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from bot.discord.member_queue import MemberQueue


async def carried_out(arrivals: list[tuple[int, bool]], at_once: int) -> tuple[list[tuple[int, int]], int]:
    """Return what was carried out, as member and number, and how many messages of one member were in work at one time.

    A message comes in with a member, and after a moment in which others are in work or at once.
    """
    queue, done, busy, most = MemberQueue(at_once), list[tuple[int, int]](), dict[int, int](), 0

    async def work(member: int, number: int) -> None:
        nonlocal most
        busy[member] = busy.get(member, 0) + 1
        most = max(most, busy[member])
        for _ in range(3):
            await asyncio.sleep(0)
        busy[member] -= 1
        done.append((member, number))

    for number, (member, later) in enumerate(arrivals):
        if later:
            await asyncio.sleep(0)
        assert queue.add(member, partial(work, member, number))
    await queue.done()
    return done, most


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=60), st.integers(1, 5))
def test_all_are_carried_out_each_members_in_order_and_one_at_a_time(
    arrivals: list[tuple[int, bool]], at_once: int
) -> None:
    done, most = asyncio.run(carried_out(arrivals, at_once))
    members = [member for member, _ in arrivals]
    assert sorted(number for _, number in done) == list(range(len(arrivals)))
    for member in set(members):
        assert [number for who, number in done if who == member] == [
            number for number, who in enumerate(members) if who == member
        ]
    assert most <= 1


@given(st.integers(2, 40), st.integers(1, 5))
def test_nobody_waits_for_somebody_elses_hundredth(loud: int, others: int) -> None:
    done, _ = asyncio.run(
        carried_out([(member, False) for member in [0] * loud + list(range(1, others + 1))], at_once=1)
    )
    assert {member for member, _ in done[: others + 1]} == set(range(others + 1))


async def test_what_fails_keeps_nobody_waiting() -> None:
    queue, done = MemberQueue(1), list[int]()

    async def work(number: int) -> None:
        if number == 0:
            raise ValueError
        done.append(number)

    for number in range(3):
        queue.add(7, partial(work, number))
    await queue.done()
    assert done == [1, 2]


async def test_more_than_can_wait_is_refused() -> None:
    queue = MemberQueue(1, limit=2)

    async def work() -> None:
        await asyncio.sleep(0)

    assert [queue.add(member, work) for member in range(3)] == [True, True, False]
    await queue.done()
    assert queue.add(9, work)
    await queue.done()
