"""Cost: no message and no file takes more than a bound, or stands in the way of others."""

import asyncio
import json
import time
from collections.abc import Awaitable
from functools import partial
from typing import TypeVar

import pytest

from bot.app import Services
from bot.briefing.answer import Answer
from bot.briefing.asking.question_answering import QUESTION_LIMIT
from bot.briefing.curating import library_file
from bot.briefing.reviewing.source_drafts import SourceDrafts
from bot.render.pages import pages
from db.documents import fingerprint
from tests.bot.curating import ANA
from tests.conftest import Attached, Dump, Say, change, text
from tests.cost import cost

T = TypeVar("T")
HERE = {"server": 7, "member": 41, "name": "Ana"}
ELSEWHERE = {"server": 8, "member": 55, "name": "Eve"}

BLOCKED = 0.1  # seconds of processor time that others wait for their turn, at most
FINGERPRINT = fingerprint("The club meets at the harbour.")
LONG = 4000
# What a message of them is made of, and what it begins with.
SHAPES = {
    "figures in a period": ("!fact add kind: poll topics: ferry text: x source: harbour-2031#3 results: ", "in 2019 "),
    "shares": ("!fact edit F2 text: ", "5% of 6% "),
    "numbers in words": ("!fact edit F2 text: ", "one hundred thousand "),
    "dates": ("!fact edit F2 text: ", "on 5 May 2019 "),
    "an interval of intervals": ("!fact edit F2 when: ", "2019/"),
    "commands in a command": ("", "!audit "),
    "names of arguments": ("!fact add ", "a: "),
    "quotation marks": ("!fact add ", 'text: "'),
    "marks": ("!fact edit F2 text: a", "\u0301\u0327"),
    "one word": ("what is ", "ferry"),
    "questions joined": ("", "what is the ferry and "),
    "many questions": ("", "who? "),
    "mentions": ("", "<@1> "),
    "pinpoints": ("!source ", "harbour-2031#"),
    "names compared": ("!compare ", "ferry and "),
}


async def took(reply: Awaitable[Answer]) -> float:
    """Return the processor time of a reply."""
    began = time.process_time()
    assert text(await reply)
    return time.process_time() - began


