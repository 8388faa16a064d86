"""The composition root: it reads the settings, opens the store, and builds all that works on it."""

import gc
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from discord.ext import commands

from bot import logs
from bot.briefing.asking.conversation import Conversations
from bot.briefing.asking.question_answering import QuestionAnswering
from bot.briefing.asking.requests import Requests
from bot.briefing.corrections import Corrections
from bot.briefing.curating.chronicle import Chronicle
from bot.briefing.curating.confirming import Confirming
from bot.briefing.curating.curation import Curation
from bot.briefing.curating.examination import Examination
from bot.briefing.curating.exchange import Exchange
from bot.briefing.curating.phrasing import Phrasing
from bot.briefing.curating.proposing import Proposing
from bot.briefing.curating.standing import Standing
from bot.briefing.curating.undoing import Undoing
from bot.briefing.curating.wordings import Wordings
from bot.briefing.evidence import Evidence
from bot.briefing.examples import Examples
from bot.briefing.lookups.brief import Briefing
from bot.briefing.lookups.catalogue import Catalogue
from bot.briefing.lookups.compare import Comparison
from bot.briefing.lookups.lookup import Lookup
from bot.briefing.lookups.timeline import Timeline
from bot.briefing.passages import Passages
from bot.briefing.reply_snapshot import ReplySnapshots
from bot.briefing.reviewing.inbox import Inbox
from bot.briefing.reviewing.member_proposals import MemberProposals
from bot.briefing.reviewing.review import Review
from bot.briefing.reviewing.source_drafts import SourceDrafts
from bot.briefing.sources.extraction import Extraction
from bot.briefing.sources.ingest import Ingest
from bot.briefing.sources.operator_folder import OperatorFolder
from bot.briefing.sources.sources import Sources
from bot.briefing.sources.verify import CitationVerifier
from bot.briefing.team.audit import Audit
from bot.briefing.team.contributions import Contributions
from bot.briefing.team.gaps import Gaps
from bot.briefing.team.notices import Notices
from bot.briefing.team.privacy import Privacy
from bot.briefing.team.reporting import Reporting
from bot.briefing.team.servers import Servers
from bot.cogs.bookkeeping import BookkeepingCog
from bot.cogs.briefings import BriefingsCog
from bot.cogs.buttons import ButtonsCog
from bot.cogs.catalogue import CatalogueCog
from bot.cogs.completion import CompletionCog
from bot.cogs.corrections import CorrectionsCog
from bot.cogs.facts import FactsCog
from bot.cogs.forms import FormsCog
from bot.cogs.gaps import GapsCog
from bot.cogs.help import HelpCog
from bot.cogs.lookups import LookupsCog
from bot.cogs.menus import MenusCog
from bot.cogs.operator import OperatorCog
from bot.cogs.privacy import PrivacyCog
from bot.cogs.questions import QuestionsCog
from bot.cogs.reports import ReportsCog
from bot.cogs.review import ReviewCog
from bot.cogs.setup import SetupCog
from bot.cogs.sources import SourcesCog
from bot.cogs.upkeep import UpkeepCog
from bot.discord.client import Footnote
from bot.discord.cooldown import Cooldown
from bot.discord.corrector import Corrector
from bot.discord.delivery import Delivery
from bot.discord.permissions import Moderators
from bot.discord.sync import Sync
from bot.discord.translations import Translations
from bot.errors import CannotStart
from bot.render.spans import plain
from bot.settings import Settings
from bot.terminal.console import Console
from bot.verifier.verifier import Verifier
from db import fixtures, upgrade
from db.backup import Backups
from db.completion import Completions
from db.document_store import DocumentFolder, DocumentStore
from db.draft_store import DraftStore
from db.engine import Database, opening
from db.gap_store import GapStore
from db.lease_store import LeaseStore
from db.ledger.history import History
from db.ledger.ledger import Ledger
from db.notes import PREFIX
from db.passage_search import PassageSearch
from db.preview_store import PreviewStore
from db.reply_store import ReplyStore
from db.report_store import ReportStore
from db.retention import PersonalData
from db.runtime_state import RuntimeState
from db.search import Search
from db.seed import Tally, begin_without, has_example, seed
from db.store import Store
from db.values import Clock, now

AS_BEFORE = "the same as at the last start"
_GONE = (
    "WARNING: The store {file} was made on {day} and is gone, and a new one is made in its place. If it was not meant "
    "to go, stop, put it back or restore it from a backup, and start again."
)


