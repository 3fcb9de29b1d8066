"""How an endpoint wants to be asked: a parameter that it refuses by name is left out from then on.

Endpoints that call themselves compatible differ: reasoning models refuse a temperature, older servers know no strict
schemas or another name for the limit, some speak only the Responses API. Only an error that names a parameter teaches
anything, and only once a request without it has succeeded: nothing about one answer changes how others are asked.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from bot.judge.replies.verdict_schema import Schema

NAME = "verdict"
AGAIN_TEMPERATURE = 0.7
"""Of a second reading by the same model: at 0 it would be the first one's echo."""
PARAMETERS = (
    "temperature",
    "seed",
    "stream",
    "reasoning",
    "response_format",
    "response format",
    "json_schema",
    "max_",
    "prompt_cache_key",
    "v1/responses",
    "responses api",
    "structured output",
    "text.format",
)
"""Words that name a parameter, or a way to be asked."""


class Format(StrEnum):
    """How a reply is held to its shape; the prompt asks for the shape in any case."""

    SCHEMA = "strict JSON schema"
    JSON = "JSON mode"
    NONE = "no format"


@dataclass(frozen=True)
class Manner:
    """The parameters of a request that an endpoint may refuse."""

    format: Format = Format.SCHEMA
    temperature: bool = True
    seed: bool = True
    limit: str = "max_completion_tokens"
    """What the endpoint calls the most tokens to reply with; "" sends no limit."""
    effort: str = ""
    """How hard a reasoning model is to think; "" says nothing."""
    cache_key: bool = True
    """Which answers share a beginning is said, so that they meet the same cache."""
    stream: bool = False
    """It answers in pieces only."""
    responses: bool = False
    """It speaks the Responses API only."""

    def parameters(self, schema: Schema, *, tokens: int, run: int, key: str) -> dict[str, Any]:
        """Return the parameters of a chat completion to send; a second reading, run 2, is at a temperature."""
        sent: dict[str, Any] = {}
        if self.format is Format.SCHEMA:
            named = {"name": NAME, "strict": True, "schema": schema}
            sent["response_format"] = {"type": "json_schema", "json_schema": named}
        elif self.format is Format.JSON:
            sent["response_format"] = {"type": "json_object"}
        if self.temperature:
            sent["temperature"] = 0 if run == 1 else AGAIN_TEMPERATURE
        if self.seed:
            sent["seed"] = run
        if self.limit:
            sent[self.limit] = tokens
        if self.effort:
            sent["reasoning_effort"] = self.effort
        beside = {"prompt_cache_key": key} if self.cache_key else {}
        return sent | {"extra_body": beside | ({"stream": True} if self.stream else {})}

    def of_responses(self, schema: Schema, *, tokens: int, run: int, key: str) -> dict[str, Any]:
        """Return the parameters of a request of the Responses API to send; nothing is kept there."""
        sent: dict[str, Any] = {"store": False}
        if self.format is Format.SCHEMA:
            sent["text"] = {"format": {"type": "json_schema", "name": NAME, "strict": True, "schema": schema}}
        elif self.format is Format.JSON:
            sent["text"] = {"format": {"type": "json_object"}}
        if self.temperature:
            sent["temperature"] = 0 if run == 1 else AGAIN_TEMPERATURE
        if self.limit:
            sent["max_output_tokens"] = tokens
        if self.effort:
            sent["reasoning"] = {"effort": self.effort}
        return sent | {"extra_body": {"prompt_cache_key": key} if self.cache_key else {}}

    def heeding(self, complaint: str, answer: str = "") -> "Manner | None":
        """Return the manner without the parameter that an error names; None if it names none that is sent.

        complaint: the error's code, parameter and body. answer: what the candidate wrote: an error may repeat it, and
        words that stand in it name nothing.
        """
        said = complaint.casefold()
        spoken = answer.casefold()
        for word in PARAMETERS:
            if word in spoken:
                said = said.replace(word, "")
        if not self.responses and ("v1/responses" in said or "responses api" in said):
            return replace(self, responses=True)
        if not self.stream and "stream" in said and any(word in said for word in ("only", "must", "required")):
            return replace(self, stream=True)
        if self.effort and "reasoning" in said and "effort" in said:
            return replace(self, effort="")
        if self.cache_key and "prompt_cache_key" in said:
            return replace(self, cache_key=False)
        if self.temperature and "temperature" in said:
            return replace(self, temperature=False)
        if self.limit and "max_" in said and "tokens" in said:
            return replace(self, limit="max_tokens" if self.limit == "max_completion_tokens" else "")
        shape = ("response_format", "response format", "json_schema", "structured output", "text.format")
        if self.format is not Format.NONE and any(word in said for word in shape):
            return replace(self, format=Format.JSON if self.format is Format.SCHEMA else Format.NONE)
        if self.seed and "seed" in said:
            return replace(self, seed=False)
        return None

    @property
    def bare(self) -> "Manner":
        """Return the manner that sends nothing which an endpoint might refuse."""
        plain = Manner(Format.NONE, temperature=False, seed=False, limit="", cache_key=False)
        return replace(plain, stream=self.stream, responses=self.responses)

    def __str__(self) -> str:
        said = (
            str(self.format),
            "temperature 0" if self.temperature else "",
            "seed" if self.seed else "",
            self.limit,
            f"effort {self.effort}" if self.effort else "",
            "stream" if self.stream else "",
            "Responses API" if self.responses else "",
        )
        return ", ".join(part for part in said if part)
