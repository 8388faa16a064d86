"""Stop words and other English of questions: words that ask, join or say little, whatever the store is about.

The words of a store's own subject are data: its synonyms.
"""

from db.tokenizer import stem

# Stop words: those that ask, point or join, and name nothing; among them the kinds of thing wanted (`number`, `date`).
STOP_WORDS = frozenset(
    """
    a able about across actually ago all allegedly already also altogether am amid among an and any anybody
    anymore anyone anything anyway apparently approximately are arent around as at basically be became become
    becomes been being between bit bits both btw but by can certainly could curious d date day decade definitely
    did didnt do does doesnt doing done dont dr during each else even eventually ever every everybody everyone
    exactly explain figure figures find folk folks for fraction frankly from further gave get gets getting give
    given go goes going gonna got gotta guy guys had happen happened happening happens hardly has have having he
    hello hence her here hers herself hey hi him himself his honestly how hows i if im in indeed into is isnt it
    its itself ive just kind kinda know known lately let like literally ll look lot lots m made make makes
    making many may me mean means mere merely might month more mr mrs ms much must my myself namely no nobody
    none noone not now nowadays number numbers obviously of off often ok on one or other our ourselves out over
    per percent percentage perhaps play played please plenty pls plz precisely presently pretty proportion quite
    rate re really regarding remotely reportedly result results roughly s seriously shall share she should show
    simply sir so some somebody somehow someone something somewhere sort sorta statistics stats still stuff such
    supposedly sure surely t take taken tell tend tends than thanks that thats the their them themselves then
    there theres these they thing things this those thus to told too toward towards tries truly try ultimately
    under up upon used ve very via wanna want wants was wasnt way we were what whatever whats whatsoever when
    whenever whens where wheres wherever whether which whichever while who whoever whom whos whose why whys will
    with within without wondering would wouldn year years yes yet you your yourself yourselves
    """.split()
)

# Words of any question about anything, which tell little of what it is about.
GENERIC_WORDS = frozenset(
    """
    according account accounts actual affair affairs amount appear appeared appears applied applies apply aspect
    aspects attitude attitudes background believe believes bother bothered briefly call called came case cases
    cause certain come comes comment comments concerned concerning consider considers context current currently
    describe described detail details example examples exist existed exists explanation expression face faces
    facing fact facts feel feeling feelings feels fully general generally goes hear heard idea ideas implies imply
    info information involve involved issue issues keep keeps kept key kinds latest level likely main man matter
    matters most new news notion opinion opinions ordinary originally outcome overall overview own part particular
    particularly people person piece plan plans point points poll polls position possible purely put puts question
    questions reason reasons recent recently regard regards remark remarks role said say says scene see seem seemed
    seems sees sign signs sitting situation speak specific specifically spoke stance stand stands state statement
    statements stood story subject subjects summarise summarize summary supposed survey surveys talk talked talks
    think thinking thinks thought topic topics touch treat turn turned turns two type view views wise wonder word
    words work working works writing
    """.split()
)

# Words that turn a fact into another: an envoy after Grenell is not Grenell.
TURNING_WORDS = frozenset(
    "after again another before besides except following instead last next other predecessor previous since successor"
    " third until without".split()
)

# The words whose object a question is after: how many *camps*, which *hotel*, who *replaced* …
ASKING_WORDS = frozenset("how what which whose who whom".split())
# … and those that may stand between the two.
LINKING_WORDS = frozenset(
    "a an are did do does had has have is kind many much of s sort the was were will would".split()
)

# How *long*: the kind of thing wanted, which nothing has to account for.
SPAN_WORDS = frozenset("long soon".split())

# Words that a question begins with, where it is not a noun phrase.
BEGINNING_WORDS = ASKING_WORDS | frozenset(
    "are can could did do does had has have is may might should was were when where why will would".split()
)
PREPOSITIONS = frozenset("about against at between by for from in of on over to under with".split())

STOP_STEMS = frozenset(map(stem, STOP_WORDS))
