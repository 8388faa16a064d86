"""Rights, for every command of the tree, button, form and menu, by whom and whichever way; a refusal writes nothing."""

from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, get_args

import pytest
import pytest_asyncio
from sqlalchemy import inspect

from bot import app
from bot.cogs.buttons import ENDED, NOT_YOURS
from bot.cogs.forms import NOT_KNOWN
from bot.discord.components.button import ASKERS, REVIEWS, Action, Use
from bot.discord.components.form import FormName
from bot.discord.member_queue import AT_ONCE
from bot.settings import Settings
from tests.conftest import LIBRARY, Dump, raw
from tests.rights import REFUSED, SAID, Level, level, walked
from tests.wire.discord import Channel, Guild, Loopback, Member, loopback
from tests.wire.discord.dialog import COMMAND, PRESSED, SUBMITTED, Modal
from tests.wire.discord.message import Message, walk
from tests.wire.discord.typed import typed
from tests.wire.discord.world import User
from tests.wire.process import Bot, running, synced
from tests.wire.stores import Stores

pytestmark = pytest.mark.asyncio(loop_scope="module")
# What is kept of an answer that was shown, and of the running bot; whoever is refused leaves no other trace.
TRANSIENT = ("reply", "shown", "lease", "command_sync", "completion", "sqlite_sequence")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def discord(stores: Stores) -> AsyncIterator[Loopback]:
    """Without Discord's description, against which other tests hold requests of each sort: here are hundreds."""
    async with loopback(validates=False) as made:
        await synced(made)
        yield made


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def bot(
    discord: Loopback, desk: Guild, away: Guild, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Bot]:
    folder = tmp_path_factory.mktemp("rights")
    async with running(discord, folder, COOLDOWN_COMMANDS="1000000", VERIFIER="off", LOG_LEVEL="ERROR") as connected:
        yield connected


@pytest.fixture(scope="module")
def away(discord: Loopback) -> Guild:
    """Another server."""
    guild = discord.guild("Away", "general")
    guild.role("moderators", "manage_guild")
    return guild


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def commands(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    url = f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('tree') / 'footnote.db'}"
    async with app.opened(Settings(_env_file=None, database_url=url, fixtures_dir=LIBRARY / "fixtures")) as opened:
        return walked(opened.cogs())


class People:
    """Everybody who may come, each for this module."""

    def __init__(self, discord: Loopback, desk: Guild, away: Guild) -> None:
        moderators = [guild.roles_named("moderators") for guild in (desk, away)]
        self.member = discord.member("ana", desk)
        self.moderator = discord.member("mona", desk, moderators[0])
        self.administrator = discord.member("ada", desk, [desk.role("administrators", "administrator")])
        self.stranger = discord.member("sven", away, moderators[1])


@pytest.fixture(scope="module")
def people(discord: Loopback, desk: Guild, away: Guild) -> People:
    return People(discord, desk, away)


@pytest_asyncio.fixture(loop_scope="module", scope="module", autouse=True)
async def something_to_change(bot: Bot, people: People) -> None:
    """A source with a fact, and a draft, a report and a question that wait, all of the server Desk."""
    mona, ana = people.moderator, people.member
    await mona.says("!source add pier-2031 title: A pier text: The pier is new.")
    said = "kind: event name: Jubilee topics: ferry text: The pier is new. source: pier-2031 paragraph: 1 yes: true"
    assert "Added: F11" in (await mona.says(f"!fact add {said}")).text
    assert "draft 1" in (await ana.says("!fact propose The pier is old. source: pier-2031 paragraph: 1")).text
    await ana.says("!report F11 it is late")
    # Whoever asked is not to be pointed to what changes here.
    await people.administrator.says("!setup corrections no")
    await ana.says("!ask-the-team what does the lighthouse cost?")


