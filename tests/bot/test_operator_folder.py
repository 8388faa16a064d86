"""The operator’s folder: what is no plain text in it is read as any file is, at a start and where it has changed."""

from pathlib import Path

import pytest

from bot import app
from bot.app import Services
from bot.briefing.answer import Answer
from bot.settings import Settings
from db.documents import Document
from tests import pdf
from tests.conftest import text

QUESTION = "How high is the crane?"
MARKDOWN = "# Crane\n\nThe crane is *41 m* high.\n"


@pytest.fixture
def documents(library: Path) -> Path:
    """The operator’s folder, and a source that names a file of it."""
    crane, quay = (
        "{key: crane-2031, title: Crane, document: crane.md}",
        "{key: quay-2031, title: Quay, document: q.pdf}",
    )
    named = f"sources: [{crane}, {quay}]\n"
    (library / "fixtures" / "crane.yaml").write_text(named, "utf-8")
    (library / "documents" / "q.pdf").write_bytes(pdf.page(["The quay is 900 m long."]))
    (library / "documents" / "crane.md").write_text(MARKDOWN, "utf-8")
    return library / "documents"


async def ask(opened: Services, question: str) -> Answer:
    async with opened.console() as terminal:
        return await terminal.say(question)


@pytest.mark.usefixtures("documents")
async def test_a_file_that_is_no_plain_text_is_read_and_can_be_asked(settings: Settings) -> None:
    for _ in range(2):
        async with app.opened(settings) as opened:
            assert (await ask(opened, QUESTION)).passages[0].excerpt == "The crane is 41 m high."
            assert (await ask(opened, "How long is the quay?")).passages[0].excerpt == "The quay is 900 m long."
            (shelved,) = (one for one in await opened.documents.shelved() if one.key == "crane-2031")
            assert shelved.path
            assert not [line for line in opened.opening if "WARNING" in line]


async def test_a_file_that_has_changed_is_a_new_version(settings: Settings, documents: Path) -> None:
    async with app.opened(settings) as opened:
        (documents / "crane.md").write_text(MARKDOWN.replace("41", "43.5"), "utf-8")
        assert (await ask(opened, QUESTION)).passages[0].excerpt == "The crane is 41 m high."
        # What the running bot does each minute.
        assert await opened.operator_folder.read() == []
        assert (await ask(opened, QUESTION)).passages[0].excerpt == "The crane is 43.5 m high."
        assert [one.key for one in await opened.documents.shelved()].count("crane-2031") == 2
        # Nothing has changed since.
        assert await opened.operator_folder.read() == []
        assert [one.key for one in await opened.documents.shelved()].count("crane-2031") == 2


async def test_plain_text_that_has_changed_is_searched_once_it_is_looked_at(settings: Settings, library: Path) -> None:
    async with app.opened(settings) as opened:
        (library / "documents" / "harbour.txt").write_text("The winch lifts 7 tons.\n", "utf-8")
        assert await opened.operator_folder.read() == []
        assert (await ask(opened, "How much does the winch lift?")).passages[0].excerpt == "The winch lifts 7 tons."


async def test_a_file_that_cannot_be_read_is_told_and_stops_no_other(settings: Settings, documents: Path) -> None:
    (documents / "q.pdf").write_bytes(b"%PDF-1.4\nnot much of it")
    async with app.opened(settings) as opened:
        told = "WARNING: of DOCUMENTS_DIR, “q.pdf” cannot be read: open it and save it anew, or paste the text."
        assert told in opened.opening
        assert (await ask(opened, QUESTION)).passages[0].excerpt == "The crane is 41 m high."


async def test_a_link_out_of_the_folder_is_not_followed(settings: Settings, documents: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("The crane is 99 m high.\n", "utf-8")
    (documents / "crane.md").unlink()
    (documents / "crane.md").symlink_to(tmp_path / "secret.md")
    async with app.opened(settings) as opened:
        assert "99" not in text(await ask(opened, QUESTION))


async def test_a_file_whose_lines_its_source_lists_stays_as_it_is(settings: Settings, documents: Path) -> None:
    listed = ", ".join(Document(MARKDOWN).fingerprints)
    named = f"sources:\n- {{key: crane-2031, title: Crane, document: crane.md, fingerprints: [{listed}]}}\n"
    (settings.fixtures_dir or documents).joinpath("crane.yaml").write_text(named, "utf-8")
    async with app.opened(settings) as opened:
        assert (await ask(opened, QUESTION)).passages[0].excerpt == "The crane is *41 m* high."


async def test_what_was_added_by_command_counts_before_the_folder(settings: Settings, documents: Path) -> None:
    (documents / "crane.md").unlink()
    async with app.opened(settings) as opened, opened.console() as terminal:
        assert (await terminal.say("!source edit crane-2031 text: The crane is 50 m high.")).status == "done"
        (documents / "crane.md").write_text(MARKDOWN, "utf-8")
        await opened.operator_folder.read()
        assert (await terminal.say(QUESTION)).passages[0].excerpt == "The crane is 50 m high."
