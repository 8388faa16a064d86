"""Hard pairs by rule: questions and sentences that share their words and do not answer each other, and some that do.

A cross-encoder that has seen chance negatives alone learns that a sentence with the question's words answers it. Every
rule here takes a pair that answers and changes the one thing that decides: a name, a number, a group, who did it to
whom, a negation, an antonym, what is asked for. A rule returns nothing where the change might leave an answer.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from random import Random

from verifier.pairs import Pair
from verifier.roles import role_pairs
from verifier.words import ANTONYMS, AUXILIARIES, CUES, GROUPS, INTERROGATIVES, NEGATABLE, NOT_NAMES

# Either side of these does to the other what the other does to it.
MUTUAL = re.compile(
    r"\b(?:and|or|between|with|versus|vs|met|meet\w*|marr\w+|border\w*|border|differ\w*|relat\w+|equal\w*|join\w*|"
    r"ally|allied|talk\w*|agree\w*|share\w*|same|near|compar\w+|beside|next)\b|[,;/–—]",
    re.IGNORECASE,
)
NEGATION = re.compile(r"\b(?:not|never|no|none|nobody|nothing|neither|nor|without|cannot|\w+n['’]t)\b", re.IGNORECASE)
NAME = re.compile(r"\b[A-Z][\w'’-]*(?: (?:(?:of|the|de|von|van) )?[A-Z][\w'’-]*)*")
NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?![\w])")
WORD = re.compile(r"[\w'’-]+")


class Pool:
    """Names by the title that they stand under, and every word, so that what replaces another is of its kind."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        names: dict[str, set[str]] = defaultdict(set)
        self.words: set[str] = set()
        for text in {pair.text for pair in pairs}:
            title, _, sentence = text.partition(": ")
            names[title].update(names_in(sentence))
            self.words.update(word.lower() for word in WORD.findall(text))
        for pair in pairs:
            self.words.update(word.lower() for word in WORD.findall(pair.question))
        self._of_title = {title: sorted(found) for title, found in names.items()}
        self._of_length: dict[int, list[str]] = defaultdict(list)
        self.names = sorted(set().union(*names.values()))
        for name in self.names:
            self._of_length[len(name.split())].append(name)

    def another(self, name: str, pair: Pair, random: Random) -> str | None:
        """Another name of as many words as this, from the same title if there is one, and nowhere in the pair."""
        length, taken = len(name.split()), words_of(pair.question + " " + pair.text)
        near = [other for other in self._of_title.get(pair.title, ()) if len(other.split()) == length]
        wide = self._of_length.get(length, [])
        far = [random.choice(wide) for _ in range(8)] if wide else []
        random.shuffle(near)
        for other in near + far:
            if not words_of(other) & taken:
                return other
        return None


def words_of(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(text)}


def names_in(text: str) -> list[str]:
    """The runs of capitalised words of a text, without the small words that begin a sentence."""
    found = []
    for match in NAME.finditer(text):
        words = match[0].split()
        while words and words[0].lower().removesuffix("'s") in NOT_NAMES:
            words.pop(0)
        name = " ".join(words).removesuffix("'s").removesuffix("’s")
        if len(name) > 2:
            found.append(name)
    return found


def is_open(question: str) -> bool:
    """Whether the question asks for more than yes or no: a negated sentence still answers a question for yes or no."""
    return bool(INTERROGATIVES & words_of(question))


def exchanged(text: str, old: str, new: str) -> str:
    """The text with every whole occurrence of one word or name as another, in the case of what it replaces."""

    def cased(match: re.Match[str]) -> str:
        if match[0].islower():
            return new.lower()
        return new[:1].upper() + new[1:] if match[0][:1].isupper() else new

    return re.sub(rf"(?<![\w]){re.escape(old)}(?![\w])", cased, text, flags=re.IGNORECASE)


def contains(text: str, phrase: str) -> bool:
    return bool(re.search(rf"(?<![\w]){re.escape(phrase)}(?![\w])", text, re.IGNORECASE))