def written(bot: Bot, apart: Guild | None = None) -> list[str]:
    """Return all that the store holds but what is transient; with `apart` what is not that server's own."""
    if apart is None:
        lines = [line for line in Dump(bot.url)() if line.startswith('INSERT INTO "')]
        return [line for line in lines if line.split('"')[1] not in TRANSIENT]
    with raw(bot.url) as connection:
        found = inspect(connection)
        owned = [
            table
            for table in found.get_table_names()
            if table not in TRANSIENT and "server" in {column["name"] for column in found.get_columns(table)}
        ]
        others = f"WHERE server <> {apart.id} ORDER BY 1"
        return [
            f"{table} {row}" for table in owned for row in connection.exec_driver_sql(f"SELECT * FROM {table} {others}")
        ]


def of_all(bot: Bot) -> list[str]:
    """Return the facts and their history, and how the servers are set up: what members never change."""
    return [line for line in written(bot) if line.split('"')[1] in ("fact", "citation", "source", "revision", "server")]


async def prefix(member: Member, name: str, said: str, channel: Channel) -> str:
    return (await member.says(f"!{name} {said}", channel)).text


async def mention(member: Member, name: str, said: str, channel: Channel) -> str:
    return (await member.says(f"<@{member.discord.me.id}> {name} {said}", channel)).text


# The options of slash commands, by their names.
FILLED: dict[str, Any] = {
    "fact": "F11", "key": "pier-2031", "reason": "a slip", "number": "1", "report": "1", "settlement": "done",
    "topics": "ferry", "topic": "ferry", "text": "The pier is new.", "prefix": "?", "on": False, "question": "ferry",
    "words": "ferry", "name": "Gala", "kind": "event", "source": "pier-2031", "paragraph": "1", "yes": "true",
    "title": "Mine", "place": "pier-2031#1", "page": "mine", "draft": "1", "channel": "nowhere",
}  # fmt: skip


# And those of who may, who is to change nothing by it.
ABSENT = {"fact": "F999", "key": "absent-2031", "number": "999", "report": "999", "prefix": "!", "kind": "law"}


async def slash(member: Member, name: str, said: str, channel: Channel) -> str:
    discord = member.discord
    listed = {one["name"]: one for one in discord.commands[None]}
    # What everybody may do stands beside a group that moderators alone are shown.
    head, *rest = (beside if (beside := name.replace(" ", "-")) in listed else name).split()
    options = listed[head]["options"]
    for word in rest:
        options = next(one for one in options if one["name"] == word)["options"]
    filled = {one["name"]: FILLED[one["name"]] for one in options if one["name"] in FILLED}
    if not said:
        filled |= {field: value for field, value in ABSENT.items() if field in filled}
    # A server may have a command shown to everybody: what Discord hides does not count.
    data = typed(discord, member.guild, member.guild.owner, " ".join([head, *rest]), None, filled)
    outcome = await member.outcome(await member.starts(COMMAND, data, channel))
    return str(outcome.text)


Way = Callable[[Member, str, str, Channel], Coroutine[Any, Any, str]]
WAYS: dict[str, Way] = {"prefix": prefix, "mention": mention, "slash": slash}


def on(way: str, names: list[str]) -> list[str]:
    """Return the commands that can be given that way: a group by itself and what is hidden are no slash commands."""
    groups = {name for name in names if any(other.startswith(f"{name} ") for other in names)}
    return [name for name in names if name not in groups | {"sync"}] if way == "slash" else names


async def refuse(bot: Bot, way: str, who: Member, where: Channel, names: list[str], levels: set[Level]) -> int:
    """Have somebody try whatever is for these levels, and hold that each is refused and nothing written."""
    before, tried = written(bot), [name for name in on(way, names) if level(name) in levels]
    for name in tried:
        said = await WAYS[way](who, name, SAID.get(name, ""), where)
        assert REFUSED[level(name)] in said, (name, said)
    assert written(bot) == before
    return len(tried)


