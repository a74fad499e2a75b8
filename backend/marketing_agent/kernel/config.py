"""Every setting of the product, read from the environment or `.env` and checked at start."""

import os
import secrets
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from marketing_agent.kernel.errors import ConfigurationError

PREFIX = "MARKETING_AGENT_"
ENV_FILE = ".env"
_MIN_SECRET_LENGTH = 32


class Settings(BaseSettings):
    """All settings. Names are `MARKETING_AGENT_<FIELD>`; unknown ones are refused."""

    # An empty value counts as none, so that `NAME=` in a copied `.env` changes nothing.
    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=ENV_FILE, env_ignore_empty=True, extra="ignore"
    )

    data_dir: Path = Field(
        default=Path("data"),
        description="Folder for the lake, the warehouse and embedded PostgreSQL",
    )
    database_url: SecretStr | None = Field(
        default=None,
        validation_alias="DATABASE_URL",
        description="PostgreSQL 16+ with pgvector; empty runs one in the data folder",
    )
    secret_key: SecretStr | None = Field(
        default=None,
        description="Key for hashes of e-mail addresses; made on first start when empty",
    )
    public_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^/\s?#]+/?$",
        description="Address people open, for the links that commands print; "
        "empty means the address listened on",
    )
    a2a_conformance: bool = Field(
        default=False,
        description="Answers A2A with an agent that a2a-tck steers, instead of the product's; "
        "never for real use",
    )
    outgoing_hosts: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z0-9._:, -]*$",
        description="Hosts that calls to addresses given by others may reach although they are "
        "private, also by http, separated by commas; empty: the open internet alone, by https",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="DEBUG, INFO, WARNING or ERROR"
    )
    session_days: int = Field(default=14, ge=1, le=90, description="Days until a session ends")
    query_run_days: int = Field(
        default=90,
        ge=1,
        le=3650,
        description="Days that the record of run statements is kept",
    )
    prompt_cache_ttl: int = Field(
        default=0,
        ge=0,
        description="Seconds until the reading of a question expires, where a workspace sets "
        "no other; 0: never",
    )
    llm_model: str | None = Field(
        default=None,
        validation_alias="LLM_MODEL",
        pattern=r"^[a-z][a-z0-9/_-]*:\S+$",
        description="Language model for questions that the parser does not understand, as "
        "`provider:model`; empty asks none",
    )
    llm_timeout_s: float = Field(
        default=20.0, gt=0, le=120, description="Seconds that one question may wait for the model"
    )
    llm_max_tokens: int = Field(
        default=4000, ge=256, le=32_000, description="Most tokens of one answer of the model"
    )
    llm_input_price: Decimal | None = Field(
        default=None,
        ge=0,
        description="US dollars per million tokens sent; empty takes the list price where known",
    )
    llm_output_price: Decimal | None = Field(
        default=None,
        ge=0,
        description="US dollars per million tokens received; set both prices or neither",
    )
    max_upload_bytes: int = Field(
        default=4 * 1024**3, description="Largest upload of one import, in bytes"
    )
    warehouse: Literal["duckdb", "postgres"] = Field(
        default="duckdb",
        description="Engine that answers: `duckdb`, or `postgres` in the database of the product",
    )
    warehouse_memory: str = Field(
        default="1GB", description="Memory limit of one warehouse connection"
    )
    sql_deadline_s: float = Field(
        default=10.0, gt=0, le=60, description="Seconds until an ad-hoc SQL statement is killed"
    )
    sql_memory_mb: int = Field(
        default=512, ge=64, description="Megabytes that one ad-hoc SQL statement may use"
    )
    smtp_host: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z0-9.:-]{1,253}$",
        description="Mail server for messages; empty keeps them in the preview inbox",
    )
    smtp_port: int = Field(default=587, ge=1, le=65_535, description="Port of the mail server")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="`starttls`, `tls` from the first byte, or `none`"
    )
    smtp_user: str | None = Field(default=None, description="Name to sign in with, if it asks")
    smtp_password: SecretStr | None = Field(default=None, description="Password for that name")
    smtp_sender: str | None = Field(
        default=None,
        pattern=r"^[^\r\n]*[^@\s<>]+@[^@\s<>]+>?$",
        description="Address that messages come from, also as `Name <address>`",
    )
    jobs: Literal["dbos", "queue"] = Field(
        default="dbos",
        description="What carries jobs out: DBOS, or a plain queue; the worker that starts decides "
        "for all, and takes up what the other left",
    )
    inline_worker: bool = Field(
        default=True, description="`serve` starts a worker process of its own"
    )
    web_dir: Path | None = Field(
        default=None, description="Folder of the built web app; empty finds the one shipped"
    )

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < _MIN_SECRET_LENGTH:
            raise ValueError(f"must have at least {_MIN_SECRET_LENGTH} characters")
        return value

    @model_validator(mode="after")
    def _both_prices(self) -> Self:
        if (self.llm_input_price is None) != (self.llm_output_price is None):
            raise ValueError("LLM_INPUT_PRICE and LLM_OUTPUT_PRICE belong together: set both")
        return self

    @model_validator(mode="after")
    def _has_a_sender(self) -> Self:
        if self.smtp_host and not self.smtp_sender:
            raise ValueError("SMTP_HOST needs SMTP_SENDER: the address that messages come from")
        return self

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @property
    def hash_key(self) -> bytes:
        """The key of keyed hashes: the setting, or one kept in the data folder with mode 600."""
        if self.secret_key is not None:
            return self.secret_key.get_secret_value().encode()
        return _stored_secret(self.data_dir / "secret.key")


def _stored_secret(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_hex(32).encode())
    return path.read_bytes()


def _refuse_unknown() -> None:
    """Names with our prefix must exist; others, such as compose's, may stand in `.env` too."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    given = {name.upper() for name in (*os.environ, *dotenv_values(ENV_FILE))}
    unknown = sorted(name for name in given if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise ConfigurationError(f"Unknown settings: {', '.join(unknown)}.")


def _variable(place: tuple[int | str, ...]) -> str:
    """The name a person wrote: the alias as it is, a field behind the prefix."""
    name = ".".join(str(part) for part in place)
    return PREFIX + name.upper() if name in Settings.model_fields else name


def load_settings(**overrides: object) -> Settings:
    """Reads and checks the settings; raises ConfigurationError with one sentence per problem."""
    _refuse_unknown()
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        problems = "; ".join(f"{_variable(e['loc'])}: {e['msg']}" for e in error.errors())
        raise ConfigurationError(f"A setting is not valid: {problems}.") from error


@lru_cache
def get_settings() -> Settings:
    """The settings of this process."""
    return load_settings()
