"""English that every library shares: irregular forms of words, and everyday words that mean the same in a question.

Each group was chosen by hand, so that an editor of any library could sign it: its words can stand for one another in a
question whatever the subject. What only means the same on one subject is data of that library: its synonyms.
"""

# Forms that no stemmer folds. Words of the same family stand together where one asks for the other: *die*, *death*.
IRREGULAR_FORMS = """
arise arose arisen
be been being
beat beaten
become became
begin began begun beginning
bear bore borne
bite bit bitten
blow blew blown
break broke broken
breed bred
bring brought
build built
burn burnt
buy bought
catch caught
choose chose chosen choice
cling clung
come came
cost costly
deal dealt
decide decision
defend defence defense
destroy destruction
die died dead death deadly
dig dug
draw drew drawn
dream dreamt
drink drank drunk
drive drove driven driver
eat ate eaten
explode explosion
fail failure
fall fell fallen
feed fed
feel felt feeling
fight fought fighter
flee fled
fly flew flown flight
forbid forbade forbidden
forget forgot forgotten
forgive forgave forgiven
freeze froze frozen
give gave given
go went gone
grow grew grown growth
hang hung
hear heard
hide hid hidden
high height
hold held holder
invade invasion
keep kept
lay laid
lead led leader leadership
leave left
lend lent
lie lay lain
long length
lose lost loss
mean meant
meet met meeting
move movement
occur occurrence
pay paid payment
persuade persuasion
prove proven proof
rebuild rebuilt
receive receipt
refuse refusal
remain remainder
ride rode ridden rider
ring rang rung
rise rose risen
rule ruler
run ran runner
see saw seen sight
seek sought
sell sold sale
send sent
shake shook shaken handshake
shine shone
shoot shot shooting
shrink shrank shrunk
sing sang sung singer song
sink sank sunk
sit sat
sleep slept asleep
slide slid
speak spoke spoken speech
spend spent
spin spun
spring sprang sprung
stand stood
steal stole stolen theft
stick stuck
strike struck
strong strength
swear swore sworn
sweep swept
swim swam swum
swing swung
take took taken
teach taught teacher
tear tore torn
throw threw thrown
true truth
understand understood
wake woke woken
wear wore worn
weigh weight
wide width
win won winner
withdraw withdrew withdrawn withdrawal
write wrote written writer
appear appearance
apply application
approve approval
arrive arrival
assist assistance
behave behaviour
believe belief
bury burial
child children
compete competition
complain complaint
conclude conclusion
construct construction
deep depth
deny denial
depart departure
describe description
divide division
elect election
enter entry entrance
expand expansion
expel expulsion
free freedom
grieve grief
hunger hungry
inherit inheritance
man men
marry marriage
mouse mice
oppose opposition opponent
permit permission
person people
poor poverty
possess possession
produce production producer product
propose proposal
reduce reduction
relieve relief
resign resignation
resist resistance
respond response
retire retirement
sick sickness
solve solution
succeed success
survive survival survivor
tooth teeth
treat treatment
try tried
vary variety
warm warmth
wife wives
woman women
young youth
"""

