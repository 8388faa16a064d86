"""Cues: what in a sentence says that it states a fact, and what says that it does not."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.briefing.curating.figures import Figure, figures
from bot.briefing.curating.measures import DAY, MONTH, ORDINAL, cased
from db.dates.written import found

# From which weight on a sentence is taken for a fact.
ENOUGH = 2.0
_BESIDE = 5  # words beside a year that may belong to its date
_SHORTEST, _LONGEST = 20, 420  # characters
_FEWEST = 8  # letters of a sentence in a script without capitals


@dataclass(frozen=True)
class Cue:
    """A mark of facts of some sort, or with a weight below 0 of what is none."""

    name: str
    weight: float
    pattern: re.Pattern[str]


def _cue(name: str, weight: float, pattern: str, flags: int = re.IGNORECASE) -> Cue:
    return Cue(name, weight, re.compile(pattern, flags))


_BE = r"(?:is|are|was|were|be|been|being)"
_SORTS = (
    _cue(
        "obligation",
        2,
        r"\b(?:must|shall|should (?:not |be |only )|may (?:not|only)\b|cannot|ha(?:s|ve|d) to\b|needs? to be|"
        rf"{_BE} (?:not )?(?:required|obliged|obligated|prohibited|forbidden|banned|permitted|allowed|"
        rf"entitled|eligible|"
        r"mandatory|responsible for|subject to|recommended|encouraged|expected to|limited to|exempt)|"
        r"prohibits?|forbids?|requires?|obliges?|entitles?|mandates?|"
        r"(?:is|are) (?:no longer|not) (?:allowed|possible|supported|available|valid))",
    ),
    _cue(
        "definition",
        2,
        r"\b(?:(?:is|are|was|were) (?:an?|the|one of|called|known as|named|defined as|used (?:to|for|by|as)|"
        r"(?:made|made up|composed|part) of|divided into|based on|identical to|equal to|zero|obsolete|optional)\b|"
        r"means\b|refers? to\b|stands? for\b|consists? of\b|comprises?\b|is short for|denotes?\b|"
        r"(?:contains?|includes?|covers?|supports?|provides?|applies|uses|lasts?|serves?|costs?|measures?|weighs?)\b)",
    ),
    _cue(
        "finding",
        2,
        r"\b(?:found|finds?|(?:show|reveal|indicat|estimat|conclud|determin|report|identif|confirm|suggest|record|"
        r"observ|calculat|discover|demonstrat)(?:s|es|ed|ied|ies|d)?(?: that)?\b|according to|"
        r"majority|proportion|percentage|share of|average|median|(?:in|de)creas(?:e|es|ed)|grew|rose|fell|dropp?ed|"
        r"declined|doubled|tripled|halved|(?:up|down) from|"
        r"(?:the|its|their|by far the) (?:most|least|largest|biggest|highest|lowest|smallest|main|"
        r"only|first|last|top))\b",
    ),
    _cue(
        "cause",
        2,
        r"\b(?:because\b|caus(?:e|es|ed) (?:of|by|an?|the|\w+ing)|due to\b|result(?:s|ed|ing)? (?:in|from)\b|"
        r"le(?:ads?|d) to\b|owing to\b|therefore\b|thus\b|consequently\b|as a result\b|(?:was|were|is|are) "
        r"(?:prompted|triggered|caused|driven|inspired) by\b|prevents?\b|in order to\b|so that\b|signals?\b)",
    ),
    _cue(
        "event",
        1.5,
        r"\b(?:(?:was|were|has been|have been|had been) (?:\w+ly )?(?:\w+ed|begun|built|held|made|"
        r"sent|given|taken|found|"
        r"set|put|sold|won|lost|shot|struck|written|chosen|broken|driven|paid|cut|known|seen|born|killed)\b|"
        r"(?:announced|issued|approved|adopted|signed|launched|opened|closed|founded|established|published|released|"
        r"introduced|replaced|appointed|elected|resigned|died|began|started|ended|finished|completed|moved|joined|left|"
        r"agreed|decided|voted|won|lost|received|sent|built|created|designed|became|occurred|happened|took place)\b)",
    ),
    _cue(
        "entitlement",
        2,
        r"\b(?:you|employees?|staff|members?|students?|patients?|applicants?|workers?|tenants?|parents?|customers?) "
        r"(?:may|can|will|get|receive|earn|accrue|are (?:eligible|entitled))\b",
    ),
    _cue("permission", 1.5, r"\bmay be \w+(?:ed|en|wn|ught|ld)\b"),
    _cue("condition", 1, r"^(?:if|when|whenever|unless|once|before|after|until|in the event)\b|\b(?:unless|except)\b"),
    _cue(
        "speech", 1, r"\b(?:said|says|told|stated|argu(?:es|ed)|claim(?:s|ed)|believes?d?|warn(?:s|ed)|added|wrote)\b"
    ),
    _cue(
        "quotation",
        2,
        r"[”\"],? (?:said|says|wrote|added|warned|explained|recalled)\b|"
        r"\b(?:said|says|wrote|added|warned|explained|recalled)[,:]? [“\"]\w",
    ),
    _cue("time", 2, r"\b(?:[01]?\d|2[0-3]):[0-5]\d\b"),
    _cue("plan", 1, r"\b(?:will|plans? to|intends? to|proposes?|aims? to|is due|are due|would)\b"),
    _cue("comparison", 1, r"\b(?:more|fewer|less|most|least|\w+er) (?:\w+ )?than\b|\bonly\b|\bnone\b|\bno\b"),
)
_AGAINST = (
    _cue("question", -9, r"\?[”\"’')]*$"),
    _cue("exclamation", -2, r"![”\"’')]*$"),
    _cue(
        "address",
        -4,
        r"\b\d+ [\w ]{2,40}\b(?-i:St|Street|Ave|Avenue|Road|Rd|Blvd|SE|NW|Floor)\b.*\b(?-i:[A-Z]{2})\b|https?://|www\.|\b\d{3}[–-]\d{3}[–-]\d{4}\b|\S@\S+\.\w|\b(?:phone|tel|telephone|fax)\b\W{0,4}\+?\(?\d{2}",
    ),
    _cue(
        "request", -4, r"^(?:please|thank|see|click|visit|contact|note that you|feel free|let us|let’s|let's|welcome)\b"
    ),
    _cue(
        "chat",
        -3,
        r"\b(?:we|i) (?:\w+ )?(?:hope|would like|want to|thank|wish|invite|encourage|recommend|appreciate|"
        r"(?:are|were|am|was) (?:\w+ )?(?:happy|excited|glad|pleased|interested|grateful|proud)|"
        r"can(?:not|’t|'t)? (?:also )?(?:see|of course|forget)|wanted|decided to (?:ask|show)|"
        r"will (?:see|look|discuss|now))|"
        r"\b(?:thank(?:s| you)|special mention|stay tuned|quite an achievement|without further)\b",
    ),
    _cue(
        "document",
        -2.5,
        r"\b(?:this|the (?:present|following|next|previous|above)) (?:document|section|chapter|memo|"
        r"report|article|paper|"
        r"appendix|figure|table|chart|example|page|post|blog)\b(?! (?:found|finds|shows? that))|"
        r"\b(?:are|is|was|were|been|be) (?:shown|depicted|illustrated|described|discussed|mentioned|"
        r"listed|given|found|addressed) "
        r"(?:in|above|below|earlier)\b|"
        r"^(?:figure|table|see|chart) \S*\d|\b(?:shown|depicted) in figure|the following (?:shows|"
        r"example|table|figure)|"
        r"^(?:\(?\w{1,3}\) )?for (?:\w+ )?(?:information|details)\b|for (?:more|further) (?:information|details)|"
        r"read(?:s)? as follows|for example, (?:one|you)|"
        r"(?:discussed|described|specified|defined|provided|listed) (?:in|under) (?:the )?(?:section|"
        r"paragraph|appendix|"
        r"previous|following|heading|addresses)",
    ),
    _cue(
        "aside", -0.5, r"\bas (?:\w+ )?(?:shown|depicted|described|discussed|mentioned|specified|listed|above|stated)\b"
    ),
    _cue("reference", -1, r"\((?:[a-z]|[ivx]+)\)(?: and| or| through|,| of)|\b(?:paragraph|figure|section)s? [(\d]"),
    _cue("boilerplate", -3, r"\b(?:all rights reserved|copyright|distribution of this|table of contents|unlimited\.$)"),
    _cue(
        "dangling",
        -1,
        r"^(?:note that )?(?:this|these(?! (?:results|findings|data)\b)|those|that|it|"
        r"they|he|she|such|both|here|there|another|others?|otherwise)\b",
    ),
    _cue(
        "hedge",
        -0.5,
        r"\b(?:perhaps|might|could be|seems?|probably|possibly|maybe|we think|i think|unclear|for instance)\b",
    ),
    # What has no verb of its own, and the rows of a table of contents.
    _cue("fragment", -3, r"^\[\d+\] |^[•■–-]?\s*\w+ing\b[^.]*\bby \w+ing\b|\.{4}|(?:\. ){4}"),
    # What needs the words before or after it.
    _cue(
        "referring",
        -1,
        r"\bthis\.$|\bthe following \w+\b(?!:)|^(?:the|an) (?:appendix|figure|table|section|diagram)\b|"
        r"\b(?:address|table|figure|list|section|discussion|example)s? (?:above|below)\b|\bsuch an? \w+ (?:is|was)\b",
    ),
    _cue("example", -1, r"^for (?:example|instance)\b"),
    _cue("dialogue", -2, r"^[“\"][^”\"]{0,60}[”\"]$"),
)
# A verb there has to be: one that is common, or a form that hardly is anything else.
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did|can|could|may|might|must|shall|should|will|would|"
    r"\w{3,}ed|\w{4,}(?:ates|izes|ises|ifies)|said|says|told|found|finds|made|makes?|took|takes?|gave|gives?|went|goes|"
    r"became|becomes?|began|begins?|held|holds?|kept|keeps?|led|leads?|left|leaves?|lost|loses?|paid|pays?|rose|rises?|"
    r"ran|runs?|saw|sees?|sent|sends?|set|sets|sold|sells?|shows?|spent|spends?|won|wins?|wrote|writes?|costs?|means?|"
    r"needs?|lives?|works?|contains?|includes?|uses?|comes?|came|grew|grows?|fell|falls?|built|builds?|lists?|applies|"
    r"requires?|supports?|reports?|consists?|lasts?|covers?|serves?|signals?|specifies|depicts?|causes?|install|revise|"
    r"replace|remove|comply|submit|return|add|check|ensure|use|keep|remains?)\b",
    re.IGNORECASE,
)
_IMPERATIVE = re.compile(
    r"^(?:\(?\w{1,3}[).] )?(?:(?:before|after|within|during|until|by|if|"
    r"when)\b[^,]{3,80}, )?(?:do not |always |never )?"
    r"(?:add|apply|avoid|book|bring|call|check|choose|close|complete|comply|do|ensure|enter|file|fill|follow|give|go|"
    r"install|keep|leave|make|notify|open|pay|perform|place|press|provide|put|read|remove|replace|report|return|revise|"
    r"save|select|send|set|sign|start|stop|submit|switch|take|tell|turn|use|verify|wait|wash|wear|write)\b"
)
# Cues that are verbs.
_VERBAL = frozenset(("obligation", "entitlement", "definition", "event", "speech", "plan", "instruction"))
# A row of a table: its cells with the heading of each, or a number and what it stands for.
_ROW = re.compile(
    r"^(?:[^:;.]{1,60}: [^;]{1,120}; )+[^:;.]{1,60}: [^;]{1,200}$|^\d{1,3} [A-Z][a-z][^.|]{2,80}\.?$"
    # An entry of a log: its time, and what happened.
    r"|^(?:\d{4}-\d\d-\d\d[T ])?\d{1,2}:\d{2}(?::\d{2})?(?: ?(?:[A-Z]{1,4}|[ap]\.?m\.?))?[ :–—-]+\w.{8,400}$"
)
_NAMED = re.compile(r"(?<=\w[ ,])(?:[A-Z][\w’'.-]+)")
_ENDED = re.compile(r"[.。．។।][”’\"')\]」』]*(?:\s*\[\d+\])?$")
_BEGINS = re.compile(r"[“\"‘'(\[•■*-]*\s*(?:\(?\w{1,4}[).] )?(?P<letter>\w)")
_CLOCK = re.compile(r"(?<![\d:.])((?:[01]?\d|2[0-3]):[0-5]\d)(?![\d:])(?: ?(UTC|GMT|Z)\b)?(?! ?[ap]\.?m)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
# Numbers that count nothing: of sections, figures, notes, laws.
_LABELLED = re.compile(
    r"(?:\b(?:section|sections|figure|fig\.?|table|chapter|part|paragraph|page|pages|step|steps|note|appendix|item|"
    r"version|rfc|no\.?|docket|article|title|subtitle|rule|model)\s*$)|[\[(#§–-]$",
    re.IGNORECASE,
)


# What is for a year happens at another time: a budget for 2031.
_FOR_YEAR = re.compile(r"\bfor (?:the )?(?:[a-z]+ )?(?:19|20)\d\d\b(?![-–/]?\d)")


@dataclass(frozen=True)
class Assessment:
    """A sentence with the cues that are in it, its figures and its date, and what all of it weighs."""

    text: str
    cues: frozenset[str]
    figures: tuple[Figure, ...]
    when: str
    weight: float

    @property
    def states(self) -> bool:
        """Whether it states a fact."""
        return self.weight >= ENOUGH


@lru_cache(maxsize=256)
def read(sentence: str, language: str | None = None) -> Assessment:
    """Return what is seen in a sentence."""
    counted = tuple(figure for figure in figures(sentence, language) if _counts(figure, sentence))
    when = _date(sentence)
    found_cues = [cue for cue in (*_SORTS, *_AGAINST) if cue.pattern.search(sentence)]
    names = {cue.name for cue in found_cues}
    row = bool(_ROW.match(sentence))
    weight = sum(cue.weight for cue in found_cues if cue.weight < 0)
    # Of several sorts the strongest counts whole, and each other a little.
    sorts = sorted((cue.weight for cue in found_cues if cue.weight > 0), reverse=True)
    if counted:
        names.add("figure")
        sorts.append(2.0)
    if when:
        names.add("date")
        sorts.append(2.0)
    if not when and any(figure.unit == MONTH for figure in figures(sentence, language)):
        names.add("day")
        sorts.append(1.5)
    if row:
        names.add("row")
        sorts.append(2.0)
    if _IMPERATIVE.match(sentence):
        names.add("instruction")
        sorts.append(2.0)
    if "event" in names and _NAMED.search(sentence):
        sorts.append(2.0)
    sorts.sort(reverse=True)
    weight += sum(sorts[:1]) + 0.5 * len(sorts[1:])
    if not row:
        weight += _shape(sentence, bool(names & _VERBAL))
    return Assessment(sentence, frozenset(names), counted, when, weight)


def _shape(sentence: str, verbal: bool) -> float:
    """Return what speaks against a sentence by its looks alone."""
    letters = [letter for letter in sentence if letter.isalpha()]
    ended = _ENDED.search(sentence) is not None
    against = 0.0
    if len(sentence) > _LONGEST:
        against -= 1
    if sum(map(str.isdigit, sentence)) > 0.3 * len(sentence):
        against -= 2
    if not any(map(cased, letters)):
        # Scripts without capitals, some of them without spaces, say by their full stop alone what is a sentence.
        return against - (0 if ended and len(letters) >= _FEWEST else 9)
    if len(sentence) < _SHORTEST or len(sentence.split()) < 5:
        against -= 9
    # What ends as a sentence does may have a verb that is not known here.
    if not (verbal or sentence.endswith(".") or _VERB.search(sentence)):
        against -= 9
    if not ended:
        against -= 3 if sentence.endswith(":") else 1.5
    begins = _BEGINS.match(sentence)
    if not begins or begins["letter"].islower():
        against -= 2
    if sum(map(str.isupper, letters)) > 0.5 * len(letters):
        against -= 3
    return against


def _counts(figure: Figure, sentence: str) -> bool:
    """Say whether a figure counts or measures something, and is no date and no label."""
    if figure.value is None or figure.unit in (DAY, MONTH, ORDINAL) or not figure.sure:
        return False
    before = sentence[: figure.start]
    if _LABELLED.search(before.rstrip()) or (figure.start == 0 and sentence[figure.end : figure.end + 1] in ".)"):
        return False
    year = not figure.unit and figure.text.isdigit() and len(figure.text) == 4 and figure.text[:2] in ("18", "19", "20")
    return not year


def _date(sentence: str) -> str:
    """Return the date that the sentence names, as EDTF: the fullest of those that hold a year."""
    dates = []
    # To read dates takes longer than all else: only the words beside a year are looked at.
    for words in _beside_years(_FOR_YEAR.sub(" ", sentence).split()):
        read_here = [edtf for edtf, _ in found(words) if _YEAR.search(edtf)]
        # “An increase from 2023” begins nothing.
        dates += [edtf for edtf in read_here[:1] if not edtf.endswith("/..")]
    date = max(dates, key=len, default="")
    clocks = _CLOCK.findall(sentence)
    if len(clocks) != 1 or not _DAY.fullmatch(date):
        return date
    # “At 12:30 UTC on 20 July” has its time before its day.
    ((clock, zone),) = clocks
    return f"{date}T{clock:0>5}{'Z' if zone else ''}"


def _beside_years(words: Sequence[str]) -> Iterator[str]:
    """Yield the words around each year, around several at once that may be of one date."""
    years = [place for place, word in enumerate(words) if _YEAR.search(word)]
    while years:
        first = last = years.pop(0)
        while years and years[0] - last <= _BESIDE:
            last = years.pop(0)
        yield " ".join(words[max(0, first - _BESIDE) : last + _BESIDE + 1])
