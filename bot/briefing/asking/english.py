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
accident, crash
accuse, blame, allege
achieve, accomplish, attain
add, append
advise, advice, counsel, recommend, recommendation
afraid, fear, worry, worried, scared, frightened, anxious, concern
aged, old, age
agreement, deal, accord, pact, treaty
aid, help, assistance, assist, support, relief
aim, goal, objective, purpose, target, intend, intention
aircraft, plane, airplane, aeroplane
allow, permit, let, authorise, able to
almost, nearly
answer, reply, respond, response
appoint, name, nominate, pick, choose, select, made
argue, argument, case, contend, maintain
army, military, troops, armed forces, soldiers
arrest, detain, jail, imprison, lock up, locked up, imprisoned, jailed, put in prison
article, op-ed, piece, column
ask, request, demand, call for
assassinate, murder, kill, killed, slay
die, perish, pass away, drown
assert, claim, say, state
attack, assault, strike, raid
author, writer, write, wrote, written
ban, forbid, prohibit, outlaw, banned, not allowed, forbidden
basis, foundation, ground
beat, defeat, overcome, win against
begin, start, launch, commence, open, began, kick off, get going, kicked off
biggest, largest, greatest, main, major
bike, bicycle, cycle
birth, born, be born
boat, ship, vessel
book, volume
boss, head, chief, leader, director, in charge, run, manager, lead
boundary, border, frontier
brief, short
build, construct, erect, make, built, put up
building, structure
line, route
buy, purchase, acquire, bought
call, name, known as, title, dub, called
call off, cancel, cancelled, called off, scrapped
car, automobile, vehicle
care about, matter to, important to
catch, capture, seize
cause, lead to, bring about, result in, trigger, led to, spark, due to, because of
centre, middle, downtown
chair, chairman, chairwoman, head, preside
change, alter, modify, shift, switch
charge, fee, price, cost
cheap, inexpensive, low-cost
check, inspect, examine, examination, inspection
chemical, substance
child, kid, youngster, minor
children, kids
choose, pick, select, opt
city, town
close, shut, shut down, closure, closed
coalition, alliance
coast, shore, seaside
colleague, coworker
collapse, break down, fall apart, breakdown
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
convince, persuade, talk into
country, nation, state, land
create, make, found, establish, set up, form, invent, founded
crime, offence, offense
criticise, criticism, slam, blast, attack, condemn
crop, harvest
cut, reduce, lower, decrease, decline, reduction, shrink, drop
danger, risk, threat, peril, hazard
deadly, fatal, lethal
deadline, due date, time limit
deceive, fool, trick, mislead
decide, determine, resolve
defend, protect, guard, safeguard, protection
degree, qualification, diploma
delay, postpone, put off, postponed, hold up
deny, refuse, reject, turn down, rejected
depart, leave, go away, quit, left
design, devise, plan
destroy, wreck, ruin, demolish
develop, evolve, development
diminish, lessen, dwindle
disappear, vanish
disease, illness, sickness, ailment, condition
dismiss, fire, sack, fired
dispute, quarrel, row, disagreement
doctor, physician, doc, medic
doctorate, PhD, doctoral degree
donate, give, contribute, donation
doubt, question, sceptical
dwell, live, reside, inhabit
earn, make, get paid, income, salary, wage
easy, simple
economy, economic
education, schooling, training, study, studied, train
effect, impact, consequence, result, influence, outcome
elderly, old people, seniors, pensioners, retired people, senior citizens
election, vote, poll
employ, hire, employment
employee, worker, staff, personnel
enable, allow, make possible
encounter, meet, run into
end, finish, conclude, stop, cease, over
enemy, foe, adversary, opponent
enjoy, like, love
enlarge, expand, extend, extension
enough, sufficient, adequate
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
exit, leave, withdraw, quit, pull out, walk out, leaving
expect, anticipate, predict, forecast, foresee, likely
expensive, costly, dear, pricey
explain, account for
fade, wane, evaporate, vanish, die away
fail, not succeed, unsuccessful, flop, failure
famous, well-known, renowned
fast, quick, rapid, speedy
father, dad
fatherland, homeland, native land
favor, prefer, support, back, in favor of, for
female, woman
fight, battle, combat
film, movie, picture
find, discover, detect, spot, found, discovery, identify
fine, penalty, punishment
finance, fund, pay for, bankroll, paid for, funding, pay
fire, blaze, burn
fix, repair, mend
flat, apartment
flu, influenza
follow, pursue, come after, keep up with
food, nutrition
for free, free, free of charge, at no cost, without paying
foreign, overseas, from abroad
formerly, former, ex, earlier, previously, used to be, previous
friend, ally, mate
petrol, gasoline
gain, win, get, obtain, receive, acquire
garbage, rubbish, trash, waste
gather, collect, assemble
get, receive, obtain, got, collect
get better, improve, improvement
global, worldwide, international
go up, rise, increase, grow, climb, went up, growth, hike
government, administration, regime, authorities
grandfather, grandpa, granddad
grandmother, grandma
group, band, organisation, team
guard, protect, watch
guest, visitor
happy, satisfied, content, pleased, glad, satisfaction
harm, damage, hurt, injure, injury
hate, dislike, detest
helper, volunteer, assistant
hint, suggest, indicate
holiday, vacation
hostage, captive
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
lack, shortage, be short of, missing, scarcity
language, tongue, speak
large, big, size
last, take, go on, duration
law, act, statute, legislation, bill, rule, regulation
lawyer, attorney, counsel, barrister, solicitor
leak, breach, expose
learn, study
leave out, omit, exclude
legal, lawful, allowed
letter, mail
lift, raise
limit, restrict, cap, restriction, limitation
link, connect, connection, relate, relation, tie, related
located, situated, location, found, lie, stand, site
lodge, house, accommodate
loo, toilet, restroom, bathroom
lorry, truck
lower, reduce
luck, fortune
machine, device
magazine, journal, periodical
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
miss, skip, fail to attend
mix, blend, combine
modern, contemporary, current
monarch, king, queen, sovereign
money, cash, funds
mother, mum, mom
mobile, cell phone, mobile phone, cellphone
name, title, called
near, close to, nearby, next to
need, require, necessity, requirement
network, grid
newspaper, paper
next, following, coming
novel, book
number, amount, quantity, total
nurse, carer
obey, follow, comply
obligation, duty
obtain, get
occupy, take over
occur, happen, take place, held, come about
ancient, old
only, sole, solely, just
operate, run
operation, surgery
oppose, against, resist, object to, opposed to, opposition, be against
origin, source, come from, originate
outage, power cut, blackout, power failure
outcome, result
own, possess, belong to, owner, owns
painter, artist
parents, mother and father, mum and dad
part, role
participate, take part, participation, attend, join in
party, celebration
passenger, rider, traveller
pay, paid, payment, fee
pay back, refund, money back, reimburse
people, persons, folks
permission, approval, leave
persons, people
phone, telephone, call
photo, photograph, picture, image, snapshot, pic
pick up, collect, fetch
play, perform
pledge, promise, vow
police, cops
poll, survey, opinion poll
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
gift, present
pressure, press, push, lean on
press, reporters, journalists, media
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
pupil, student, schoolchild
purpose, aim
put on, stage
quiet, silent, silence
quit, resign, step down, stepped down, resigned
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
replace, substitute, take the place of, succeed, instead of
represent, stand for
request, ask for
rescue, save
research, study, studies
result, show, find
return, come back, go back, came back, give back
revolt, rebellion, uprising, mutiny
rich, wealthy
right, correct
river, stream
road, street
stone, rock
rubbish, garbage
yacht, sailing boat
salary, pay, wage
satisfied, happy
say, tell, state, remark
scientist, researcher
sea, ocean
secret, hidden
see, view, watch
send, dispatch, ship, deploy
solve, resolve
share, percentage, proportion, portion
shop, store
shot, jab, vaccination, vaccinate, vaccine, inoculation
show, display, exhibit, demonstrate
shrink, contract
sick, ill, unwell, diseased
side effect, adverse effect
sign, ratify
singer, vocalist
size, dimension, area
small, little, tiny
smart, clever, intelligent
soil, earth, ground
song, track, tune
speak, talk, address
specialty, speciality, field, expertise
speech, address
speed, velocity, pace, fast
sponsor, pay for
stance, attitude, opinion, view, position, think of, think about
stop working, break down, strike, walkout
storm, tempest, hurricane
strange, odd, weird
strike, walkout, industrial action
strong, tough, firm
topic, theme
submit, hand in
sue, take to court, go to court, lawsuit, trial
suggest, propose
supervise, oversee
supply, stock, provide
support, back, favor, approve, endorse, be for, in favor
surround, encircle
survey, poll, question, interview
swim, bathe
symbol, sign, emblem
take part, participate
talk, speak, converse, conversation, discuss, discussion, talk about
tall, high, height
tax, levy, duty
teach, instruct, taught
team, squad, side
temperature, heat
term, word, expression
terrible, awful, horrible, dreadful, appalling
test, try out, trial
think, believe, suppose, consider, feel, reckon, opinion
thought, idea
thrown out, expelled
ticket, fare
timetable, schedule
tiny, minute
together, jointly
torture, torment, abuse
touch, contact
tough, hard, harsh
trade, commerce
train station, railway station, station
transform, convert, change into, turn into
translate, interpret
transport, carry, convey, bring
trap, snare
try, attempt, seek, effort
type, kind, sort
ultimate, final
unable, cannot
unclear, not clear, uncertain
unsure, undecided, don't know, not sure, make up their mind
use, employ, utilise, apply, used for
vehicle, car
victory, triumph, win
village, hamlet
violate, breach, break, violation, abuse
violent, brutal
visit, come to see, stay at, visited
vote, ballot
wage, pay
wait, waiting time
war, warfare, conflict
warn, caution, alert
wash, clean
weak, feeble
weapon, arms, armament
wed, marry
withdraw, pull out, walk out, quit
worker, employee
worried, concerned, fear, worry
write, author, pen, compose
wrong, incorrect
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