@dataclass(frozen=True)
class Services:
    """An open store and what answers from it."""

    settings: Settings
    store: Store
    search: Search
    passages: PassageSearch
    ledger: Ledger
    history: History
    previews: PreviewStore
    documents: DocumentStore
    operator_folder: OperatorFolder
    evidence: Evidence
    examination: Examination
    exchange: Exchange
    conversations: Conversations
    answering: QuestionAnswering
    gaps: Gaps
    gap_store: GapStore
    wordings: Wordings
    notices: Notices
    privacy: Privacy
    servers: Servers
    moderators: Moderators
    cooldown: Cooldown
    runtime_state: RuntimeState
    leases: LeaseStore
    delivery: Delivery
    corrector: Corrector
    completion: Completions
    reports: ReportStore
    backups: Backups | None
    drafts: DraftStore
    seeded: Tally | None
    # What is said at the start: which store was opened, which library is in it, and whether the verifier is in use.
    opening: tuple[str, ...]

    def cogs(self) -> tuple[commands.Cog, ...]:
        """Return new cogs, the same for Discord and the terminal."""
        catalogue = Catalogue(self.store, self.evidence, self.history)
        curation = Curation(
            self.store, self.examination, self.ledger, self.history, self.evidence, self.previews, self.wordings
        )
        drafts = self.source_drafts()
        review = Review(self.store, self.evidence, self.ledger, self.history, self.drafts, drafts, curation)
        proposing = Proposing(self.store, self.answering)
        inbox = Inbox(self.store, self.evidence, self.drafts, self.gap_store, self.reports)
        return (
            QuestionsCog(self.answering),
            LookupsCog(Lookup(self.store, self.evidence)),
            BriefingsCog(
                Briefing(self.store, self.evidence, Passages(self.store, self.passages, self.evidence)),
                Comparison(self.store, self.evidence),
                Timeline(self.store, self.evidence),
            ),
            CatalogueCog(catalogue),
            SourcesCog(
                catalogue,
                Sources(self.store, self.ledger, self.evidence, Extraction()),
                CitationVerifier(self.store, self.evidence),
                drafts,
            ),
            FactsCog(
                curation,
                Confirming(self.previews, curation, self.exchange),
                Standing(self.store, self.ledger, self.history, self.evidence),
                Chronicle(self.store, self.history, self.evidence, catalogue),
                Undoing(self.store, self.ledger, self.history, self.evidence),
                MemberProposals(self.store, self.drafts),
            ),
            ReviewCog(review, inbox, self.notices),
            ReportsCog(Reporting(self.store, self.evidence, self.reports), self.notices),
            BookkeepingCog(Audit(self.history), self.exchange),
            CompletionCog(self.completion),
            MenusCog(proposing),
            ButtonsCog(self.delivery, review, proposing),
            FormsCog(self.delivery),
            UpkeepCog(self.ledger, self.backups, self.settings.ledger_witness, self.operator_folder),
            CorrectionsCog(self.corrector, self.ledger, self.settings.correction_seconds),
            GapsCog(self.gaps, Contributions(self.gap_store, self.reports, self.drafts), self.notices),
            PrivacyCog(self.privacy, self.delivery),
            SetupCog(self.servers),
            OperatorCog(self.sync(), self.runtime_state),
            HelpCog(Examples(self.store)),
        )

    def source_drafts(self) -> SourceDrafts:
        """Return what drafts facts of documents."""
        return SourceDrafts(self.store, self.evidence, self.drafts)

    def client(self, message_content: bool = True) -> Footnote:
        """Return a new bot for Discord, which reads all messages or only those that mention it."""
        return Footnote(
            self.cogs(),
            self.servers,
            self.moderators,
            Requests(self.store),
            self.delivery,
            cooldown=self.cooldown,
            message_content=message_content,
            progress_every=self.settings.progress_seconds,
            log_words=self.settings.log_words == "on",
        )

    @asynccontextmanager
    async def console(self, cogs: Iterable[commands.Cog] | None = None) -> AsyncIterator[Console]:
        """Give the bot in the terminal, and close it."""
        added = self.cogs() if cogs is None else cogs
        async with Console(added, self.servers, self.moderators, Requests(self.store)) as console:
            await console.setup_hook()
            yield console

    def ingest(self) -> Ingest:
        """Return what reads files and folders into the shared store."""
        return Ingest(self.store, self.documents, self.ledger, Extraction())

    def sync(self) -> Sync:
        return Sync(self.runtime_state, Translations())


def _verifier(settings: Settings) -> tuple[Verifier | None, str]:
    """Return the verifier where it is to be used, and what is said of it at the start."""
    verifier = Verifier()
    if settings.verifier == "off":
        return None, "Verifier: off."
    if verifier.lacks is None:
        return verifier, "Verifier: in use."
    if settings.verifier == "on":
        raise CannotStart(f"VERIFIER=on asks for the verifier, and there is {verifier.lacks}, or set VERIFIER=auto.")
    return None, f"Verifier: not in use, so questions are answered by words alone; there is {verifier.lacks}."


def _backups(settings: Settings, database: Database, clock: Clock = now) -> Backups | None:
    if settings.backup_dir is None:
        return None
    return Backups(database, settings.backup_dir, timedelta(hours=settings.backup_every), settings.backup_keep, clock)