async def allow(way: str, who: Member, where: Channel, names: list[str], levels: set[Level]) -> None:
    """Have somebody give whatever is for these levels, and hold that none is refused."""
    for name in on(way, names):
        if level(name) in levels:
            # Without what it would change, so that the next who tries finds it as it was.
            said = await WAYS[way](who, name, SAID.get(name, "") if level(name) == "everybody" else "", where)
            assert not any(sentence in said for sentence in REFUSED.values()), (name, said)


@pytest.mark.parametrize("way", WAYS)
async def test_members_and_moderators_in_direct_messages_may_do_what_is_for_everybody(
    bot: Bot, discord: Loopback, people: People, commands: list[str], way: str
) -> None:
    before, direct = of_all(bot), discord.direct(people.moderator.user)
    for who, where in ((people.member, people.member.channel), (people.moderator, direct)):
        assert await refuse(bot, way, who, where, commands, {"moderators", "administrators", "operator"}) > 30
        await allow(way, who, where, commands, {"everybody"})
    assert of_all(bot) == before


@pytest.mark.parametrize("way", WAYS)
async def test_moderators_may_do_all_but_set_up_the_server_and_administrators_all(
    bot: Bot, people: People, commands: list[str], way: str
) -> None:
    moderator, administrator = people.moderator, people.administrator
    await refuse(bot, way, moderator, moderator.channel, commands, {"administrators", "operator"})
    await refuse(bot, way, administrator, administrator.channel, commands, {"operator"})
    await allow(way, administrator, administrator.channel, commands, {"everybody", "administrators"})
    # Last, since by slash command it does something.
    await allow(way, moderator, moderator.channel, commands, {"everybody", "moderators"})


@pytest.mark.parametrize("way", WAYS)
async def test_a_moderator_of_another_server_changes_nothing_of_this_one_and_sees_nothing(
    bot: Bot, people: People, away: Guild, commands: list[str], way: str
) -> None:
    before = written(bot, away)
    for name in on(way, commands):
        said = await WAYS[way](people.stranger, name, SAID.get(name, ""), people.stranger.channel)
        assert "The pier is new" not in said or "is no source" in said or name in ("fact add", "fact-propose"), (
            name,
            said,
        )
    assert written(bot, away) == before


async def test_programs_and_webhooks_are_not_answered_whatever_they_say(
    bot: Bot, discord: Loopback, desk: Guild, people: People, commands: list[str]
) -> None:
    before, channel = written(bot), people.member.channel
    for name in commands:
        for begins in ("!", discord.me.mention + " "):
            said = {"content": f"{begins}{name} {SAID.get(name, '')}"}
            program, webhook = User("program", bot=True), User("webhook", bot=True)
            desk.members[program.id] = (program, desk.roles_named("moderators"))
            for author, body in ((program, said), (webhook, {**said, "webhook_id": "12345"})):
                message = Message(channel, author, body)
                channel.messages[message.id] = message
                await discord.tell_message("MESSAGE_CREATE", message)
    # Members have their turns one after the other: when this one has had several, they would have had theirs.
    for _ in range(AT_ONCE):
        assert "Topics" in (await people.member.says("!topics")).text
    assert discord.unclaimed() == []
    assert written(bot) == before


async def pressed(who: Member, channel: Channel, action: Action, reply: str) -> str:
    """Press a button of a reply where the reply may not stand; return what is said, or the title of a form."""
    discord, custom_id = who.discord, Use(action, reply).custom_id
    button = {"type": 2, "id": 2, "style": 2, "label": action, "custom_id": custom_id}
    rows = [{"type": 1, "id": 1, "components": [button]}]
    message = Message(channel, discord.me, {"content": "A reply.", "components": rows}, claimed=True)
    channel.messages[message.id] = message
    dialog = await who.starts(PRESSED, {"component_type": 2, "custom_id": custom_id, "id": 2}, channel, message)
    outcome = await who.outcome(dialog)
    if outcome is message:
        outcome = await discord.until(lambda: next(iter(dialog.sent), None), "a word besides")
        outcome.claimed = True
    return str(outcome.title if isinstance(outcome, Modal) else outcome.text)