# One group a line, its members parted by commas.
EVERYDAY_WORDS = """
ability, capability, capacity
abolish, scrap, do away with, get rid of, abolished
abroad, overseas, foreign country
accident, crash
accuse, blame, allege
achieve, accomplish, attain
add, append
adult, grown-up, grown-ups
advise, advice, counsel, recommend, recommendation
afraid, fear, worry, worried, scared, frightened, anxious, concern
aged, old, age
agreement, deal, accord, pact, treaty
aid, help, assistance, assist, support, relief
aim, goal, objective, purpose, target, intend, intention
aircraft, plane, airplane, aeroplane
allow, permit, let, authorise, able to
almost, nearly
alone, unaccompanied, on their own, on his own, on her own, on my own, by himself, by herself, by themselves
ancient, old
angry, furious, mad, upset
anniversary, jubilee, birthday
answer, reply, respond, response
apologise, apology, say sorry
appear, show up, turn up
appoint, name, nominate, pick, choose, select, made
argue, argument, case, contend, maintain
army, military, troops, armed forces, soldiers
arrest, detain, jail, imprison, lock up, locked up, imprisoned, jailed, put in prison
article, op-ed, piece, column
ask, request, demand, call for
assassinate, murder, kill, killed, slay
assert, claim, say, state
at least, minimum, no less than
at most, maximum, no more than, up to, limit
attack, assault, strike, raid
author, writer, write, wrote, written
autumn, fall
award, prize, trophy
baby, infant, newborn
bag, luggage, baggage, suitcase
ban, forbid, prohibit, outlaw, banned, not allowed, forbidden
bankrupt, insolvent, go bust, went bust, bankruptcy
basis, foundation, ground
beat, defeat, overcome, win against
begin, start, launch, commence, open, began, kick off, get going, kicked off
belong to, member, part of
belongings, possessions, property, stuff, things, items
biggest, largest, greatest, main, major
bike, bicycle, cycle
birth, born, be born
bloom, blossom, flower
boat, ship, vessel
book, volume
boss, head, chief, leader, director, in charge, run, manager, lead
boundary, border, frontier
brief, short
broken, out of order, broken down, break down, broke down, defective, out of service, breakdown
build, construct, erect, make, built, put up
building, structure
burglar, robber, thief
bury, burial, funeral, grave
bus, coach
buy, purchase, acquire, bought
call off, cancel, cancelled, called off, scrapped
call, name, known as, title, dub, called
candy, sweets
car, automobile, vehicle
care about, matter to, important to
catch, capture, seize
cause, lead to, bring about, result in, trigger, led to, spark, due to, because of
cemetery, graveyard
centre, middle, downtown
chair, chairman, chairwoman, head, preside
change, alter, modify, shift, switch
charge, fee, price, cost
cheap, inexpensive, low-cost
check, inspect, examine, examination, inspection
chef, cook
chemical, substance
child, kid, youngster, minor
children, kids
chilly, cold, frost, freezing
choose, pick, select, opt
city, town
close, shut, shut down, closure, closed
clothes, clothing, garments
coach, train, instruct, trainer
coalition, alliance
coast, shore, seaside
collapse, break down, fall apart, breakdown
colleague, coworker
company, firm, business, corporation, enterprise
compel, force, oblige
complain, complaint, grumble, gripe
complete, finish, entire, whole
comprise, consist of, include, contain, made up of
conceal, hide
condition, state, shape
conflict, fight, war, battle
conquer, defeat, vanquish
contents, content, ingredient
contest, competition, tournament
convince, persuade, talk into
cop, police officer, policeman, policewoman
counter, desk, reception, front desk
country, nation, state, land
court, tribunal, judge
create, make, found, establish, set up, form, invent, founded
crime, offence, offense
criticise, criticism, slam, blast, attack, condemn
crop, harvest
crowd, audience, spectators, viewers
cure, heal, remedy, treat, treatment
customer, client, shopper, patron
cut, reduce, lower, decrease, decline, reduction, shrink, drop
daily, every day, day-to-day, day to day
damp, moisture, wet
danger, risk, threat, peril, hazard
dangerous, hazardous, risky, unsafe
deadline, due date, time limit
deadly, fatal, lethal
deceive, fool, trick, mislead
decide, determine, resolve
deep, depth
defend, protect, guard, safeguard, protection
degree, qualification, diploma
delay, postpone, put off, postponed, hold up
dentist, dental, teeth, tooth
deny, refuse, reject, turn down, rejected
depart, leave, go away, quit, left
design, devise, plan
destroy, wreck, ruin, demolish
develop, evolve, development
die, perish, pass away, drown
diminish, lessen, dwindle
dinner, supper, evening meal
dirty, filthy, unclean
disappear, vanish
discount, rebate, reduction, reduced, cheaper
disease, illness, sickness, ailment, condition
dismiss, fire, sack, fired
dispute, quarrel, row, disagreement
dive, jump, leap
divorce, separate, split up
doctor, physician, doc, medic
doctorate, PhD, doctoral degree
donate, give, contribute, donation
double, twice, twofold
doubt, question, sceptical
dry out, drain, drained
dwell, live, reside, inhabit
earn, make, get paid, income, salary, wage
easy, simple
economy, economic
education, schooling, training, study, studied, train
effect, impact, consequence, result, influence, outcome
elderly, old people, seniors, pensioners, retired people, senior citizens
elect, voted in, election
election, vote, poll
elevator, lift
employ, hire, employment
employee, worker, staff, personnel
empty, vacant, unoccupied
enable, allow, make possible
encounter, meet, run into
end, finish, conclude, stop, cease, over
enemy, foe, adversary, opponent
engine, motor
enjoy, like, love
enlarge, expand, extend, extension
enough, sufficient, adequate
enrol, register, registration, sign up
enter, go into, get into, let in, admit
equal, same, identical
error, mistake, fault
escape, flee, get away, run away, fled
essential, vital, crucial, necessary, needed
establish, found, set up, create, start
estimate, guess, reckon
event, happening, incident
evidence, proof
examine, study, look into, investigate
exempt, not have to pay, free of
exhibition, display, show
exit, leave, withdraw, quit, pull out, walk out, leaving
expect, anticipate, predict, forecast, foresee, likely
expensive, costly, dear, pricey
explain, account for
extinct, extinction, die out, died out
factory, plant, works
fade, wane, evaporate, vanish, die away
fail, not succeed, unsuccessful, flop, failure
famous, well-known, renowned
fan, supporter, follower
fast, quick, rapid, speedy
father, dad
fatherland, homeland, native land
favor, prefer, support, back, in favor of, for
female, woman
fight, battle, combat
film, movie, picture
finance, fund, pay for, bankroll, paid for, funding, pay
find, discover, detect, spot, found, discovery, identify
fine, penalty, punishment
fire, blaze, burn
first, earliest, initial, original
fix, repair, mend
flat, apartment
flood, flooding, flooded, under water
flu, influenza
follow, pursue, come after, keep up with
food, nutrition
for free, free, free of charge, at no cost, without paying
foreign, overseas, from abroad
forest, wood, woods, woodland
formerly, former, ex, earlier, previously, used to be, previous
founder, found, founded, set up, establish
friend, ally, mate
gain, win, get, obtain, receive, acquire
garbage, rubbish, trash, waste
garden, yard
gather, collect, assemble
get better, improve, improvement
get, receive, obtain, got, collect
gift, present
global, worldwide, international
go bad, rot, spoil
go up, rise, increase, grow, climb, went up, growth, hike
go wrong, went wrong, wrong with, break down, broke down, malfunction, fault
goods, merchandise, products
government, administration, regime, authorities
grandfather, grandpa, granddad
grandmother, grandma
grant, subsidy, funding
group, band, organisation, team
guard, protect, watch
guest, visitor
guide, show around, tour
happy, satisfied, content, pleased, glad, satisfaction
harm, damage, hurt, injure, injury
hate, dislike, detest
heat, heated, heating, warm, hot
helper, volunteer, assistant
hint, suggest, indicate
hit, affect, strike, struck
hole, gap
holiday, vacation
hospital, infirmary
hostage, captive
hour, o'clock, time
house, home, dwelling
huge, enormous, vast, massive
hungry, starving, short of food, undernourished, malnourished
hurt, injured, wounded
illegal, unlawful, against the law
imagine, picture, envision
important, significant, key, crucial, matter
impose, levy
in the end, finally, eventually, at last
inform, tell, notify
inhabitant, resident, population, dweller, people live
inquiry, investigation, probe
inside, indoors, within
instruct, order, command
insurance, insurer
invent, devise, create, come up with, inventor
involve, include, entail
island, isle
job, post, position, work, occupation, profession, role, office, do for a living
join, become a member, enter, sign up
joint, shared, common
journey, trip, voyage, travel
keen, eager, enthusiastic
keep, retain, hold on to, maintain, preserve
keeper, guardian, caretaker, warden
lack, shortage, be short of, missing, scarcity
lamp, light
language, tongue, speak
large, big, size
last year, previous year
last, final
last, take, go on, duration
law, act, statute, legislation, bill, rule, regulation
lawyer, attorney, counsel, barrister, solicitor
leak, breach, expose
learn, study
leave out, omit, exclude
lecture, presentation, talk
legal, lawful, allowed
lesson, class, course
letter, mail
lift, raise
limit, restrict, cap, restriction, limitation
line, route
link, connect, connection, relate, relation, tie, related
loan, lend, borrow
located, situated, location, found, lie, stand, site
lodge, house, accommodate
loo, toilet, restroom, bathroom
lorry, truck
lost, missing, left behind, forgotten
loud, noise, noisy
lower, reduce
luck, fortune
lunch, midday meal
machine, device
magazine, journal, periodical
maintain, maintenance, upkeep
maker, manufacturer, producer
male, man
manage, run, administer
manner, way, method, means
many, numerous, lots
marry, wed, wife, husband, spouse, married
mayor, head of the town
meal, food
mean, signify, stand for, meaning, refer to, definition
medicine, drug, medication, medicament
meet, encounter, meeting, summit, get together, talks, get-together
mention, bring up, refer to, raise, brought up
midday, noon
miss, skip, fail to attend
mix, blend, combine
mobile, cell phone, mobile phone, cellphone
modern, contemporary, current
monarch, king, queen, sovereign
money, cash, funds
monthly, every month, each month
mother, mum, mom
name, title, called
near, close to, nearby, next to
need, require, necessity, requirement
neighbouring, next door, adjacent, nearby
network, grid
newspaper, paper
next, following, coming
nightly, at night, overnight, night
novel, book
number, amount, quantity, total
nurse, carer
obey, follow, comply
obligation, duty
obtain, get
occupy, take over
occur, happen, take place, held, come about
on foot, walk, walking
only, sole, solely, just
opening hours, opening times, open
operate, run
operation, surgery
oppose, against, resist, object to, opposed to, opposition, be against
orchestra, band, ensemble
origin, source, come from, originate
outage, power cut, blackout, power failure
outcome, result
outdoors, outside, open air, open-air
own, possess, belong to, owner, owns
pain, ache
paint, painted, painting
painter, artist
pair, couple
parents, mother and father, mum and dad
part, role
participate, take part, participation, attend, join in
party, celebration
passenger, rider, traveller
path, footpath, trail, track
pay back, refund, money back, reimburse
pay for itself, pay off, earn back, break even, profitable, worth it
pay, paid, payment, fee
pension, retirement
people, persons, folks
permission, approval, leave
persons, people
pet, animal
petrol, gasoline
phone, telephone, call
photo, photograph, picture, image, snapshot, pic
pick up, collect, fetch
pick, harvest, gather
pipe, tube
plant, grow, sow
play, perform
pledge, promise, vow
police, cops
poll, survey, opinion poll
pool, basin, swimming pool
poor, needy, impoverished
popular, well-liked
population, people, inhabitants
position, stance, view
possibility, chance, option
postpone, delay
power, electricity, current
powerful, strong, mighty
practise, train
predict, forecast
pregnant, expecting
premises, site, building
press, reporters, journalists, media
pressure, press, push, lean on
prevent, stop, block, keep from, hinder, obstruct
price, cost
principal, head teacher, headmaster, headmistress, head, school head
prison, jail
prisoner, inmate, detainee
problem, trouble, difficulty, wrong with, complaint
produce, make, manufacture, create
professor, lecturer
programme, line-up, schedule
promise, pledge, assurance
proof, evidence
propose, suggest, put forward
protest, demonstrate, demonstration
provide, give, supply, offer, furnish
public, people, population, citizens
publish, issue, release, come out, came out, released
punish, penalise, punishment
pupil, student, schoolchild
purpose, aim
put on, stage
queue, wait in line, line up
quiet, silent, silence
quit, resign, step down, stepped down, resigned
rail, railway, train, trains
rain, rainfall, rainy
raise, increase, lift
reach, arrive at, get to
reason, why, because, grounds
receive, get
recent, latest, newest
recover, get well
refugee, defector, asylum seeker, escapee
refuse, decline, turn down
region, area, zone, district
relative, family member
release, let go, set free, freed
religion, faith, belief
relocate, move
remain, stay, be left, left over
remember, recall, recollect
remove, take away, get rid of
rename, change the name, new name
rent, hire, lease
replace, renew, redo, renovate, refurbish, restore, modernise
replace, substitute, take the place of, succeed, instead of
represent, stand for
request, ask for
rescue, save
research, study, studies
restaurant, diner, eatery
result, show, find
retire, retirement, give up work
return, come back, go back, came back, give back
revolt, rebellion, uprising, mutiny
rich, wealthy
right, correct
river, stream
road, street
rob, robbery, steal, stole, theft
rubbish, garbage
rules, code, regulations, by-laws
salary, pay, wage
satisfied, happy
say, tell, state, remark
scientist, researcher
sea, ocean
search, look for, seek
seat, place, chair
secret, hidden
see, view, watch
sell, sale, sold
send, dispatch, ship, deploy
serious, severe, grave
share, percentage, proportion, portion
shop, store
shot, jab, vaccination, vaccinate, vaccine, inoculation
show, display, exhibit, demonstrate
shower, wash
shrink, contract
sibling, brother, sister
sick, ill, unwell, diseased
side effect, adverse effect
sign, ratify
singer, vocalist
size, dimension, area
small, little, tiny
smart, clever, intelligent
smell, odour, stink
smoke, smoking, cigarette
snow, snowfall
soil, earth, ground
solve, resolve
song, track, tune
speak, talk, address
specialty, speciality, field, expertise
spectacles, glasses
speech, address
speed, velocity, pace, fast
split, divide, separate, part
sponsor, pay for
stairs, steps, staircase
stance, attitude, opinion, view, position, think of, think about
stay open, open late, open longer, open later
stone, rock
stop working, break down, strike, walkout
storm, tempest, hurricane
strange, odd, weird
strike, walkout, industrial action
strong, tough, firm
submit, hand in
subway, underground, metro
sue, take to court, go to court, lawsuit, trial
suggest, propose
supervise, oversee
supply, stock, provide
support, back, favor, approve, endorse, be for, in favor
surround, encircle
survey, poll, question, interview
swim, bathe
swimmer, bather
symbol, sign, emblem
take part, participate
talk, speak, converse, conversation, discuss, discussion, talk about
tall, high, height
taste, flavour
tax, levy, duty
teach, instruct, taught
team, squad, side
tear off, come off, rip off, tore off
tell apart, distinguish, tell the difference
temperature, heat
term, word, expression
terrible, awful, horrible, dreadful, appalling
test, try out, trial
theatre, playhouse
think, believe, suppose, consider, feel, reckon, opinion
thought, idea
threaten, menace
thrown out, expelled
ticket, fare
timetable, schedule
tiny, minute
together, jointly
topic, theme
torture, torment, abuse
touch, contact
tough, hard, harsh
tourist, holidaymaker, sightseer, visitor
town hall, city hall
trade, commerce
traffic, congestion, jam
train station, railway station, station
transform, convert, change into, turn into
translate, interpret
transport, carry, convey, bring
trap, snare
trip, outing, excursion, tour
try, attempt, seek, effort
type, kind, sort
ultimate, final
unable, cannot
unclear, not clear, uncertain
unemployed, out of work, jobless
university, college, uni
unsure, undecided, don't know, not sure, make up their mind
use, employ, utilise, apply, used for
value, worth
vehicle, car
vet, veterinarian
victory, triumph, win
village, hamlet
violate, breach, break, violation, abuse
violent, brutal
visit, come to see, stay at, visited
vote, ballot
wage, pay
wait, waiting time
wake, wake up, rouse
war, warfare, conflict
warn, caution, alert
wash, clean
weak, feeble
weapon, arms, armament
website, site, page
wed, marry
weekend, saturday, sunday
weekly, every week, each week
weigh, weight, heavy
wheelchair, disabled, accessible, handicapped
wide, width, broad
withdraw, pull out, walk out, quit
wood, timber
worker, employee
worried, concerned, fear, worry
write, author, pen, compose
wrong, incorrect
yacht, sailing boat
yearly, annual, annually, every year, each year
younger, junior
"""

