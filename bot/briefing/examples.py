"""Examples for help and refusals, taken from the library at hand; where that is empty, from one that is made up."""

from dataclasses import dataclass

from bot.briefing.prose import clean
from db.kinds import kinds_by_word
from db.store import Store


@dataclass(frozen=True)
class Example:
    """What stands for the fields in a text that explains: a source with a paragraph, a topic, a question, a name."""

    source: str = "post-2031"
    paragraph: int = 9
    topic: str = "ferry"
    question: str = "when does the ferry sail?"
    name: str = "ferry"

    def fill(self, text: str) -> str:
        """Return the text with its fields `{source}`, `{paragraph}`, `{topic}`, `{question}` and `{name}` filled in."""
        for field, value in vars(self).items():
            text = text.replace(f"{{{field}}}", str(value))
        return text


class Examples:
    """Gives examples as one server sees its library."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def here(self, server: int | None, command: str = "") -> Example:
        """Return an example; the name is one that the command, which looks facts of a kind up, finds."""
        found: dict[str, str | int] = {}
        cited = await self._store.counts.by_source(server)
        sources = [source for source in await self._store.sources(server) if not source.retired]
        if sources:
            source = max(sources, key=lambda source: cited.get(source.number, 0))
            _, paragraphs = await self._store.counts.cited_paragraphs(source, server)
            found |= {"source": source.key, "paragraph": min(paragraphs, default=1)}
        topics = [(count, topic) for topic, count in await self._store.topics(server) if count]
        if topics:
            _, topic = max(topics, key=lambda filed: filed[0])
            found |= {"topic": topic.key, "name": topic.key, "question": f"what is there on {clean(topic.title)}?"}
        if name := await self._name(command, server):
            found["name"] = name
        return Example(**found)  # type: ignore[arg-type]  # each is of its field's type

    async def _name(self, command: str, server: int | None) -> str | None:
        payload = kinds_by_word().get(command)
        if payload is None:
            return None
        if payload.DESCRIPTION.topical:
            return min(await self._store.counts.by_topic(payload.KIND, server), default=None)
        names = (clean(named.shown) for named in await self._store.names(payload.KIND, server))
        return next((name for name in names if name), None)
