"""Settings: what an operator sets in environment variables and a file .env.

A field's name is its variable's name in lower case. The environment wins over the file; a variable that
is set to nothing counts as not set.
"""

import os
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, DotEnvSettingsSource, NoDecode, SettingsConfigDict

from bot.core.bank.terms import floor_of
from bot.core.errors import ScreeningError

OURS, OF_TOOLS = "VIVA_", ("VIVA_TEST_", "VIVA_BENCH_")
"""How our names begin, and those of the tests and benchmarks, which are no settings."""
EVERYWHERE = "*"
LOOPBACK, EVERY_ADDRESS = "127.0.0.1", "0.0.0.0"
USUAL_PORT = 3000
LONGEST_KEPT_DAYS = 36_500
MOST_BESIDE = 2
"""Models of a panel beside the first."""
LIKE_ENOUGH = 0.8
"""How alike an unknown name must be to a known one, in [0, 1], to be taken for its misspelling."""


class SettingError(ScreeningError):
    """A variable has a value that cannot be used; the message names it and never repeats the value."""


def _address(*schemes: str) -> AfterValidator:
    beginnings = tuple(f"{scheme}://" for scheme in schemes)

    def check(url: str) -> str:
        if not url.startswith(beginnings):
            raise ValueError(f"the address does not begin with {' or '.join(beginnings)}")
        return url.rstrip("/")

    return AfterValidator(check)


def _channels(text: str) -> str:
    pairs = [part.partition("=") for part in text.split(",")]
    if "=" in text and not all(name.strip() and channel.strip() for name, _, channel in pairs):
        raise ValueError("a platform or its channel is missing; it is written like slack=C0123,discord=4567")
    return text


def _retention(text: str) -> str:
    for part in text.split(","):
        place, equals, days = (piece.strip() for piece in part.partition("="))
        if not place or not equals or not days:
            raise ValueError("a place or its days are missing; it is written like eu=365,california=1461,*=730")
        if not (days.isascii() and days.isdigit()) or not 1 <= int(days[:9]) <= LONGEST_KEPT_DAYS:
            raise ValueError(f"the days of {place[:20]} are to be a whole number from 1 to {LONGEST_KEPT_DAYS:,}")
        if int(days) < floor_of(place):
            least = f"records of decisions are kept for {floor_of(place)} days at least there"
            raise ValueError(f"the days of {place[:20]} are too few: {least}; docs/operating.md lists the places")
    return text


def _panel(text: str) -> str:
    if not 1 <= len(models_of(text)) <= MOST_BESIDE:
        raise ValueError(f"it names one or {MOST_BESIDE} more models, parted by commas")
    return text


def models_of(text: str | None) -> tuple[str, ...]:
    """Return the names in a list of models."""
    return tuple(name.strip() for name in (text or "").split(",") if name.strip())


def _folders(text: Any) -> Any:
    return [part for part in text.split(os.pathsep) if part] if isinstance(text, str) else text


Folders = Annotated[tuple[Path, ...], NoDecode, BeforeValidator(_folders)]
Web = Annotated[str, _address("http", "https")]
Socket = Annotated[str, _address("ws", "wss")]
Channels = Annotated[str, AfterValidator(_channels)]
Seconds = Annotated[float, Field(gt=0, le=600)]
Dollars = Annotated[float, Field(ge=0)]
Tokens = Annotated[int, Field(ge=0)]
Port = Annotated[int, Field(ge=1, le=65535)]
LogLevel = Annotated[
    Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], BeforeValidator(lambda level: str(level).upper())
]


