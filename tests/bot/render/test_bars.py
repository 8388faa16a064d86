"""Bars of text: the figure is never cut, in whatever width and whatever script the names are."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from bot.render.bars import bars
from db.kinds import Poll, Result, Survey

NAMES = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=120).filter(
    str.strip
)


def poll(*results: tuple[str, str, float]) -> Poll:
    made = tuple(Result(group=group, answer=answer, percent=percent) for group, answer, percent in results)
    return Poll(question="Boats?", survey=Survey(key="coast", title="Survey"), results=made)


def test_in_a_narrow_terminal_the_bar_gives_way_and_not_the_figure() -> None:
    assert bars(poll(("Republicans", "support", 85), ("Democrats", "support", 88)), 30) == [
        "Republicans  support  85%  ██▌",
        "Democrats    support  88%  ██▋",
    ]


def test_a_long_name_takes_nothing_from_the_other_lines() -> None:
    long, short = bars(poll(("x" * 100, "yes", 50), ("all", "yes", 100)), 76)
    assert "…  yes   50%  █████" in long
    assert short.endswith("  yes  100%  ██████████")


@given(st.lists(st.tuples(NAMES, NAMES, st.integers(0, 100)), min_size=1, max_size=5), st.integers(30, 200))
def test_every_line_has_its_figure_and_fits(results: list[tuple[str, str, int]], width: int) -> None:
    try:
        asked = poll(*results)
    except ValueError:
        return  # the same group and answer twice
    lines = bars(asked, width)
    figures = [f"{result.percent:g}%" for result in asked.results]
    assert all(f" {figure}" in line for line, figure in zip(lines, figures, strict=True))
    assert all(cell_len(line) <= width for line in lines)
    # Each figure ends in the same cell.
    ends = {cell_len(line[: line.rindex(figure)]) + len(figure) for line, figure in zip(lines, figures, strict=True)}
    assert len(ends) == 1
