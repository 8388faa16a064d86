"""A start loads nothing heavy that few runs need."""

import os
import subprocess
import sys
from pathlib import Path

from bot.settings import Settings

# Drawing, the terminal's prompt, migrations, documents that are uploaded, the log, and the answering of questions.
LATER = {
    *("PIL", "fontpkg", "prompt_toolkit", "alembic", "pypdfium2", "resiliparse", "mammoth", "markdown_it"),
    *("structlog", "pygments", "spellchecker", "onnxruntime", "numpy", "tokenizers"),
}
# All that a list of commands does without.
AT_WORK = {"discord", "aiohttp", "sqlalchemy", "pydantic", "pydantic_settings", "yaml", "rich", "lark", "rapidfuzz"}


def loaded(code: str, environment: dict[str, str] | None = None) -> set[str]:
    """Return the packages that are loaded after the code, which prints them last."""
    ended = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint(*{{name.split('.')[0] for name in sys.modules}})"],
        cwd=Path(__file__).parents[3],
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(ended.stdout.splitlines()[-1].split())


def test_the_commands_are_listed_without_what_any_of_them_needs() -> None:
    assert not loaded("import bot.__main__") & (LATER | AT_WORK)


def test_what_reads_a_document_in_a_process_of_its_own_loads_nothing_that_the_bot_needs() -> None:
    """Each document that is added waits for one."""
    modules = "from bot.briefing.sources.readers import __main__, text"
    assert not loaded(modules) & (LATER | AT_WORK | {"asyncio"})


def test_a_lookup_loads_nothing_that_it_does_not_need(settings: Settings, url: str) -> None:
    ask = """
from bot.__main__ import main
sys.argv = ["footnote", "ask", "!topics"]
try:
    main()
except SystemExit as ended:
    assert not ended.code
"""
    here = {"DATABASE_URL": url, "FIXTURES_DIR": str(settings.fixtures_dir)}
    loaded(ask, here)  # which makes the database
    packages = loaded(ask, here)
    assert packages >= {"discord", "sqlalchemy"}
    assert not packages & LATER