class Settings(BaseSettings):
    """Everything that can be set. Raises SettingError, which names each variable that is wrong.

    Addresses are left out of `repr`, as tokens are: they may hold a password.
    """

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    database_url: str = Field(default="sqlite:///viva.db", repr=False)

    viva_content: Folders | None = None
    """Folders that hold questionbank/ and rubrics/, each laid over those before it; None for what is shipped."""
    viva_log_level: LogLevel = "INFO"
    viva_model: str | None = None
    """The model that marks answers; None leaves the marking to the keyword grader."""
    viva_model_second: str | None = None
    """Another model at the same address, for second readings; None has the first one read again."""
    viva_model_panel: Annotated[str, AfterValidator(_panel)] | None = None
    """One or two more models at the same address, "a,b", that read every answer; the middle of all scores counts."""
    viva_model_unproven: Literal["refuse", "allow"] = "refuse"
    """Whether a model may mark that was not admitted (`viva bank test --grader llm --admit`); summaries then say so."""
    viva_screener_language: str = "English"
    """The language in which a model writes its reasons; quotes stay in the answer's."""
    viva_model_timeout: Seconds = 60.0
    viva_model_deadline: Seconds = 180.0
    """For one answer, with all retries and readings; then the rules stand in."""
    viva_model_effort: Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"] | None = None
    """How hard a reasoning model is to think; None leaves it to the endpoint."""
    viva_model_retries: int = Field(default=2, ge=0, le=10)
    """How often a request is sent again that failed, waiting as the endpoint asks."""
    viva_model_reply_tokens: int = Field(default=4000, ge=200)
    viva_model_at_once: int = Field(default=16, ge=1, le=1000)
    """How many answers one process has marked at the same time; the others wait their turn."""
    viva_price_prompt: Dollars = 0.0
    """US dollars for a million tokens sent; likewise below for those in the provider's cache and for replies."""
    viva_price_cached: Dollars = 0.0
    viva_price_completion: Dollars = 0.0
    viva_session_tokens: Tokens | None = None
    """The most that one screening may take; then the rules mark alone. Likewise below, in US dollars and by day."""
    viva_session_dollars: Dollars | None = None
    viva_day_tokens: Tokens | None = None
    viva_day_dollars: Dollars | None = None
    viva_role: str = "ai-infrastructure"
    """The role of an invitation that names none, and of `viva play`."""
    viva_hiring_channel: Channels | None = None
    """Where summaries go: one channel for every platform, or "slack=C0123,discord=4567"."""

    viva_retention: Annotated[str, AfterValidator(_retention)] | None = None
    """Days for which screenings are kept after their end, by the role's place, "*" for all others; None keeps them."""
    viva_audit_key: SecretStr | None = Field(default=None, min_length=32)
    """What audit entries are sealed with, 32 characters or more; without it they are sealed plainly."""
    viva_audit_post: Literal["never", "daily"] = "never"
    """Whether where the audit chain ends is posted in the hiring channel, with each day's first card."""
    viva_contact: str | None = None
    """Where candidates object, ask and have data erased, in the place of each role's own contact."""
    viva_rights: str | None = None
    """Who may do what, such as "decide=group:S0123|inviter"; None for members of the hiring channel and inviters."""

    openai_api_key: SecretStr | None = None
    openai_base_url: Web | None = Field(default=None, repr=False)

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: Web | None = Field(default=None, repr=False)

    viva_port: Port | None = None
    """Where Slack calls us in HTTP mode; PORT, which hosts set that choose it themselves, stands in for it."""
    port: Port | None = None
    viva_bind: str | None = None
    """The address on which Slack's calls are taken; None for this machine alone, or any where a host sets PORT."""
    viva_ops_port: Port | None = None
    """Where /healthz, /readyz and /metrics are served; None serves none."""
    viva_ops_bind: str = LOOPBACK
    """The address for them; 0.0.0.0 where probes and Prometheus come from other machines."""
    viva_ops_token: SecretStr | None = None
    """What a request for /metrics has to bear; None asks for nothing."""

    discord_token: SecretStr | None = None
    discord_api_url: Web | None = Field(default=None, repr=False)
    discord_gateway_url: Socket | None = Field(default=None, repr=False)
    viva_discord_lobby: str | None = None
    """The channel with a Start button; candidates who take no direct messages get a private thread in it."""

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as fault:
            # Without its cause: pydantic's own message repeats what was set.
            raise SettingError(_said(fault)) from None
        except UnicodeDecodeError:
            raise SettingError(".env: the file is not UTF-8. Save it as UTF-8.") from None
        except OSError as fault:
            raise SettingError(f".env: the file cannot be read ({fault.strerror}). Check who may read it.") from None
        misspelt = [told for name, told in unknown_names().items() if get_close_matches(name, _known(), 1, LIKE_ENOUGH)]
        if misspelt:
            raise SettingError("\n".join(misspelt))

    @property
    def called_on(self) -> tuple[str, int]:
        """Return the address and port on which platforms call us."""
        bind = self.viva_bind or (EVERY_ADDRESS if self.port is not None else LOOPBACK)
        return bind, self.viva_port or self.port or USUAL_PORT

    @property
    def has_model(self) -> bool:
        """Return whether a model is set up: its name, and a key or an address."""
        return self.viva_model is not None and (self.openai_api_key is not None or self.openai_base_url is not None)

    @property
    def audit_key(self) -> bytes:
        """Return the key of the audit chain; empty for plain seals."""
        return self.viva_audit_key.get_secret_value().encode() if self.viva_audit_key else b""

    @property
    def days_by_place(self) -> dict[str, int]:
        """Return for how many days after their end screenings are kept, by place; "*" is for all others."""
        pairs = (part.partition("=") for part in (self.viva_retention or "").split(",") if part)
        return {place.strip(): int(days) for place, _, days in pairs}

    @property
    def model_shown(self) -> str | None:
        """Return the models and the host of their provider, as candidates are told; None without a model."""
        if not self.has_model:
            return None
        host = urlsplit(self.openai_base_url).hostname if self.openai_base_url else "OpenAI"
        every = (self.viva_model, self.viva_model_second, *models_of(self.viva_model_panel))
        names = " and ".join(dict.fromkeys(filter(None, every)))
        return f"{names} at {host}"

    def retention_days(self, places: Mapping[str, str | None]) -> dict[str, int]:
        """Return for how many days each role's screenings are kept; roles without a limit are left out.

        places: where each role is hired, by its id.
        """
        by_place = self.days_by_place
        kept = {role: by_place.get(place or EVERYWHERE, by_place.get(EVERYWHERE)) for role, place in places.items()}
        return {role: days for role, days in kept.items() if days is not None}

    def hiring_channel(self, platform: str) -> str | None:
        """Return the channel for a platform's summaries; `platform` is "slack" or "discord"."""
        text = self.viva_hiring_channel
        if text is None or "=" not in text:
            return text
        pairs = (part.partition("=") for part in text.split(","))
        return {name.strip(): channel.strip() for name, _, channel in pairs}.get(platform)


