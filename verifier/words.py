"""Words by their work in a question: what asks, what denies, what excludes what, and what tells when or why."""

import re

AUXILIARIES = frozenset(
    "am are can could did do does had has have is might must shall should was were will would".split()
)
NEGATABLE = AUXILIARIES - {"am", "might", "must", "shall"}
INTERROGATIVES = frozenset("how what when where which who whom whose why".split())
NOT_NAMES = AUXILIARIES | INTERROGATIVES
NOT_NAMES |= frozenset(
    """a according after all also an and any as at before both but by during each for from he her his how if in it its
    many more most name no not of on one only or other our several she since so some such than that the their then
    there these they this those though through to under until upon we while with without you your""".split()
)


# Words of which one excludes the others, so that a statement on one says nothing on its neighbour.
GROUPS: tuple[tuple[str, ...], ...] = tuple(
    tuple(group.split())
    for group in """
    republicans democrats independents
    republican democratic independent
    conservatives liberals socialists
    men women
    male female
    boys girls
    husband wife
    father mother
    son daughter
    brother sister
    king queen
    adults children
    students teachers
    doctors nurses patients
    buyers sellers
    employers workers
    landlords tenants
    drivers passengers
    north south east west
    northern southern eastern western
    monday tuesday wednesday thursday friday saturday sunday
    weekdays weekends
    january february march april june july august september october november december
    spring summer autumn winter
    morning afternoon evening
    british french german spanish italian dutch russian american chinese japanese indian
    britain france germany spain italy russia china japan india
    catholics protestants jews muslims
    catholic protestant jewish muslim
    gold silver copper iron
    red green blue yellow black white
    hydrogen oxygen nitrogen carbon
    """.strip().splitlines()
)

ANTONYMS: tuple[tuple[str, str], ...] = tuple(
    (pair.split()[0], pair.split()[1])
    for pair in """
    increase decrease
    increased decreased
    increases decreases
    rise fall
    rose fell
    highest lowest
    higher lower
    high low
    largest smallest
    larger smaller
    large small
    biggest smallest
    longest shortest
    longer shorter
    most least
    more less
    many few
    best worst
    better worse
    first last
    earliest latest
    oldest youngest
    older younger
    old new
    before after
    begin end
    began ended
    start stop
    started stopped
    starts stops
    open close
    opened closed
    opens closes
    win lose
    won lost
    wins loses
    winner loser
    gain lose
    gained lost
    support oppose
    supported opposed
    supports opposes
    supporters opponents
    accept reject
    accepted rejected
    allow forbid
    allowed forbidden
    praise criticise
    praised criticised
    buy sell
    bought sold
    export import
    exports imports
    exported imported
    join leave
    joined left
    arrive depart
    arrived departed
    hire dismiss
    appointed dismissed
    create destroy
    created destroyed
    built demolished
    strengthen weaken
    strengthened weakened
    strong weak
    hot cold
    fast slow
    faster slower
    cheap expensive
    rich poor
    urban rural
    public private
    legal illegal
    positive negative
    advantage disadvantage
    advantages disadvantages
    benefits drawbacks
    inside outside
    above below
    upper lower
    major minor
    maximum minimum
    majority minority
    attack defend
    attacked defended
    love hate
    likes dislikes
    agree disagree
    agreed disagreed
    agrees disagrees
    ancient modern
    success failure
    succeeded failed
    born died
    """.strip().splitlines()
)


# What a sentence must not say for it to leave the question open.
CUES = {
    "why": re.compile(
        r"\b(?:because|since|due|owing|so|order|reasons?|result\w*|caus\w+|led|leads?|leading|therefore|thus|hence|for"
        r"|to|as|by|from|after|given|motiv\w+|explain\w*|enabl\w+|allow\w*|mean\w*|that)\b",
        re.IGNORECASE,
    ),
    "when": re.compile(
        r"\d|\b(?:when|while|during|after|before|until|since|century|year\w*|month\w*|week\w*|day\w*|decade\w*|today|now"
        r"|morning|night|evening|noon|midnight|early|late\w*|soon|once|then|time\w*|era|age|period|january|february"
        r"|march|april|may|june|july|august|september|october|november|december|\w+day|spring|summer|autumn|winter"
        r"|first|end|beginning|under|follow\w*)\b",
        re.IGNORECASE,
    ),
    "where": re.compile(
        r"\b(?:in|at|on|near|from|to|into|across|around|between|through|along|over|under|above|below|inside|outside"
        r"|within|here|there|where\w*|place|site|home|by|of|off)\b",
        re.IGNORECASE,
    ),
}