def configured(**typed: Any) -> Settings:
    """Read the settings, and log from then on as they say; all that the program needs is loaded by now.

    What was `typed` on the command line counts before the environment.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
    try:
        settings = Settings(**{name: value for name, value in typed.items() if value is not None})
    except UnicodeDecodeError as error:
        raise CannotStart("The file .env is not UTF-8 text: save it with that encoding.") from error
    token = settings.discord_token
    logs.configure(settings.log_level, settings.log_format, token.get_secret_value() if token else None)
    return settings


@asynccontextmanager
async def started(settings: Settings | None = None, *, example: bool = True) -> AsyncIterator[Services]:
    """Open the store as the settings say, those read here by default; standard error says which store and library.

    Without `example` a new store begins without the shipped one.
    """
    async with opened(settings or configured(), example=example) as services:
        print(*services.opening, sep="\n", file=sys.stderr)
        yield services


@asynccontextmanager
async def opened(
    settings: Settings, clock: Clock = now, bare: bool = False, example: bool = True
) -> AsyncIterator[Services]:
    """Create or migrate the store, seed it and give what works on it; `clock` says how old what is kept has become.

    `bare` seeds it without other phrasings and synonyms; without `example` a new store begins without the shipped one.

    Raises DatabaseUnusable, DamagedFixture and CannotStart.
    """
    verifier, reading = _verifier(settings)
    database = Database(settings.database_url)
    # Connections of its own, so that a completion does not queue behind answers that hold all of the others.
    completing = Database(settings.database_url)
    try:
        is_new = not await database.exists()
        folder = settings.fixtures_dir or fixtures.seed_folder()
        # No store is made for fixtures that are damaged.
        read = fixtures.load(folder) if is_new else None
        gone = database.backend.began() if is_new else None
        with opening(database):
            await upgrade.upgrade(database, backups=settings.backup_dir)
            await upgrade.assert_guarded(database)
            store, ledger, history = Store(database), Ledger(database, clock), History(database)
            database.backend.note_beginning()
            shelf = DocumentFolder(settings.documents_dir)
            documents = DocumentStore(database, shelf)
            search, evidence, previews = Search(database), Evidence(store, documents), PreviewStore(database, clock)
            examination = Examination(store, search, evidence)
            exchange = Exchange(store, ledger, history, evidence, examination, previews)
            seeded, library = None, "its own, without the shipped example"
            if settings.fixtures_dir:
                seeded = await seed(ledger, store, history, folder, bare=bare, read=read, check=exchange.failing)
                library = f"the fixtures in {settings.fixtures_dir}, {seeded or AS_BEFORE}"
            elif not example and await ledger.is_empty():
                await begin_without(ledger)
            elif await has_example(ledger, store):
                seeded = await seed(ledger, store, history, folder, bare=bare, name="example", read=read)
                library = f"the shipped example, {seeded or AS_BEFORE}"
            # It would stay in memory for as long as the store is open.
            del read
            operator_folder = OperatorFolder(shelf, store, documents, ledger, Extraction())
            unread = await operator_folder.read()
        conversations = Conversations()
        passages = PassageSearch(database)
        answering = QuestionAnswering(store, search, passages, evidence, conversations, verifier)
        drafts = DraftStore(database, clock)
        gap_store = GapStore(database, settings.gap_days, clock)
        await gap_store.purge()
        reports = ReportStore(database)
        phrasing = Phrasing(answering, examination, previews)
        servers = Servers(store, ledger)
        replies = ReplyStore(database)
        delivery = Delivery(replies, ReplySnapshots(store, evidence))
        yield Services(
            settings=settings,
            store=store,
            search=search,
            passages=passages,
            ledger=ledger,
            history=history,
            previews=previews,
            documents=documents,
            operator_folder=operator_folder,
            evidence=evidence,
            examination=examination,
            exchange=exchange,
            conversations=conversations,
            answering=answering,
            wordings=Wordings(gap_store),
            gaps=Gaps(gap_store, store, evidence, answering, conversations, phrasing),
            gap_store=gap_store,
            drafts=drafts,
            notices=Notices(gap_store, reports, drafts, store, evidence),
            privacy=Privacy(
                PersonalData(database, settings.gap_days, replies),
                conversations,
                log_words=settings.log_words == "on",
            ),
            servers=servers,
            moderators=Moderators(settings.moderator_role_ids),
            cooldown=Cooldown(settings.cooldown_commands, settings.cooldown_seconds),
            runtime_state=RuntimeState(database),
            leases=LeaseStore(database),
            reports=reports,
            backups=_backups(settings, database, clock),
            completion=Completions(completing),
            delivery=delivery,
            corrector=Corrector(delivery, Corrections(store, history), settings.correction_seconds),
            seeded=seeded,
            opening=(
                *([_GONE.format(file=database.name, day=gone)] if gone else []),
                *(f"WARNING: of DOCUMENTS_DIR, {plain(problem, PREFIX)}" for problem in unread),
                f"Store: {database.name}{', made now' if is_new else ''}. Library: {library}. {reading}",
            ),
        )
    finally:
        await completing.dispose()
        await database.dispose()