def unknown_names() -> dict[str, str]:
    """Return the names that begin like ours and are no setting, each with words that name the nearest that is one."""
    named = {*os.environ, *DotEnvSettingsSource(Settings).env_vars}
    strange = sorted(n.upper() for n in named if n.upper().startswith(OURS) and n.upper() not in _known())
    nearest = {n: get_close_matches(n, _known(), 1, 0.0)[0] for n in strange if not n.startswith(OF_TOOLS)}
    return {n: f"{n} is no setting; the nearest is {like}. Correct or remove it." for n, like in nearest.items()}


def _known() -> list[str]:
    return [name.upper() for name in Settings.model_fields if name.upper().startswith(OURS)]


def _said(fault: ValidationError) -> str:
    """Return a line for each variable that is wrong: what it may be, and never its value."""
    lines = []
    for detail in fault.errors(include_url=False, include_input=False):
        name, limits = str(detail["loc"][0]), detail.get("ctx", {})
        expected = str(limits.get("expected", "")).replace("'", "")
        reason = f"it is none of {expected}" if expected else limits.get("error") or _allowed(name)
        lines.append(f"{name.upper()}: {reason}. Change it in the environment or in .env.")
    return "\n".join(lines)


def _allowed(name: str) -> str:
    """Return what values a setting takes, where that is a number."""
    schema = Settings.model_json_schema()["properties"].get(name, {})
    number = next((s for s in (schema, *schema.get("anyOf", ())) if s.get("type") in {"integer", "number"}), None)
    if number is None:
        return "it cannot be used"
    kind = "a whole number" if number["type"] == "integer" else "a number"
    least, above, most = (number.get(key) for key in ("minimum", "exclusiveMinimum", "maximum"))
    begin = f" from {least:g}" if least is not None else f" above {above:g}" if above is not None else ""
    end = (
        f" to {most:,g}" if most is not None and least is not None else f", up to {most:,g}" if most is not None else ""
    )
    return f"it is to be {kind}{begin}{end}" if end or least is None else f"it is to be {kind}{begin} on"
