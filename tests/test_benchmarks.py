"""The benchmarks run: what they measure is theirs to say, and is no test."""

import json
from pathlib import Path

from benchmarks.__main__ import Extent, main


def test_the_table_of_costs_is_made(tmp_path: Path) -> None:
    least = Extent(
        messages=20, rounds=1, lasting=20, asked=(300,), looked_up=(1200,), paragraphs=(600,), imported=10, turns=3
    )
    main(least, tmp_path / "bench.json")
    made = json.loads((tmp_path / "bench.json").read_text("utf-8"))
    assert made["extent"]["imported"] == 10
    assert {row["what"] for row in made["rows"]} >= {
        "!event hanoi: processor time, ms",
        "!event hanoi: answers a second",
        "!ask at 300 facts",
        "lookup at 1,200 facts",
        "!ask at 600 paragraphs, selective",
        "one !fact add, durable",
        "import of 10 facts",
    }
    assert all(row["before"] > 0 for row in made["rows"])
    assert all(row["ours"] > 0 for row in made["rows"])
