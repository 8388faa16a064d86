"""Metrics: what Prometheus is told of the running bot. No label holds what people wrote, nor who they are."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.aiohttp import make_aiohttp_handler

from bot.discord.client import Footnote
from bot.discord.context import Context
from bot.errors import CannotStart
from db.backup import Backups
from db.counts import Counts
from db.errors import DatabaseUnusable
from db.gap_store import GapStore
from db.reply_store import ReplyStore

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
log = logging.getLogger(__name__)


class Metrics:
    """Counts what the bot does as it happens; what the store holds is read when somebody asks."""

    def __init__(self, counts: Counts, replies: ReplyStore, gaps: GapStore, backups: Backups | None) -> None:
        self._counts = counts
        self._replies = replies
        self._gaps = gaps
        self._backups = backups
        self._bot: Footnote | None = None
        disable_created_metrics()  # type: ignore[no-untyped-call]  # the library leaves it so
        self.registry = own = CollectorRegistry()
        ProcessCollector(registry=own)
        PlatformCollector(registry=own)
        self._commands = Counter(
            "footnote_commands",
            "Commands by name, way and status of the answer",
            ("command", "way", "status"),
            registry=own,
        )
        self._seconds = Histogram(
            "footnote_command_seconds", "From a message to its reply", ("command",), buckets=SECONDS, registry=own
        )
        self._waiting = Gauge("footnote_queue_waiting", "Messages that wait for their turn", registry=own)
        self._in_work = Gauge("footnote_queue_in_work", "Messages that are being answered", registry=own)
        tasks = Gauge("footnote_tasks", "Tasks of the event loop", registry=own)
        tasks.set_function(lambda: len(asyncio.all_tasks()))
        self._connected = Gauge("footnote_gateway_connected", "Shards that are connected", registry=own)
        self._latency = Gauge(
            "footnote_gateway_latency_seconds", "From a heartbeat to its answer", ("shard",), registry=own
        )
        self._connects = Counter(
            "footnote_gateway_connects",
            "Connections to the gateway: with a new session, or with one that is resumed",
            ("shard", "session"),
            registry=own,
        )
        self._usable = Gauge("footnote_store_usable", "Whether the store could be read for what follows", registry=own)
        self._facts = Gauge("footnote_store_facts", "Facts in the store, those of all servers", registry=own)
        self._bytes = Gauge("footnote_store_bytes", "Room that the store takes", registry=own)
        self._corrections = Gauge("footnote_corrections_waiting", "Replies that wait for a correction", registry=own)
        self._open = Gauge("footnote_gaps_open", "Questions that wait for the team", registry=own)
        if backups:
            age = Gauge(
                "footnote_backup_age_seconds", "Age of the newest backup; NaN where there is none", registry=own
            )
            age.set_function(lambda: backups.age.total_seconds() if backups.age is not None else math.nan)

    def watch(self, bot: Footnote) -> None:
        """Count what this bot does from here on, in the place of the one before."""
        self._bot = bot
        bot.add_listener(self._on_finished, "on_finished")
        bot.add_listener(self._on_connect, "on_shard_connect")
        bot.add_listener(self._on_resume, "on_shard_resumed")

    async def refresh(self) -> None:
        """Read what no event tells."""
        bot = self._bot
        self._waiting.set(len(bot.queue) if bot else 0)
        self._in_work.set(bot.queue.in_work if bot else 0)
        shards = bot.shards if bot else {}
        self._connected.set(sum(not shard.is_closed() for shard in shards.values()))
        self._latency.clear()
        for number, shard in shards.items():
            # Nothing is known before the first heartbeat is answered.
            if math.isfinite(shard.latency):
                self._latency.labels(number).set(shard.latency)
        try:
            self._facts.set(await self._counts.all_facts())
            self._bytes.set(await self._counts.bytes())
            self._corrections.set(await self._replies.count_outdated())
            self._open.set(await self._gaps.count())
        except DatabaseUnusable:
            self._usable.set(0)
        else:
            self._usable.set(1)

    async def _on_finished(self, ctx: Context, seconds: float) -> None:
        # What is no command of ours counts as one: a label for each slip of the keyboard would never end.
        name = ctx.command.qualified_name if ctx.command else "unknown"
        self._commands.labels(name, ctx.way, ctx.outcome or "silent").inc()
        self._seconds.labels(name).observe(seconds)

    async def _on_connect(self, shard: int) -> None:
        self._connects.labels(shard, "new").inc()

    async def _on_resume(self, shard: int) -> None:
        self._connects.labels(shard, "resumed").inc()


@asynccontextmanager
async def served(metrics: Metrics, host: str, port: int) -> AsyncIterator[None]:
    """Answer at /metrics; raises CannotStart where the address is not to be had."""
    handler = make_aiohttp_handler(metrics.registry)

    async def scrape(request: web.Request) -> web.StreamResponse:
        await metrics.refresh()
        return await handler(request)

    app = web.Application()
    app.router.add_get("/metrics", scrape)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as failure:
            raise CannotStart(
                f"Metrics cannot be served on {host}, port {port}: {failure.strerror}. Set METRICS_PORT and "
                "METRICS_HOST to what is free here, or leave METRICS_PORT out."
            ) from failure
        log.info("metrics are served at http://%s:%d/metrics", host, runner.addresses[0][1])
        yield
    finally:
        await runner.cleanup()
