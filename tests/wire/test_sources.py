"""Files over the wire: documents that come attached, and a server's facts out and in again."""

import pytest
import yaml

from tests import pdf
from tests.wire.discord import Guild, Loopback, Member

pytestmark = pytest.mark.asyncio(loop_scope="module")

TEXT = b"The pier was built in 1931.\n\nIt holds 40 boats.\n"


async def test_a_document_comes_with_a_message(mona: Member) -> None:
    added = await mona.says("!source add pier-2031 title: A pier", files={"pier.txt": TEXT})
    assert "its document has 2 paragraphs" in added.text
    assert "It holds 40 boats." in (await mona.says("!source pier-2031 2")).text


async def test_a_document_comes_with_a_slash_command(mona: Member) -> None:
    page = pdf.page(["The gulls are many, and nobody has counted them."])
    added = await mona.slash(
        "source add", key="gulls", title="On gulls", author="Lind, Ana", document=("gulls.pdf", page)
    )
    assert "its document has 1 paragraph" in added.text
    shown = await mona.slash("source-show", place="gulls 1")
    assert "The gulls are many, and nobody has counted them." in shown.text
    edited = await mona.slash("source edit", key="gulls", document=("gulls.md", b"The gulls are few."))
    assert "Every citation into it is intact." in edited.text
    forgotten = await mona.slash("source forget", key="gulls", reason="asked for")
    assert "Its text is gone from the store (2 versions)" in forgotten.text


async def test_what_is_no_document_is_refused(mona: Member) -> None:
    refused = await mona.says("!source add setup title: A program", files={"setup.txt": b"MZ\x00\x01"})
    assert "is not UTF-8 text" in refused.text
    path = await mona.says("!source add passwords title: Passwords file: /etc/passwd")
    assert "I open no files of the computer that I run on" in path.text


async def test_a_members_document_is_not_taken(ana: Member, mona: Member) -> None:
    denied = await ana.says("!source add mine title: Mine", files={"mine.txt": TEXT})
    assert "Only this server’s moderators may do that." in denied.text
    denied = await ana.says("!import", files={"facts.yaml": b"facts: []"})
    assert "Only this server’s moderators may do that." in denied.text
    assert "I have no source" in (await mona.says("!source mine")).text


async def test_a_servers_facts_go_out_and_into_another_server(discord: Loopback, desk: Guild, mona: Member) -> None:
    await mona.says("!source add quay-2031 title: A quay", files={"quay.txt": TEXT})
    await mona.says(
        "!fact add kind: event topics: ferry name: Building of the quay text: The quay was built in 1931. "
        "source: quay-2031 paragraph: 1 yes: true"
    )
    exported = await mona.slash("export")
    ((name, content),) = exported.files.items()
    assert "building-of-the-quay" in [fact["key"] for fact in yaml.safe_load(content)["facts"]]
    other = discord.guild("Elsewhere", "general")
    other.role("moderators", "manage_guild")
    channel = next(iter(other.channels.values()))
    other.system_channel, channel.spoken_in = channel, True
    await discord.join(other)
    await discord.next_message(channel)
    eve = discord.member("eve", other, list(other.roles.values()))
    assert "The quay was built" not in (await eve.says("!event quay")).text
    preview = await eve.says("!import", files={name: content})
    assert "Facts that would be added" in preview.text
    assert "The quay was built" not in (await eve.says("!event quay")).text
    taken = await eve.presses(preview, "Yes")
    assert "Facts added" in taken.text
    assert "The quay was built in 1931." in (await eve.says("!event quay")).text


async def test_all_is_verified_from_chat(mona: Member) -> None:
    assert "Every citation whose document is on hand is intact." in (await mona.slash("verify")).text