def other_name(pair: Pair, pool: Pool, random: Random) -> Pair | None:
    """The same question about another person, place or thing; or the same sentence about another."""
    sentence = pair.text.partition(": ")[2]
    names = [name for name in dict.fromkeys(names_in(pair.text)) if contains(pair.question, name)]
    # A word that is capitalised for beginning the sentence is not a name.
    names = [name for name in names if name in pair.question or (pair.question.islower() and " " in name)]
    # A name within a name that the question has too would stay behind.
    names = [name for name in names if not any(name != other and contains(other, name) for other in names)]
    if not names:
        return None
    name = random.choice(names)
    other = pool.another(name, pair, random)
    if other is None:
        return None
    if random.random() < 0.5 or not contains(sentence, name):
        return replace(pair, question=exchanged(pair.question, name, other), answers=False)
    return replace(pair, text=exchanged(pair.text, name, other), answers=False)


def other_number(pair: Pair, pool: Pool, random: Random) -> Pair | None:
    """Another year or amount, in the question or in the sentence, where both name it."""
    shared = [number for number in NUMBER.findall(pair.question) if contains(pair.text, number)]
    if not shared:
        return None
    number = random.choice(shared)
    digits = number.replace(",", "").replace(".", "")
    value = int(digits)
    if len(number) == 4 and 1000 <= value <= 2100:
        other = str(value + random.choice([-30, -12, -7, -4, -3, -2, -1, 1, 2, 3, 4, 6, 9]))
    else:
        other = str(max(1, value + random.choice([-5, -2, -1, 1, 2, 3, 7, value or 1])))
    if contains(pair.text, other) or contains(pair.question, other):
        return None
    if random.random() < 0.5:
        return replace(pair, question=exchanged(pair.question, number, other), answers=False)
    return replace(pair, text=exchanged(pair.text, number, other), answers=False)


def other_group(pair: Pair, pool: Pool, random: Random) -> Pair | None:
    """The question on a group beside the one that the sentence is about."""
    asked, said = words_of(pair.question), words_of(pair.text)
    choices = [
        (word, other)
        for group in GROUPS
        for word in group
        if word in asked and word in said
        for other in group
        if other != word and other not in said and other not in asked
    ]
    if not choices:
        return None
    word, other = random.choice(choices)
    return replace(pair, question=exchanged(pair.question, word, other), answers=False)


def antonym(pair: Pair, pool: Pool, random: Random) -> Pair | None:
    """The question with a word turned into its opposite, where the sentence says neither the opposite nor "not"."""
    if NEGATION.search(pair.text) or NEGATION.search(pair.question):
        return None
    asked, said = words_of(pair.question), words_of(pair.text)
    choices = [
        (word, other)
        for one, two in ANTONYMS
        for word, other in ((one, two), (two, one))
        if word in asked and word in said and other not in said and other not in asked
    ]
    if not choices:
        return None
    word, other = random.choice(choices)
    return replace(pair, question=exchanged(pair.question, word, other), answers=False)


def swapped(text: str, one: str, two: str) -> str:
    return "\0".join(
        exchanged(part, two, one) for part in re.split(rf"(?<![\w]){re.escape(one)}(?![\w])", text, flags=re.IGNORECASE)
    ).replace("\0", two)


def roles_swapped(pair: Pair, pool: Pool, random: Random) -> Pair | None:
    """Who asked whom, the other way round, in the question or in the sentence."""
    names = [name for name in dict.fromkeys(names_in(pair.text.partition(": ")[2])) if contains(pair.question, name)]
    for i, one in enumerate(names):
        for two in names[i + 1 :]:
            if words_of(one) & words_of(two):
                continue
            between = re.search(
                rf"(?:{re.escape(one)})(.*?)(?:{re.escape(two)})|(?:{re.escape(two)})(.*?)(?:{re.escape(one)})",
                pair.question,
                re.IGNORECASE,
            )
            gap = (between[1] or between[2] or "") if between else ""
            if between and len(gap.split()) in range(1, 7) and not MUTUAL.search(gap) and has_verb(gap):
                return replace(pair, question=swapped(pair.question, one, two), answers=False)
    return None


