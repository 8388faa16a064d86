"""The English of questions: words that ask, join or say little, whatever the store is about.

The words of a store's own subject are data: its synonyms.
"""

# Words that ask, point or join, and name nothing; among them the kinds of thing wanted (`number`, `date`).
SILENT_WORDS = frozenset(
    """
    a about across actually all also am amid among an and any anybody anymore anyone anything are around as at be
    became become becomes been being between both but by can could d date day decade did do does doing done during
    each else even ever every everybody everyone exactly explain figure figures find for fraction from further gave
    get gets getting give given go goes going got had happen happened happening happens has have having he hello her
    here hers hey hi him his how i if in into is it its just kind know known let like ll look lot m made make makes
    making many may me mean means might month more much must my no nobody none noone not now number numbers of off
    often ok on one or other our out over per percent percentage play played please proportion rate re really
    regarding result results s shall share she should show so some somebody someone something sort statistics stats
    still such sure t take taken tell than thanks that the their them themselves then there these they thing things
    this those to told too toward towards under up upon used ve very via want wants was way we were what whats when
    where whether which while who whom whos whose why will with within without would wouldn year years yes you your
    """.split()
)

# Words of any question about anything, which tell little of what it is about.
LIGHT_WORDS = frozenset(
    """
    according amount attitude attitudes background believe believes call called came cause come comes comment
    comments concerned concerning consider considers current currently describe described detail details does feel
    feels general info information involve involved issue issues key kind latest level likely main man matter most
    new news opinion opinions ordinary outcome overall part people person poll polls position possible
    question questions reason reasons recent recently regard regarding regards remark remarks role said say says see
    sees situation speak spoke stance state statement statements survey surveys talk talked talks think thinks
    thought treat two type view views work working works
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
