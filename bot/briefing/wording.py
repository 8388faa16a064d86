"""The English of questions: words that ask, join or say little, whatever the store is about.

The words of a store's own subject are data: its synonyms.
"""

# Words that ask, point or join, and name nothing; among them the kinds of thing wanted (`number`, `date`).
SILENT_WORDS = frozenset(
    """
    a able about across actually ago all allegedly already also am amid among an and any anybody anymore anyone
    anything anyway apparently are around as at basically be became become becomes been being between both but by can
    could curious d date day decade did do does doing done dr during each else even ever every everybody everyone
    exactly explain figure figures find folk folks for fraction from further gave get gets getting give given go goes
    going got guy guys had happen happened happening happens has have having he hello hence her here hers hey hi him
    his honestly how i if in indeed into is it its just kind know known lately let like literally ll look lot m made
    make makes making many may me mean means might month more mr mrs ms much must my no nobody none noone not now
    number numbers of off often ok on one or other our out over per percent percentage perhaps play played please
    pretty proportion quite rate re really regarding reportedly result results s seriously shall share she should
    show simply sir so some somebody somehow someone something sort statistics stats still stuff such supposedly sure
    t take taken tell tend tends than thanks that the their them themselves then there these they thing things this
    those thus to told too toward towards tries truly try under up upon used ve very via want wants was way we were
    what whatever whats whatsoever when whenever where wherever whether which whichever while who whoever whom whos
    whose why will with within without wondering would wouldn year years yes yet you your
    """.split()
)

# Words of any question about anything, which tell little of what it is about.
LIGHT_WORDS = frozenset(
    """
    according account accounts actual affair affairs amount appear appeared appears aspect aspects attitude attitudes
    background believe believes briefly call called came case cases cause certain come comes comment comments
    concerned concerning consider considers context current currently describe described detail details example
    examples explanation face faces facing feel feels general generally idea ideas info information involve involved
    issue issues keep keeps kept key latest level likely main man matter most new news opinion opinions
    ordinary originally outcome overall overview part particular particularly people person point points poll polls
    position possible question questions reason reasons recent recently regard regards remark remarks role said say
    says see seem seemed seems sees sign signs sitting situation speak specific specifically spoke stance stand
    stands state statement statements stood story subject subjects summarise summarize summary supposed survey
    surveys talk talked talks think thinks thought topic topics treat two type view views work working works
    """.split()
)

# Words that turn a fact into another: an envoy after Grenell is not Grenell.
TURNING_WORDS = frozenset("after again another before besides except instead next other since until without".split())

# The words whose object a question is after: how many *camps*, which *hotel*, who *replaced* …
ASKING_WORDS = frozenset("how what which whose who whom".split())
# … and those that may stand between the two.
LINKING_WORDS = frozenset(
    "a an are did do does had has have is kind many much of s sort the was were will would".split()
)