def has_verb(words: str) -> bool:
    """Whether there is a word that may be one."""
    return bool(words_of(words) - (NOT_NAMES - AUXILIARIES))


def base_form(past: str, pool: Pool) -> str | None:
    """The infinitive of a regular past, as far as the texts have it: "asked" gives "ask", "tried" gives "try"."""
    if not past.endswith("ed") or len(past) < 5:
        return None
    stem = past[:-2]
    forms = [stem, stem + "e", stem[:-1] if stem[-1:] == stem[-2:-1] else stem]
    if past.endswith("ied"):
        forms = [past[:-3] + "y"]
    return next((form for form in forms if form in pool.words and form not in NOT_NAMES), None)


def past_form(verb: str, pool: Pool) -> str | None:
    forms = [verb + "ed", verb + "d", verb[:-1] + "ied", verb + verb[-1] + "ed"]
    return next((form for form in forms if form in pool.words and base_form(form, pool) == verb), None)


def other_party(pair: Pair, pool: Pool, random: Random) -> Pair | None:
    """Who did it, where the sentence says to whom, and to whom, where it says who did it."""
    patient = re.match(r"(who|whom) did (.+?) (\w+)\?*$", pair.question, re.IGNORECASE)
    if patient and (past := past_form(patient[3].lower(), pool)):
        return replace(pair, question=f"{pair.question[:3]} {past} {patient[2]}?", answers=False)
    agent = re.match(r"(who) (\w+ed) ((?:the |a |an )?[\w'’ -]+?)\?*$", pair.question, re.IGNORECASE)
    if agent and len(agent[3].split()) <= 4 and (base := base_form(agent[2].lower(), pool)):
        return replace(pair, question=f"{agent[1]} did {agent[3]} {base}?", answers=False)
    passive = re.match(r"(who) was (\w+ed) by ([\w'’ -]+?)\?*$", pair.question, re.IGNORECASE)
    if passive:
        return replace(pair, question=f"{passive[1]} {passive[2]} {passive[3]}?", answers=False)
    return None


def negated_question(question: str, random: Random) -> str | None:
    """An open question for who did not, or when it did not happen."""
    if NEGATION.search(question) or not is_open(question):
        return None
    words = question.split()
    for at, word in enumerate(words[:6]):
        verb = word.lower()
        if verb not in NEGATABLE or at + 1 == len(words):
            continue
        after = words[at + 1]
        beside = re.search(r"(?:ed|en|ing)$", after) or (at and words[at - 1].lower() in {"who", "what", "which"})
        if verb not in {"did", "do", "does"} and beside and random.random() < 0.6 and not after[:1].isupper():
            return " ".join([*words[: at + 1], "not", *words[at + 1 :]])
        contracted = {"can": "can't", "will": "won't"}.get(verb, verb + "n't")
        return " ".join([*words[:at], contracted, *words[at + 1 :]])
    return None


def not_asked(pair: Pair, pool: Pool, random: Random) -> Pair | None:
    """Who did not, when it did not happen: of a sentence that says who did, and when it did."""
    if NEGATION.search(pair.text):
        return None
    question = negated_question(pair.question, random)
    return None if question is None else replace(pair, question=question, answers=False)


def negated_sentence(pair: Pair, pool: Pool) -> str | None:
    """The sentence with the verb that the question asks about negated."""
    title, colon, sentence = pair.text.partition(": ")
    if NEGATION.search(sentence):
        return None
    asked = words_of(pair.question)
    shared = re.search(
        r"\b(is|are|was|were|has|have|had|can|could|will|would|should) (?=((?!been)\w+))", sentence, re.IGNORECASE
    )
    if shared and shared[2].lower() in asked:
        return f"{title}{colon}{sentence[: shared.end()]}not {sentence[shared.end() :]}"
    for match in re.finditer(r"\b[a-z]+ed\b", sentence):
        base = base_form(match[0], pool)
        before = words_of(" ".join(sentence[: match.start()].split()[-3:]))
        if base and asked & {base, match[0]} and before and not before & (AUXILIARIES | {"by", "the", "a", "of"}):
            return f"{title}{colon}{sentence[: match.start()]}did not {base}{sentence[match.end() :]}"
    return None


