"""Cards of every kind as Discord gets them: their characters counted, and pictures of them.

    python -m docs.cards FOLDER_OF_DOCUMENTS [FOLDER_FOR_PICTURES [KIND …]]

The bot runs with the shipped library against the loopback Discord of the tests. Of twenty kinds of answers it is
counted how much of the first page is statement, source and note. Where a folder for pictures is named, a picture of
each kind of card is drawn there: dark and light, as wide as a phone and as a desktop's window.
"""

import asyncio
import re
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

from docs.drawing import DESKTOP, PHONE, Drawn, Theme, beside, draw, sized
from tests.wire.discord import Member, Message, loopback
from tests.wire.discord.message import walk
from tests.wire.process import running, synced

HERE = Path(__file__).parent
KINDS: Final = (
    "!poll party",
    "!event hanoi",
    "!person warmbier",
    "!org kei",
    "!law sanctions",
    "!claim human-rights",
    "!brief human-rights",
    "!brief hanoi",
    "!compare human-rights",
    "!timeline 2018",
    "!timeline hanoi",
    "!find sanctions relief",
    "@Footnote what do Democrats think of human rights?",
    "@Footnote did human rights come up at Hanoi?",
    "@Footnote when did Trump and Kim meet in Singapore?",
    "@Footnote who is Otto Warmbier?",
    "@Footnote how many Americans want sanctions kept?",
    "@Footnote what does a ton of uranium cost?",
    "!law whales",
    "!source king-2020",
)
SORTS: Final = ("statement", "source", "note", "heading")
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(<[^>]*>\)")
_POSITION = re.compile(r"(-# )?Page \d+ of \d+$")


def counted(message: Message) -> Counter[str]:
    """Return how many characters of a card a reader sees of each sort; addresses behind words are not seen.

    Its title and the number of its page are left out. What a refusal says is missing is what it states, and where
    there are no statements, what is said is the answer.
    """
    found: Counter[str] = Counter()
    listing = False
    lines = [line for text in bodies(message) for line in text.splitlines() if not _POSITION.match(line)]
    for written in lines:
        line = _LINK.sub(r"\1", written)
        listing = listing or line == "**Sources**"
        if listing or re.match(r"-# \[\d+\]", line):
            sort = "source"
        elif line.startswith(("- ", "> ")):
            sort = "statement"
        elif line.startswith(("__", "**")):
            sort = "heading"
        else:
            sort = "note"
        found[sort] += len(re.sub(r"^(- |> |-# )|\\(?=\W)", "", line.strip()))
    refused = any("Ask the team" in label for label in message.buttons)
    if refused or not found["statement"]:
        found["statement"] += found.pop("note", 0)
    return found


def bodies(message: Message) -> list[str]:
    """Return the texts of a card without its title."""
    displayed = [one["content"] for one in walk(message.components) if one["type"] == 10]
    displayed = [text for text in displayed if not text.startswith("### ")]
    return [embed.get("description", "") for embed in message.embeds] + displayed


@dataclass(frozen=True)
class Stage:
    """Those who act in the pictures: a member and a moderator."""

    ana: Member
    mona: Member
    bot: str

    async def asks(self, words: str) -> list[Drawn]:
        return [said("Ana", words.replace("@Footnote", "**@Footnote**")), drawn(await self.says(words))]

    async def says(self, words: str) -> Message:
        """Write a command, or a question to the bot by its name; return its answer."""
        return await self.ana.says(words.replace("@Footnote", self.bot))

    async def presses(self, words: str, *labels: str) -> list[Drawn]:
        """Ask, and press one button after the other on what comes of it."""
        message = await self.says(words)
        for label in labels:
            message = await self.ana.presses(message, label)
        return [drawn(message)]


Scene: TypeAlias = Callable[[Stage], Awaitable[list[Drawn]]]


def _asked(words: str) -> Scene:
    return lambda stage: stage.asks(words)


def _pressed(words: str, *labels: str) -> Scene:
    return lambda stage: stage.presses(words, *labels)


def _slash(command: str, **options: Any) -> Scene:
    async def play(stage: Stage) -> list[Drawn]:
        return [drawn(await stage.mona.slash(command, **options))]

    return play


ADD: Final = (
    "!fact add kind: event topics: hanoi name: Talks at Hanoi when: 2019-02 text: Trump and Kim held talks in "
    "Hanoi in February 2019. source: outlook-2025 paragraph: 7"
)


async def _preview(stage: Stage) -> list[Drawn]:
    return [said("Mona", ADD), drawn(await stage.mona.says(ADD))]


async def _gap(stage: Stage) -> list[Drawn]:
    refused = await stage.says("@Footnote what does a ton of uranium cost?")
    asked = await stage.ana.presses(refused, "Ask the team")
    return [drawn(asked), drawn(await stage.mona.slash("gaps")), drawn(await stage.mona.slash("gap show", number="1"))]


async def _report(stage: Stage) -> list[Drawn]:
    shown = await stage.says("!law sanctions")
    form = await stage.ana.presses(shown, "Wrong?")
    (fact, *_) = (str(option["value"]) for one in walk(form.body["components"]) for option in one.get("options") or ())
    told = await stage.ana.submits(form, {"Which fact": fact, "Why": "The act has another year."})
    return [drawn(told), drawn(await stage.mona.slash("reports"))]


