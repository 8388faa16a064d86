"""Settings, typed; read from the environment and from a file `.env`."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from db.shards import Shards


class Settings(BaseSettings):
    """What an operator may set. An empty value is as good as none."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    discord_token: SecretStr | None = Field(default=None, description="the bot's token, for `footnote run`")
    discord_api_url: str | None = Field(
        default=None, description="the address of Discord’s API where it is not Discord’s own: for tests and proxies"
    )
    away_minutes: float = Field(
        default=15.0,
        ge=0,
        le=525_600,
        description="how long `footnote run` tries to reach Discord before it ends with status 75",
    )
    message_content: Literal["auto", "on", "off"] = Field(
        default="auto",
        description="whether to read messages that do not mention the bot; auto does where Discord allows it",
    )
    shard_count: int | None = Field(
        default=None, ge=1, le=100_000, description="into how many shards the bot is divided; Discord says by default"
    )
    shard_ids: Annotated[tuple[int, ...], NoDecode] = Field(
        default=(),
        description="the shards of this process, where several share the servers: 0-3, or 0, 5; all where it is empty",
    )
    cooldown_commands: int = Field(
        default=100, ge=1, description="how many commands a member may give in a channel in COOLDOWN_SECONDS"
    )
    cooldown_seconds: float = Field(default=60.0, gt=0, le=86_400, description="how long COOLDOWN_COMMANDS last")
    correction_seconds: float = Field(
        default=10.0,
        gt=0,
        le=86_400,
        description="how often to look for facts that another program has changed, to correct answers that showed them",
    )
    progress_seconds: float = Field(
        default=3.0,
        gt=0,
        le=86_400,
        description="how often a long piece of work, such as `!verify`, says how far it is",
    )
    database_url: str = Field(
        default="sqlite+aiosqlite:///footnote.db",
        description="the store: a file of SQLite, or `postgresql+psycopg://user@host/database`",
    )
    fixtures_dir: Path | None = Field(
        default=None, description="a folder of fixtures instead of the shipped one; an empty one starts an empty store"
    )
    documents_dir: Path | None = Field(
        default=None, description="the folder of the documents that sources name, for checks and excerpts"
    )
    moderator_role_ids: Annotated[tuple[int, ...], NoDecode] = Field(
        default=(), description="the roles whose members may change facts: 123, 456; none is Manage Server"
    )
    verifier: Literal["auto", "on", "off"] = Field(
        default="auto",
        description="whether a model reads the best candidates for a question, too; auto does where the packages of "
        "footnote[verifier] are installed, off leaves it to their words alone",
    )
    gap_days: int = Field(
        default=90, ge=1, le=3650, description="how many days a question for the team is kept after it was last asked"
    )
    backup_dir: Path | None = Field(
        default=None,
        description="a folder into which `footnote run` puts a backup of the store every BACKUP_EVERY, and a "
        "migration on PostgreSQL one from before",
    )
    backup_every: float = Field(
        default=24.0, gt=0, le=8_760, description="how many hours pass from one backup to the next"
    )
    backup_keep: int = Field(default=7, ge=1, description="how many backups are kept in BACKUP_DIR, the newest")
    ledger_witness: Literal["off", "log"] | int = Field(
        default="off",
        description="where `footnote run` tells the ledger’s newest number and hash once a day: off, log or the number "
        "of a channel",
    )
    metrics_port: int | None = Field(
        default=None,
        ge=0,
        le=65_535,
        description="where `footnote run` tells Prometheus how it does, at /metrics; 0 takes any free port",
    )
    metrics_host: str = Field(
        default="127.0.0.1", description="the address that METRICS_PORT is opened on; that of this machine alone"
    )
    log_level: str = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR")
    log_format: Literal["text", "json"] = Field(default="text", description="text for people, json for programs")

    log_words: Literal["on", "off"] = Field(
        default="off",
        description="whether the log has what each command and question asked, too; `!privacy` says which it is",
    )

    @field_validator("moderator_role_ids", mode="before")
    @classmethod
    def _numbers(cls, written: object) -> object:
        return written.strip("[] ").replace(",", " ").split() if isinstance(written, str) else written

    @field_validator("shard_ids", mode="before")
    @classmethod
    def _ranges(cls, written: object) -> object:
        if not isinstance(written, str):
            return written
        found: set[int] = set()
        for part in written.replace(",", " ").split():
            first, dash, last = part.partition("-")
            numbers = first, last if dash else first
            if not all(number.isdecimal() and len(number) <= 6 for number in numbers):
                raise ValueError("should be numbers and ranges of numbers, as in 0-3, 8")
            found.update(range(int(numbers[0]), int(numbers[1]) + 1))
        return tuple(sorted(found))

    @field_validator("shard_ids")
    @classmethod
    def _are_there(cls, numbers: tuple[int, ...], info: ValidationInfo) -> tuple[int, ...]:
        count: int | None = info.data.get("shard_count")
        if numbers and count is None:
            raise ValueError("SHARD_COUNT is to say how many shards there are in all")
        if numbers and count is not None and numbers[-1] >= count:
            raise ValueError(f"of {count} shards the last is {count - 1}")
        return numbers

    @property
    def shards(self) -> Shards | None:
        """The shards of this process, None where Discord says into how many the bot is divided."""
        if self.shard_count is None:
            return None
        return Shards(self.shard_ids or tuple(range(self.shard_count)), self.shard_count)

    @field_validator("discord_api_url")
    @classmethod
    def _is_an_address(cls, address: str | None) -> str | None:
        if address is not None and not address.startswith(("http://", "https://")):
            raise ValueError("should be an address like https://discord.com/api/v10")
        return address and address.rstrip("/")

    @field_validator("log_level")
    @classmethod
    def _is_a_level(cls, level: str) -> str:
        if level.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError("should be DEBUG, INFO, WARNING or ERROR")
        return level.upper()