def not_said(pair: Pair, pool: Pool, random: Random) -> Pair | None:
    """A sentence that says that it did not happen, to a question for when, where or who."""
    if not is_open(pair.question) or NEGATION.search(pair.question):
        return None
    text = negated_sentence(pair, pool)
    return None if text is None else replace(pair, text=text, answers=False)


def not_both(pair: Pair, pool: Pool, random: Random) -> Pair | None:
    """Who did not, and a sentence that says who did not: an answer, lest every "not" be taken for none."""
    question, text = negated_question(pair.question, random), negated_sentence(pair, pool)
    return replace(pair, question=question, text=text) if question and text else None


def denied(pairs: Sequence[Pair], both: Sequence[Pair], random: Random) -> list[Pair]:
    """A negated question with a sentence that denies something else, lest one "not" be an answer to any other."""
    by_title: dict[str, list[Pair]] = defaultdict(list)
    for pair in both:
        by_title[pair.title].append(pair)
    made = []
    for pair in both:
        others = [other for other in by_title[pair.title] if other.text != pair.text] or [random.choice(both)]
        text = random.choice(others).text
        if text != pair.text:
            made.append(replace(pair, text=text, answers=False))
    for pair in pairs:
        if not pair.answers and NEGATION.search(pair.text):
            question = negated_question(pair.question, random)
            if question is not None:
                made.append(replace(pair, question=question))
    return made


def other_want(pair: Pair, pool: Pool, random: Random) -> Pair | None:
    """Why, when or where it happened, of a sentence that says another of these alone."""
    match = re.match(
        r"(when|where|why|how|what year|in what year) (?=(?:did|do|does|is|are|was|were|has|have|can) )",
        pair.question,
        re.IGNORECASE,
    )
    if not match:
        return None
    sentence = pair.text.partition(": ")[2]
    wants = [want for want, cues in CUES.items() if want != match[1].lower() and not cues.search(sentence)]
    if match[1].lower() not in {"why", "how"} and not re.search(
        CUES["why"].pattern.replace("|for|to|as|by|from", ""), sentence, re.IGNORECASE
    ):
        wants.append("why")
    if not wants:
        return None
    want = random.choice(wants)
    if match[1][:1].isupper():
        want = want.capitalize()
    return replace(pair, question=f"{want} {pair.question[match.end() :]}", answers=False)


Rule = Callable[[Pair, Pool, Random], Pair | None]

RARE_RULES: tuple[Rule, ...] = (
    roles_swapped,
    other_party,
    other_want,
    other_group,
    other_number,
    antonym,
)
COMMON_RULES: tuple[Rule, ...] = (not_said, not_asked, other_name)


def hard_pairs(pairs: Sequence[Pair], seed: int = 0, each: int = 2) -> list[Pair]:
    """At most so many hard negatives for each pair that answers, the rarer rules first, and the positives by rule."""
    random, pool = Random(seed), Pool(pairs)  # noqa: S311 - the same pairs for the same seed
    made: list[Pair] = []
    both: list[Pair] = []
    for pair in pairs:
        if not pair.answers:
            continue
        found: list[Pair] = []
        # The common rules nearly always apply, so they come after the others and take turns.
        common = list(COMMON_RULES)
        random.shuffle(common)
        for rule in (*RARE_RULES, *common):
            changed = rule(pair, pool, random)
            if changed is not None and changed not in found and replace(changed, answers=True) != pair:
                found.append(changed)
            if len(found) == each:
                break
        made += found
        denial = not_both(pair, pool, random)
        if denial is not None:
            both.append(denial)
    names = [name for name in pool.names if len(name.split()) <= 3]
    return made + both + denied(pairs, both, random) + role_pairs(names, len(pairs) // 20, random)
