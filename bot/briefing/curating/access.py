"""Access to facts by their number or key: all that a server sees to read, its own to change."""

from bot.briefing.asker import Asker
from bot.briefing.prose import quoted
from bot.briefing.refusals import NAME_LIMIT, Refusal, within
from db.records import StoredFact
from db.store import Store


async def visible(store: Store, reference: str, server: int | None, command: str) -> StoredFact:
    """Return the fact that the server sees under the number or key; raises Refusal."""
    reference = within(reference, NAME_LIMIT, "the number of a fact")
    if not reference:
        raise Refusal("Say which fact: write `!{}`. Each answer ends its statements with their number.", command)
    fact = await store.fact(reference, server)
    if fact is None:
        raise Refusal("I have no fact {}: write its number, as in `!{}`. `!find` searches.", quoted(reference), command)
    return fact


async def supersedable(store: Store, reference: str, asker: Asker, command: str) -> StoredFact:
    """Return the fact that the asker may mark as superseded; raises Refusal, for a retracted one as well."""
    fact = await changeable(store, reference, asker, command)
    if fact.status == "retracted":
        raise Refusal("{0} is retracted, which says more. `!fact restore {0}` brings it back.", fact.label)
    return fact


async def changeable(store: Store, reference: str, asker: Asker, command: str) -> StoredFact:
    """Return the fact that the asker may change; raises Refusal, for a shared fact from a server as well."""
    fact = await visible(store, reference, asker.server, command)
    if fact.server is None and asker.server is not None:
        raise Refusal(
            "{0} is shared by all servers, and is only changed in the terminal. "
            "`!fact hide {0}` hides it in this server.",
            fact.label,
        )
    return fact