def number(message: Message) -> str:
    """Return the id of the reply that the buttons under a message are of."""
    (reply,) = {one["custom_id"].split(":")[2] for one in walk(message.components) if one["type"] == 2}
    return str(reply)


@contextmanager
def demoted(member: Member) -> Iterator[None]:
    """Take somebody's roles away for a while."""
    user, roles = member.guild.members[member.user.id]
    member.guild.members[user.id] = (user, [])
    yield
    member.guild.members[user.id] = (user, roles)


@pytest_asyncio.fixture(loop_scope="module")
async def preview(people: People) -> Message:
    return await people.moderator.says("!fact edit F11 text: The pier is new now.")


@pytest_asyncio.fixture(loop_scope="module")
async def draft(people: People) -> Message:
    return await people.moderator.says("!review show 1")


DECIDE: tuple[Action, ...] = ("yes", "no", "accept", "skip")


@pytest.mark.parametrize("action", get_args(Action))
async def test_a_button_is_its_askers_and_theirs_while_they_may(
    bot: Bot, people: People, preview: Message, draft: Message, action: Action
) -> None:
    message = draft if action in REVIEWS else preview
    before = written(bot)
    for who in (people.member, people.administrator):
        said = await pressed(who, who.channel, action, number(message))
        assert (said == NOT_YOURS) == (action in ASKERS), said
    stranger = people.stranger
    assert await pressed(stranger, stranger.channel, action, number(message)) == ENDED
    if action in DECIDE:
        with demoted(people.moderator):
            assert REFUSED["moderators"] in await pressed(people.moderator, message.channel, action, number(message))
    # Whoever may not decide may ask, and ask the team.
    if action != "ask-the-team":
        assert written(bot) == before


async def submitted(who: Member, channel: Channel, name: FormName, matter: str) -> str:
    """Send a form off that somebody knows the id of, and return what they are told."""
    filled = {
        **{"fact": "F11", "reason": "a slip", "kind": "event", "name": "Gala", "topics": "ferry"},
        **{"text": "The pier is new.", "source": "pier-2031", "paragraph": "1"},
    }
    inputs = [
        {"type": 18, "id": 1, "component": {"type": 4, "id": 1, "custom_id": field, "value": value}}
        for field, value in filled.items()
    ]
    data = {"custom_id": f"footnote:form:{name}:{matter}", "components": inputs}
    outcome = await who.outcome(await who.starts(SUBMITTED, data, channel))
    return str(outcome.text)


@pytest.mark.parametrize("name", get_args(FormName))
async def test_a_form_is_carried_out_as_the_command_that_it_stands_for(
    bot: Bot, people: People, preview: Message, draft: Message, name: FormName
) -> None:
    reply = number(draft if name in ("draft", "reject") else preview)
    everybody, before, library = name in ("wrong", "propose"), written(bot), of_all(bot)
    for who in (people.member, people.administrator, people.stranger):
        said = await submitted(who, who.channel, name, reply)
        assert (NOT_KNOWN not in said) == everybody, said
    if not everybody:
        assert written(bot) == before
    if name in ("draft", "reject"):
        with demoted(people.moderator):
            assert REFUSED["moderators"] in await submitted(people.moderator, draft.channel, name, reply)
        assert written(bot) == before
    # Forms propose, report and show a preview; none of them writes a fact.
    assert of_all(bot) == library


async def test_menus_ask_and_propose_and_write_nothing(bot: Bot, discord: Loopback, people: People) -> None:
    before = written(bot)
    for who in (people.member, people.moderator, people.administrator, people.stranger):
        for channel in (who.channel, discord.direct(who.user)):
            message = Message(channel, who.user, {"content": "The pier is new, pier-2031 ¶1"})
            channel.messages[message.id] = message
            assert (await who.uses("What do we know?", message)).ephemeral
            assert isinstance(await who.uses("Propose as fact", message), Modal)
    assert written(bot) == before
