"""Endpoint capabilities: which parameters an endpoint refuses, learnt from its errors.

Endpoints that call themselves compatible differ: reasoning models refuse a temperature, older servers
know no strict schemas or another name for the limit. Each refusal costs one request, once.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from bot.judge.verdict_schema import Schema


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

    def parameters(self, schema: Schema, *, tokens: int, seed: int) -> dict[str, Any]:
        """Return the parameters to send."""
        sent: dict[str, Any] = {}
        if self.format is Format.SCHEMA:
            named = {"name": "verdict", "strict": True, "schema": schema}
            sent["response_format"] = {"type": "json_schema", "json_schema": named}
        elif self.format is Format.JSON:
            sent["response_format"] = {"type": "json_object"}
        if self.temperature:
            sent["temperature"] = 0
        if self.seed:
            sent["seed"] = seed
        if self.limit:
            sent[self.limit] = tokens
        return sent

    def without(self, complaint: str) -> "Manner | None":
        """Return the manner that heeds an endpoint's complaint about a request; None if there is none left.

        A complaint that names no parameter takes the most demanding one away first.
        """
        complaint = complaint.casefold()
        if "temperature" in complaint and self.temperature:
            return replace(self, temperature=False)
        if "seed" in complaint and self.seed:
            return replace(self, seed=False)
        if "max_" in complaint and "tokens" in complaint and self.limit:
            return replace(self, limit="max_tokens" if self.limit == "max_completion_tokens" else "")
        for plainer in (self._plainer(), replace(self, temperature=False, seed=False), replace(self, limit="")):
            if plainer != self:
                return plainer
        return None

    def _plainer(self) -> "Manner":
        return replace(self, format=Format.JSON if self.format is Format.SCHEMA else Format.NONE)

    def __str__(self) -> str:
        parts = [str(self.format), "temperature 0" if self.temperature else "", "seed" if self.seed else "", self.limit]
        return ", ".join(part for part in parts if part)