async def _review(stage: Stage) -> list[Drawn]:
    drafted = await stage.mona.says("!source facts king-2020")
    return [drawn(drafted), drawn(await stage.mona.slash("review show"))]


async def _correction(stage: Stage) -> list[Drawn]:
    added = await stage.mona.says(f"{ADD} yes: true")
    number = re.search(r"F\d+", added.text)
    assert number, added.text
    shown = await stage.says("!event talks at hanoi")
    edited = f"!fact edit {number[0]} text: Trump and Kim spoke in Hanoi in February 2019. reason: plainer yes: true"
    await stage.mona.says(edited)
    for _ in range(100):
        if "orrected" in shown.text:
            break
        await asyncio.sleep(0.1)
    pointer = max(stage.ana.channel.messages.values(), key=lambda message: message.id)
    return [drawn(shown), drawn(pointer)]


SCENES: Final[dict[str, Scene]] = {
    "fact": _asked("@Footnote when did Trump and Kim meet in Singapore?"),
    "event": _asked("!event hanoi"),
    "poll": _asked("!poll party"),
    "polls": _asked("!poll human-rights"),
    "person": _asked("!person warmbier"),
    "brief": _asked("!brief human-rights"),
    "brief-short": _asked("!brief hanoi"),
    "compare": _asked("!compare human-rights"),
    "timeline": _asked("!timeline hanoi"),
    "refusal": _asked("@Footnote what does a ton of uranium cost?"),
    "lookup-refusal": _asked("!law whales"),
    "passage": _asked("@Footnote how did the audience react to the panel?"),
    "sources": _pressed("!event hanoi", "Sources"),
    "details": _pressed("!poll party", "Details"),
    "why": _pressed("@Footnote who is Otto Warmbier?", "Why this?"),
    "copy": _pressed("!event hanoi", "Cite"),
    "cite": _asked("!cite F12"),
    "topics": _asked("!topics"),
    "source": _asked("!source king-2020"),
    "help": _asked("!help"),
    "help-poll": _asked("!help poll"),
    "settings": _slash("setup show"),
    "history": _slash("fact-history", fact="F1"),
    "audit": _slash("audit"),
    "error": _asked("!pol party"),
    "file": _asked("!brief hanoi file: md"),
    "preview": _preview,
    "gap": _gap,
    "report": _report,
    "review": _review,
    "correction": _correction,
}


# Those of which docs/cards-before.png and docs/cards-after.png have a picture.
OVERVIEW: Final = ("event", "poll", "refusal", "copy")


def said(author: str, words: str) -> Drawn:
    return Drawn(author, {"content": words})


def drawn(message: Message) -> Drawn:
    """Return a message of the bot's as it stands now, to be drawn."""
    return Drawn("Footnote", dict(message.body), dict(message.files), message.ephemeral)


@asynccontextmanager
async def staged(documents: Path | None) -> AsyncIterator[Stage]:
    """Give a server of the loopback Discord, with the bot in it that has the shipped library."""
    with tempfile.TemporaryDirectory() as folder:
        async with loopback(validates=False) as discord:
            await synced(discord)
            guild = discord.guild("Desk", "general")
            editors = guild.role("moderators", "manage_guild", "administrator")
            places = {"FIXTURES_DIR": str(HERE.parent / "fixtures"), "COOLDOWN_COMMANDS": "1000"}
            places["DOCUMENTS_DIR"] = str(documents.resolve() if documents else folder)
            async with running(discord, Path(folder), loaded=False, **places):
                ana, mona = discord.member("ana", guild), discord.member("mona", guild, [editors])
                yield Stage(ana, mona, discord.me.mention)


async def main(documents: Path, pictures: Path | None, only: list[str]) -> None:
    """Print a line an answer and the shares of all, and draw the pictures, or only those named."""
    async with staged(documents) as stage:
        if not only:
            await _count(stage)
        if pictures:
            await _draw(stage, pictures, only)


async def _count(stage: Stage) -> None:
    total: Counter[str] = Counter()
    for asked in KINDS:
        message = await stage.says(asked)
        found = counted(message)
        total += found
        position = re.search(r"Page 1 of (\d+)", message.text)
        count = position[1] if position else "1"
        counts = " / ".join(str(found[sort]) for sort in SORTS[:3])
        print(f"| `{asked.removeprefix('@Footnote ')}` | {counts} | {count} |", flush=True)
    print({sort: f"{total[sort] / total.total():.1%}" for sort in SORTS})


async def _draw(stage: Stage, pictures: Path, only: list[str]) -> None:
    looks: list[tuple[Theme, int]] = [("dark", PHONE), ("light", DESKTOP)]
    for name, scene in SCENES.items():
        if only and name not in only:
            continue
        try:
            messages = await scene(stage)
        except Exception as failure:
            print(f"{name}: {failure!r}", flush=True)
            continue
        for theme, width in looks:
            picture = pictures / f"{name}-{theme}-{width}.png"
            draw(messages, picture, theme=theme, width=width)
            print(sized(picture), flush=True)
    overview = [pictures / f"{name}-dark-{PHONE}.png" for name in OVERVIEW]
    if all(picture.exists() for picture in overview):
        beside(overview, pictures / "cards.png")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None, sys.argv[3:]))
