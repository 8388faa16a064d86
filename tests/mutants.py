"""Mutants of the modules that keep an invariant: `make mutants` changes a copy of each and runs the tests on it.

A mutant that survives is a line that no test holds, or one whose change makes no difference. `python -m tests.mutants
[--sample 25] [MODULE …]` takes so many of a module's mutants, the same ones each time.
"""

import argparse
import random
import shutil
import subprocess
import sys
from pathlib import Path

from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import TestOutcome, WorkerOutcome, WorkResult

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build" / "mutants"
TESTED_BY = {
    "bot/briefing/answer.py": "tests/bot/test_lookups.py tests/bot/test_verify.py tests/bot/render",
    "db/document_store.py": "tests/db/test_documents.py tests/bot/test_sources.py",
    "db/documents.py": "tests/db/test_documents.py tests/bot/test_sources.py",
    "db/ledger/chain.py": "tests/db/test_ledger.py tests/db/test_migrations.py",
    "db/ledger/fact_writer.py": "tests/db/test_ledger.py tests/db/test_seed.py tests/bot/test_fact_changes.py",
    "db/records.py": "tests/db/test_fixtures.py tests/bot/test_fact_fields.py",
    "db/sqlite/triggers.py": "tests/db/test_triggers.py",
    "db/upgrade.py": "tests/db/test_migrations.py tests/db/test_upgrade.py tests/db/test_triggers.py",
}
# In annotations, which are most places of it, every replacement fails at import.
UNTRIED = "core/ReplaceBinaryOperator_BitOr_"


def copied(copy: Path) -> Path:
    """Return a copy of the checkout, so that whatever stops the run leaves no mutant in the checkout itself."""
    shutil.rmtree(copy, ignore_errors=True)
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(lambda name: (ROOT / name).is_file(), listed.stdout.splitlines()):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    return copy


def sampled(session: WorkDB, size: int) -> None:
    """Skip all but so many mutants."""
    tried = [item for item in session.work_items if not item.mutations[0].operator_name.startswith(UNTRIED)]
    chosen = {item.job_id for item in random.Random(1).sample(tried, min(size, len(tried)))}
    for item in session.work_items:
        if item.job_id not in chosen:
            session.set_result(item.job_id, WorkResult(worker_outcome=WorkerOutcome.SKIPPED))


def mutate(module: str, size: int, copy: Path) -> bool:
    """Run the tests of a module on its mutants, print those that survive, and say whether there is none."""
    name = module.removesuffix(".py").replace("/", "-")
    config, database = BUILD / f"{name}.toml", BUILD / f"{name}.sqlite"
    database.unlink(missing_ok=True)
    command = f"{sys.executable} -m pytest -q -x -p no:cacheprovider {TESTED_BY[module]}"
    subprocess.run(command.split(), cwd=copy, check=True, stdout=subprocess.DEVNULL)
    config.write_text(
        f'[cosmic-ray]\nmodule-path = "{module}"\ntimeout = 120.0\ntest-command = "{command}"\n'
        '[cosmic-ray.distributor]\nname = "local"\n',
        "utf-8",
    )
    with use_db(database) as session:
        run("init", config, database, copy)
        sampled(session, size)
        run("exec", config, database, copy)
        tried = [result for _, result in session.results if result.worker_outcome != WorkerOutcome.SKIPPED]
    surviving = [result for result in tried if result.test_outcome == TestOutcome.SURVIVED]
    print(f"{module}: {len(tried) - len(surviving)} of {len(tried)} mutants killed", flush=True)
    for result in surviving:
        print(result.diff)
    return not surviving


def run(command: str, config: Path, database: Path, copy: Path) -> None:
    subprocess.run([sys.executable, "-m", "cosmic_ray.cli", command, config, database], cwd=copy, check=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("modules", nargs="*", default=list(TESTED_BY), choices=[*TESTED_BY, []], metavar="MODULE")
    parser.add_argument("--sample", type=int, default=25)
    arguments = parser.parse_args()
    copy = copied(BUILD / "tree")
    results = [mutate(module, arguments.sample, copy) for module in arguments.modules]
    sys.exit(not all(results))


if __name__ == "__main__":
    main()