@pytest.mark.parametrize(("begins", "unit"), SHAPES.values(), ids=SHAPES.keys())
async def test_a_message_costs_no_more_than_its_length(say: Say, begins: str, unit: str) -> None:
    def message(length: int) -> str:
        return begins + (unit * length)[:length]

    await say(message(100))
    short, long = [await took(say(message(length))) for length in (LONG // 4, LONG)]
    # Four times as long takes four times as long where it grows with the length, and sixteen times with its square.
    assert long < 0.5 or long < 9 * short, f"{short:.2f} s, then {long:.2f} s"
    assert long < 6


# What is said around a question, of which nothing may be read in more ways than the eye does.
TALK = {
    "words after it": "who is the mayor? " + "unquestionable " * 60,
    "one long word after asking": "i ask " + "a" * 1000 + " who is the mayor?",
    "just a": "just a " * 200 + "who is the mayor?",
    "thanks": "who is the mayor? " + "thanks " * 200,
    "white space": "who is" + " " * 1900 + "the mayor?",
    "white space before a joint": "who is" + "\t" * 1900 + "and the mayor",
    "brackets": "who is the mayor" + "(" * 1900 + "x",
    "years": "what happened in " + " ".join(map(str, range(1500, 1880))),
    "dates": "who spoke on " + "12 May 2019 " * 150,
    "lists of years": "who spoke in " + "2019, " * 320,
    "words that nobody knows": "what is " + " ".join(f"qx{chr(97 + n % 26)}{chr(97 + n // 26)}z" for n in range(320)),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("question", TALK.values(), ids=TALK.keys())
async def test_what_is_said_around_a_question_costs_no_more_than_its_length(say: Say, question: str) -> None:
    assert len(question) <= QUESTION_LIMIT
    assert await took(say(question)) < 4


def yaml_of(lines: list[str]) -> bytes:
    return "\n".join(lines).encode()


def doubled(depth: int) -> list[str]:
    """Return synonyms that refer to each other, each twice as long as the one before."""
    names = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}' if n else 'x'] * 2)}]" for n in range(depth)]
    return ["synonyms:", *(f"  - {name.split(': ', 1)[1]}" for name in names)]


FILES = {
    "anchors": (yaml_of(doubled(60)), "repeats itself by anchors"),
    "merges": (
        yaml_of(["facts:", "- &a0 {x: 1}", *(f"- &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}" for n in range(1, 60))]),
        "“<<” is not read: write the fields out",
    ),
    "a nest": (b"facts: " + b"[" * 40_000, "is nested too deeply"),
    "a nest of records": (b"{" + b'"a":{' * 50_000, "cannot be taken"),
    "a number without an end": (b"facts: [" + b"9" * 100_000 + b"]", "cannot be taken"),
    "names that are lists": (b"facts: [{[1, 2]: 3}]", "a name should be one word"),
    "another's tag": (
        b"facts: [!!python/object/apply:os.system ['true']]",
        "`facts:` is not what its tag !!python/object/apply:os.system says, or",
    ),
    "many topics": (
        yaml_of(["topics:", *(f"- {{key: t-{n}, title: x}}" for n in range(15_000))]),
        "has 15,000 topics: at most 1,000 are taken from one file",
    ),
    "many synonyms": (
        json.dumps({"synonyms": [[f"a{n}", f"b{n}"] for n in range(5_000)]}).encode(),
        "has 5,000 synonyms: at most 1,000 are taken from one file",
    ),
    "one long group": (json.dumps({"synonyms": [[f"a{n}" for n in range(60)]]}).encode(), "more than 50 words"),
}


FILES |= {
    f"a document of {name}": (
        json.dumps({"sources": [{"key": "s", "title": "S"}], "documents": [{"source": "s", "text": words}]}).encode(),
        f"brings the document of `s`, which has {said}",
    )
    for name, words, said in (
        ("a million lines", "a\n" * 1_000_000, "too many paragraphs: at most 20,000 are taken"),
        ("one long line", "a " * 300_000, "a paragraph of more than 500,000 characters"),
    )
}


@pytest.mark.parametrize(("content", "said"), FILES.values(), ids=FILES.keys())
async def test_a_file_costs_no_more_than_its_bounds_and_holds_up_nobody(
    say: Say, dump: Dump, content: bytes, said: str
) -> None:
    await say("!topics", **ELSEWHERE)
    before = dump()
    name = "facts.json" if content.startswith(b"{") else "facts.yaml"
    turns, costs = [], []
    for _ in range(3):
        began = time.process_time()
        answer, blocked = await while_others_ask(say("!import", **ANA, attachments=[Attached(name, content)]))
        turns.append(blocked)
        costs.append(time.process_time() - began)
        assert answer.status == "error"
        assert said in text(answer)
        assert dump() == before
    assert min(turns) < BLOCKED, "the loop waited for the file"
    assert min(costs) < 3


def brought(field: str, count: int) -> list[object]:
    """Return so many records of a field of a file."""
    if field == "synonyms":
        return [[f"a{n}", f"b{n}"] for n in range(count)]
    cited = [{"source": "s", "paragraph": 1, "fingerprint": FINGERPRINT}]
    named = {"payload": {"kind": "organization", "name": "Club"}, "text": "It meets.", "topics": ["t"]}
    more = {**named, "citations": cited} if field == "facts" else {"title": "x"}
    return [{"key": f"k-{n}", **more} for n in range(count)]


@pytest.mark.parametrize(("field", "most"), library_file.MOST.items())
async def test_one_file_brings_no_more_than_its_bounds(say: Say, dump: Dump, field: str, most: int) -> None:
    before = dump()
    content = json.dumps({field: brought(field, most + 1)}).encode()
    answer = await say("!import", **ANA, attachments=[Attached("facts.json", content)])
    assert text(answer).startswith(f"“facts.json” has {most + 1:,} {field}: at most {most:,} are taken from one file.")
    assert dump() == before


async def while_others_ask(reply: Awaitable[T]) -> tuple[T, float]:
    """Return the reply, and the processor time of the longest wait for a turn while it was made.

    It is that of this thread: how busy the machine is does not count. Whoever asserts it takes the least of three,
    since what is loaded at the first and what is collected of earlier tests count.
    """
    blocked, taken = 0.0, asyncio.ensure_future(reply)
    while not taken.done():
        at = time.thread_time()
        await asyncio.sleep(0.005)
        blocked = max(blocked, time.thread_time() - at)
    return taken.result(), blocked


DOCUMENTS = {
    "many paragraphs": "\n".join(f"The ferry to Höfn No. {n} left Älmhult harbour late." for n in range(5_000)),
    "one paragraph": "The ferry to Höfn left Älmhult harbour late. " * 5_000,
    "marks": "The ferry a" + "\u0301\u0327" * 150_000 + " left late.",
}


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS.keys())
async def test_a_long_document_holds_up_nobody(say: Say, document: str) -> None:
    await say("!source add pier-2031 title: A pier text: The club meets.", **HERE)
    turns = []
    for n in range(3):
        version = [Attached("pier.txt", f"Version {n}.\n{document}".encode())]
        answer, blocked = await while_others_ask(say("!source edit pier-2031", **HERE, attachments=version))
        assert answer.status == "done", text(answer)
        fact = f"!fact add kind: organization topics: ferry name: Club {n} text: A club. source: pier-2031 paragraph: 2"
        preview, blocked_too = await while_others_ask(say(fact, **HERE))
        assert preview.preview, text(preview)
        turns.append(max(blocked, blocked_too))
    assert min(turns) < BLOCKED, "the loop waited for the document"


async def held_up(say: Say, *messages: str, times: int = 3) -> float:
    """Return the least that the messages held up others in so many times, all of them together each time."""
    turns = []
    for _ in range(times):
        blocked = 0.0
        for message in messages:
            answer, most = await while_others_ask(say(message, **HERE))
            assert answer.status in ("done", "answered", "related"), text(answer)
            blocked = max(blocked, most)
        turns.append(blocked)
    return min(turns)


async def test_drafts_of_a_long_document_hold_up_nobody_however_many_topics_there_are(say: Say) -> None:
    names = [
        {"key": f"topic-{n}", "title": f"A matter {n}", "aliases": [f"{n} x {m}" for m in range(9)]} for n in range(999)
    ]
    content = json.dumps({"topics": [*names, {"key": "harbour", "title": "The old harbour"}]}).encode()
    assert (await say("!import", **HERE, attachments=[Attached("topics.json", content)])).preview
    assert (await say("!yes", **HERE)).status == "done"
    document = "\n".join(f"The ferry carried {1000 + n} people from the old harbour." for n in range(500))
    await say("!source add pier-2031 title: A pier", **HERE, attachments=[Attached("pier.txt", document.encode())])
    assert await held_up(say, "!source facts pier-2031", "!review pier-2031", "!review skip 7", "!inbox") < BLOCKED
    assert "500 drafts wait from 500 paragraphs of `pier-2031`, 0 new." in text(
        await say("!source facts pier-2031", **HERE)
    )
    assert "topics: ferry, harbour\n" in text(await say("!review 7", **HERE))


async def test_a_long_document_is_drafted_in_parts(say: Say, opened: Services) -> None:
    document = "\n".join(f"The ferry carried {1000 + n} people." for n in range(2_100))
    await say("!source add pier-2031 title: A pier", **HERE, attachments=[Attached("pier.txt", document.encode())])
    first = text(await say("!source facts pier-2031", **HERE))
    assert "2,000 drafts wait from 2,000 paragraphs of `pier-2031`, 2000 new." in first
    assert first.endswith("I read it as far as ¶2000: `!source facts pier-2031#2001` goes on.")
    rest = text(await say("!source facts pier-2031#2001", **HERE))
    assert "2,100 drafts wait from 100 paragraphs of `pier-2031`, 100 new." in rest
    assert rest.endswith("… and 95 more.")
    beyond = await say("!source facts pier-2031#2101", **HERE)
    assert text(beyond) == "`pier-2031` has paragraphs 1 to 2100: write `!source facts pier-2031#2100`."
    # Where the time is up it ends sooner, and after one paragraph at the soonest.
    hasty = SourceDrafts(opened.store, opened.evidence, opened.drafts, patience=0)
    assert [(await hasty.found(place, 7)).following for place in ("pier-2031", "pier-2031#9", "pier-2031#2100")] == [
        2,
        10,
        None,
    ]


@pytest.mark.sqlite("reads records in turns; on PostgreSQL the driver has made JSON of all of them before")
async def test_sources_with_long_documents_are_read_in_turns(say: Say, opened: Services, url: str) -> None:
    document = "\n".join(f"Line {n}." for n in range(10_000)).encode()
    await say("!source add pier-2031 title: A pier", **HERE, attachments=[Attached("pier.txt", document)])
    # Of each of them there are as many fingerprints as paragraphs.
    copy = "INSERT INTO source (server, key, record) SELECT server, 'p-{}', record FROM source WHERE key = 'pier-2031'"
    change(url, *(copy.format(n) for n in range(120)))
    read, completed = [], []
    for n in range(3):
        # What has been read stays in memory until something changes.
        await say(f"!source edit harbour-2031 note: Note {n}")
        read.append((await while_others_ask(say("!sources", **HERE)))[1])
        completed.append((await while_others_ask(opened.completion.of("source", "p-", 7)))[1])
    assert min(read) < BLOCKED
    assert min(completed) < BLOCKED


async def test_very_long_paragraphs_hold_up_nobody_and_are_shown_by_their_beginnings(say: Say) -> None:
    paragraph = "".join(f"The ferry to the old harbour carried {n} people late in the night. " for n in range(6_000))
    document = "\n".join([paragraph] * 4).encode()
    await say("!source add pier-2031 title: A pier", **HERE, attachments=[Attached("pier.txt", document)])
    assert await held_up(say, "!find people carried", "!source pier-2031 2", "!brief people carried") < BLOCKED
    for place in ("2", "1-4"):
        answer = await say(f"!source pier-2031 {place}", **HERE)
        assert f"… ({len(paragraph.strip()) - 5_000:,} characters more)" in text(answer)
        # However long it is, it is laid out as quickly as any other.
        assert cost(partial(pages, answer)) < BLOCKED


async def test_a_line_that_stands_in_thousands_of_places_holds_up_nobody(say: Say) -> None:
    def version(n: int) -> list[Attached]:
        return [Attached("pier.txt", "\n".join([*[f"Line {n}."] * n, *["Yes."] * 15_000]).encode())]

    await say("!source add pier-2031 title: A pier", **HERE, attachments=version(1))
    added = (
        "!fact add kind: organization topics: ferry name: Club text: A club. source: pier-2031 paragraph: 5 yes: true"
    )
    assert (await say(added, **HERE)).status == "done"
    turns = []
    for n in range(2, 5):
        answer, blocked = await while_others_ask(say("!source edit pier-2031", **HERE, attachments=version(n)))
        assert answer.status == "done", text(answer)
        turns.append(blocked)
    assert min(turns) < BLOCKED
    assert await held_up(say, "!verify", "!find club", "!cite club", "!brief ferry") < BLOCKED


@pytest.mark.parametrize(("said", "there"), [("7", "4037"), ("7%", "4037"), ("$7 million", "4037"), ("±7.7", "4037")])
async def test_a_figure_that_stands_nowhere_in_a_long_document_is_refused_cheaply(
    say: Say, said: str, there: str
) -> None:
    document = "\n".join(f"The ferry number {1001 + n} left the old harbour of the town late." for n in range(8_000))
    document = document.replace("7000", "7001")
    await say("!source add pier-2031 title: A pier", **HERE, attachments=[Attached("pier.txt", document.encode())])
    fact = "!fact add kind: organization topics: ferry name: Club {} text: A club. source: pier-2031 paragraph: 2"
    refused = f"`name:` {said}: nowhere in the document of `pier-2031`"
    assert refused in text(await say(fact.format(said), **HERE))
    # Numbers of which a 7 is a part need not be read as numbers; in thousands of paragraphs that takes seconds.
    costs = [await took(say(fact.format(said), **HERE)) for _ in range(3)]
    assert min(costs) < 0.6
    assert (await say(fact.format(there), **HERE)).preview


async def test_a_reply_does_not_wait_for_the_import_of_another_server(say: Say) -> None:
    fact = {
        "payload": {"kind": "organization", "name": "Club"},
        "text": "The club meets at the harbour.",
        "topics": ["ferry"],
        "citations": [{"source": "pier-2031", "paragraph": 1}],
    }
    await say("!source add pier-2031 title: A pier text: The club meets at the harbour.", **HERE)
    names = ["".join(chr(ord("a") + int(digit)) for digit in str(n)) for n in range(40)]
    facts = [
        {**fact, "key": f"club-{name}", "payload": {"kind": "organization", "name": f"Club {name}"}} for name in names
    ]
    source = {"key": "pier-2031", "title": "A pier", "fingerprints": [FINGERPRINT]}
    content = json.dumps({"sources": [source], "facts": facts}).encode()
    preview = await say("!import", **HERE, attachments=[Attached("clubs.json", content)])
    assert preview.preview, text(preview)
    taken = asyncio.ensure_future(say("!yes", **HERE))
    await asyncio.sleep(0)
    waits = []
    while not taken.done():
        began = time.monotonic()
        assert (await say("!event fish market", **ELSEWHERE)).status == "answered"
        waits.append(time.monotonic() - began)
    assert taken.result().status == "done", text(taken.result())
    assert len(waits) > 5, "answers come while it is written"


# What stands in a document once, without an end.
ENDLESS = {
    "one word": "Aa" * 20_000,
    "one number": "7" * 10_000,
    "one name": "Smith " * 20_000,
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("endless", ENDLESS.values(), ids=ENDLESS.keys())
async def test_what_has_no_end_in_a_document_is_read_no_longer_than_other_words(say: Say, endless: str) -> None:
    document = f"The ferrobus {endless} that the ferrobus left."
    added = await say("!source add pier-2031 title: A pier", **HERE, attachments=[Attached("p.txt", document.encode())])
    assert added.status == "done", text(added)
    for question in ("who left the ferrobus?", "where did the ferrobus leave?", "how much does the ferrobus cost?"):
        assert await took(say(f"!ask {question}", **HERE)) < 4


@pytest.mark.timeout(60)
async def test_the_parts_of_a_name_are_looked_for_no_longer_than_it_is(say: Say) -> None:
    document = [Attached("pier.txt", ("Smith " * 600).encode())]
    assert (await say("!source add pier-2031 title: A pier", **HERE, attachments=document)).status == "done"
    fact = "!fact add kind: organization topics: ferry name: Smith text: A club. source: pier-2031 paragraph: 1"
    assert await took(say(fact, **HERE)) < 4