# Abbreviations, and words for countries and their people, as people write them anywhere.
NAMES = """
United States, US, USA, America, American, United States of America, the States
United Kingdom, UK, Britain, British, Great Britain
European Union, EU
United Nations, UN
Security Council, UNSC, UN Security Council
General Assembly, UNGA
Human Rights Council, UNHRC
North Korea, North Korean, DPRK, NK
South Korea, South Korean, ROK
China, Chinese
Russia, Russian
Japan, Japanese
Germany, German
France, French
Italy, Italian
Spain, Spanish
Poland, Polish
Ukraine, Ukrainian
Iran, Iranian
Iraq, Iraqi
Israel, Israeli
India, Indian
Pakistan, Pakistani
Vietnam, Vietnamese
Turkey, Turkish
Egypt, Egyptian
Mexico, Mexican
Canada, Canadian
Australia, Australian
Brazil, Brazilian
Greece, Greek
Sweden, Swedish
Norway, Norwegian
Denmark, Danish
Netherlands, Dutch, Holland
Switzerland, Swiss
Ireland, Irish
Scotland, Scottish, Scots
Wales, Welsh
England, English
Europe, European
Africa, African
Asia, Asian
Republican, GOP, Republican Party
Democrat, Dem, Democratic Party, Democratic
Covid, Covid-19, coronavirus, pandemic
NGO, non-governmental organization, aid group, charity, nonprofit, aid organization
World War I, First World War, World War One, WWI
World War II, Second World War, World War Two, WWII
TV, television
tuberculosis, TB
chief executive, CEO
information technology, IT
New York City, NYC
Los Angeles, LA
"""
