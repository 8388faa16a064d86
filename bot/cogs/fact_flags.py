"""The named arguments of the commands about facts."""

from discord.ext import commands

from bot.cogs.arguments import NamedArguments


class AddFlags(NamedArguments):
    """The arguments of `!fact add`; those of single kinds are `further`."""

    kind: str | None = commands.flag(description="poll, event, person, organization, law or claim", default=None)
    topics: str | None = commands.flag(description="what it is filed under: party, aid", default=None)
    text: str | None = commands.flag(description="what the paragraph says, in your own words", default=None)
    source: str | None = commands.flag(description="the key of the source: king-2020", default=None)
    paragraph: str | None = commands.flag(description="the number of the paragraph: 22", default=None)
    cite: str | None = commands.flag(description="several citations: king-2020#9, outlook-2025#7", default=None)
    name: str | None = commands.flag(description="of an event, person, organization or law", default=None)
    about: str | None = commands.flag(description="of a claim: the matter as a proposition", default=None)
    stance: str | None = commands.flag(description="of a claim: for, against or neutral", default=None)
    results: str | None = commands.flag(description="of a poll: Republicans support 85; Democrats 88", default=None)
    voice: str | None = commands.flag(description="reported, opinion, forecast or quotation", default=None)
    speaker: str | None = commands.flag(description="whose opinion, forecast, quotation or claim it is", default=None)
    quote: str | None = commands.flag(description="the words quoted, as they stand in the paragraph", default=None)
    when: str | None = commands.flag(description="its date: 2018-06-12, 2018, 2018-06/2019", default=None)
    aliases: str | None = commands.flag(description="other names by which it is looked up", default=None)
    asked: str | None = commands.flag(description="questions that it answers, parted by ;", default=None)
    reported: str | None = commands.flag(description="whose figure it is, where the source passes it on", default=None)
    note: str | None = commands.flag(description="an editor’s note, shown as ours", default=None)
    reason: str | None = commands.flag(description="how a figure comes about that is not in the text", default=None)
    corrects: str | None = commands.flag(description="the fact that this one corrects: F12", default=None)
    more: str | None = commands.flag(description="other arguments, as in: place: Hanoi outcome: none", default=None)
    yes: str | None = commands.flag(description="true writes it without a preview", default=None)

    further = (
        "key",
        "place",
        "participants",
        "outcome",
        "office",
        "jurisdiction",
        "status",
        "question",
        "wording",
        "complete",
        "survey",
        "sponsor",
        "pollster",
        "population",
        "fielded",
        "sample",
        "margin",
        "mode",
    )


class EditFlags(NamedArguments):
    """The arguments of `!fact edit`: those of `!fact add` but for the key, after the number of the fact."""

    subject = "fact"
    fact: str | None = commands.flag(description="the number of the fact: F12", default=None)
    text: str | None = commands.flag(description="the new text, in your own words", default=None)
    source: str | None = commands.flag(description="the key of the source: king-2020", default=None)
    paragraph: str | None = commands.flag(description="the number of the paragraph: 22", default=None)
    cite: str | None = commands.flag(description="all citations anew: king-2020#9, outlook-2025#7", default=None)
    topics: str | None = commands.flag(description="all topics anew: party, aid", default=None)
    kind: str | None = commands.flag(description="poll, event, person, organization, law or claim", default=None)
    name: str | None = commands.flag(description="of an event, person, organization or law", default=None)
    about: str | None = commands.flag(description="of a claim: the matter as a proposition", default=None)
    stance: str | None = commands.flag(description="of a claim: for, against or neutral", default=None)
    results: str | None = commands.flag(description="of a poll: Republicans support 85; Democrats 88", default=None)
    voice: str | None = commands.flag(description="reported, opinion, forecast or quotation", default=None)
    speaker: str | None = commands.flag(description="whose it is; - empties this or another field", default=None)
    quote: str | None = commands.flag(description="the words quoted, as they stand in the paragraph", default=None)
    when: str | None = commands.flag(description="its date: 2018-06-12, 2018, 2018-06/2019", default=None)
    aliases: str | None = commands.flag(description="all other names anew", default=None)
    asked: str | None = commands.flag(description="all questions that it answers anew, parted by ;", default=None)
    reported: str | None = commands.flag(description="whose figure it is, where the source passes it on", default=None)
    note: str | None = commands.flag(description="an editor’s note, shown as ours", default=None)
    reason: str | None = commands.flag(description="why, or how a figure comes about", default=None)
    more: str | None = commands.flag(description="other arguments, as in: place: Hanoi outcome: none", default=None)
    yes: str | None = commands.flag(description="true writes it without a preview", default=None)

    further = tuple(name for name in AddFlags.further if name != "key")


class OneFact(NamedArguments):
    """The number of a fact."""

    subject = "fact"
    fact: str | None = commands.flag(description="the number of the fact: F12", default=None)


class WithReason(NamedArguments):
    """The number of a fact, and why it is changed."""

    subject = "fact"
    fact: str | None = commands.flag(description="the number of the fact: F12", default=None)
    reason: str | None = commands.flag(description="why, for those who look at it in a year", default=None)


class DeprecateFlags(NamedArguments):
    """The arguments of `!fact deprecate`."""

    subject = "fact"
    fact: str | None = commands.flag(description="the number of the fact: F12", default=None)
    reason: str | None = commands.flag(description="what is wrong with it", default=None)
    by: str | None = commands.flag(description="the fact that corrects it: F13", default=None)


class ShowFlags(NamedArguments):
    """The arguments of `!fact show`."""

    subject = "fact"
    fact: str | None = commands.flag(description="the number of the fact: F12", default=None)
    as_of: str | None = commands.flag(name="as-of", description="how it was on a day: 2026-11-01", default=None)
