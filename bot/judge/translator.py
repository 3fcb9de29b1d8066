"""Translates quotes by a model, for people to read beside the originals: never for marking.

What a model sends is text to show, as little trusted as the quotes: it is held to the numbers it was given and to a
length, and whoever shows it escapes it as they do a person's words.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from string import Template

from pydantic import ValidationError

from bot.core.grading.grade import Spent
from bot.core.screening.decisions import Translation
from bot.judge.client import Endpoint
from bot.judge.llm_grader import NO_BUDGET
from bot.judge.prompt import Prompt
from bot.judge.replies.json_in_text import readings
from bot.judge.replies.verdict_schema import TEXT, ReplyShape, Schema
from bot.judge.sanitise import neutral
from bot.judge.spend_limit import SpendLimit

UNREADABLE = "what the model sent back could not be read"
NOTHING_TO_DO = "the model found nothing that is in another language"
LONGER = 4
SHORT = 200
"""A translation may have LONGER times the characters of its quote, and SHORT more."""
SHAPE: Schema = {
    "type": "object",
    "properties": {
        "translations": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"number": {"type": "integer"}, "text": TEXT},
                "required": ["number", "text"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["translations"],
    "additionalProperties": False,
}


class Numbered(ReplyShape):
    """A translation and the number of its quote, from 1."""

    number: int
    text: str


class Numbers(ReplyShape):
    """A whole reply."""

    translations: list[Numbered]


@dataclass(frozen=True)
class ModelTranslator:
    """Asks one model; `language` is the one to translate into, by its name in English."""

    endpoint: Endpoint
    budget: SpendLimit
    language: str

    async def translate(self, quotes: Sequence[str], session: Spent, day: Spent, now: datetime) -> Translation:
        """Return the translations of the quotes that are in another language, or why there are none; never raises."""
        if self.budget.used_up(session, day):
            return Translation(now, self.endpoint.model, fault=NO_BUDGET)
        reply = await self.endpoint.ask(asking(quotes, self.language), 1)
        call = reply.call
        found = read_translations(reply.text, quotes) if reply.text is not None else None
        fault = ""
        if not found:
            unread = reply.fault.value if reply.fault else UNREADABLE
            fault = unread if found is None else NOTHING_TO_DO
        texts, tokens = tuple((found or {}).items()), call.tokens
        return Translation(now, call.model, texts, fault, tokens, call.cost)

    async def close(self) -> None:
        """Close the connections."""
        await self.endpoint.close()


def asking(quotes: Sequence[str], language: str) -> Prompt:
    """Return what to send: the quotes as JSON, made harmless and fenced in."""
    body = [{"number": number, "quote": neutral(quote)} for number, quote in enumerate(quotes, 1)]
    text = json.dumps(body, ensure_ascii=False, indent=0)
    fence = f"=====QUOTES {hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}====="
    rules = Template((files("bot.judge") / "prompts" / "translate.md").read_text(encoding="utf-8"))
    system = rules.substitute(language=language, shape=json.dumps(SHAPE))
    key = hashlib.sha256(system.encode()).hexdigest()[:16]
    return Prompt(system, f"{fence}\n{text}\n{fence}", SHAPE, cut=False, key=key)


def read_translations(text: str, quotes: Sequence[str]) -> Mapping[str, str] | None:
    """Return the translations in a model's reply by their quotes; None if it holds no such object."""
    for objects in readings(text):
        for found in objects:
            try:
                numbers = Numbers.model_validate(found)
            except ValidationError:
                continue
            return {
                quote: told
                for each in numbers.translations
                if 0 < each.number <= len(quotes)
                for quote, told in [(quotes[each.number - 1], neutral(each.text).strip())]
                if told and told != quote.strip() and len(told) <= LONGER * len(quote) + SHORT
            }
    return None
