"""The note of a refusal: that no fact answers, which words of the question nothing here has, and what is near."""

from dataclasses import dataclass

from bot.briefing.asking.analysis import QuestionAnalysis
from bot.briefing.asking.lacks import in_words, lacks
from bot.briefing.asking.passage_retrieval import FoundPassages
from bot.briefing.asking.question import Term
from bot.briefing.asking.ranking import Ranked
from bot.briefing.asking.weighted_query import weighted_terms
from bot.briefing.prose import clean, listed, quoted
from db.notes import Line, Note, joined, line, note
from db.records import StoredFact

SEARCHED = 3  # words, each by itself


@dataclass(frozen=True)
class Closest:
    """The fact that comes nearest, and how it was ranked."""

    fact: StoredFact
    ranked: Ranked


def refusal_note(analysis: QuestionAnalysis, closest: Closest | None, found: FoundPassages, *, shows: bool) -> Note:
    """Return what is said where no fact answers; `shows` says that passages are shown, be they only near."""
    outdated = [
        line(
            "The file of `{}` has changed since it was read, and is not quoted: it is read anew within a minute where "
            "the bot is online, else at the next start.",
            key,
        )
        for key in found.outdated
    ]
    missing = _guesses(analysis, closest) if analysis.guesses else _missing(analysis, closest, found, shows)
    return (missing, *(_of_passages(found) if shows else ()), *outdated)


def _guesses(analysis: QuestionAnalysis, closest: Closest | None) -> Line:
    guesses = " ".join(
        f"I know no {quoted(typed)}: did you mean {quoted(meant)}?" for typed, meant in analysis.guesses.items()
    )
    return line("{} Closest is {}.", guesses, closest.fact.label) if closest else (guesses,)


def _missing(analysis: QuestionAnalysis, closest: Closest | None, found: FoundPassages, shows: bool) -> Line:
    """Say that no fact answers, what of the question nothing has, and what the nearest fact does not give."""
    vocabulary = found.vocabulary
    of_documents = weighted_terms(analysis.question, vocabulary.passages, vocabulary.total)
    in_documents = {each.term for each in of_documents if each.known}
    unknown = [each.term for each in analysis.weighted if not each.known and not each.term.generic]
    nowhere = [term for term in unknown if term not in in_documents]
    elsewhere = [term for term in unknown if term in in_documents]
    if shows and found.answer:
        said, nowhere = line("No fact answers that yet; the passages of the documents may."), []
    else:
        something = closest or shows or elsewhere
        said = line("I found no answer to that." if something else "I have nothing on that.")
        said = line("{} {}", said, _absent(nowhere, facts=analysis.total > 0, documents=vocabulary.total > 0))
        if elsewhere and not shows:
            where = joined(line("`!find {}`", clean(term.words)) for term in elsewhere[:SEARCHED])
            said = line("{} The documents have {}: see {}.", said, _named(elsewhere), where)
    if closest is None:
        return said
    if closest.fact.rank == "deprecated":
        return line("{} Closest is {}, which is superseded.", said, closest.fact.label)
    mentioned = {clean(term.words) for term in nowhere}
    lacking = [lack for lack in lacks(analysis.question, closest.ranked) if lack.words not in mentioned]
    what = f": {in_words(lacking)}" if lacking else ", which may not answer it" if not nowhere else ""
    return line("{} Closest is {}{}.", said, closest.fact.label, what)


def _absent(nowhere: list[Term], *, facts: bool, documents: bool) -> Line:
    """Say which of the words stand in no fact and no document; or that there is none of either here yet."""
    mentioned = _named(nowhere)
    match facts, documents:
        case False, False:
            return line("There is no fact and no document here yet: `!fact add` and `!source add` bring them.")
        case False, True:
            also = f", and no document mentions {mentioned}" if nowhere else ""
            return line("There is no fact here yet{}.", also)
        case True, True:
            return line("No fact and no document here mentions {}.", mentioned) if nowhere else ()
    return line("No fact here mentions {}.", mentioned) if nowhere else ()


def _named(terms: list[Term]) -> str:
    return listed([clean(term.words) for term in terms])


def _of_passages(found: FoundPassages) -> Note:
    """Say of the passages that they are only near, or how the one that answers is proposed as a fact."""
    if not found.answer:
        return note("The passages of the documents are only near it, and may not answer.")
    place = found.ranked[0].place
    where = f"source: {place.source.key} paragraph: {place.paragraph}"
    return note("`!fact propose text: … {}` proposes a fact of the first.", where)
