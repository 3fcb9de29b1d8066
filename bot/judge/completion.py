"""A chat completion as it came over the wire, validated before it is touched.

An HTML page with status 200, a body without choices, a count that is no number: all of them have been seen.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt

from bot.judge.faults import Fault


class Part(BaseModel):
    """A part of a completion; what this program does not know is let pass."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Message(Part):
    """What the model said, or that it would not."""

    content: str | None = None
    refusal: str | None = None


class Choice(Part):
    """One reply, and why it ended."""

    message: Message
    finish_reason: str | None = None


class Cached(Part):
    """How much of the prompt the provider had in its cache."""

    cached_tokens: NonNegativeInt | None = None


class Usage(Part):
    """What the request took, in tokens."""

    prompt_tokens: NonNegativeInt
    completion_tokens: NonNegativeInt
    prompt_tokens_details: Cached | None = None

    @property
    def cached(self) -> int:
        """Return the tokens of the prompt that came from the cache."""
        details = self.prompt_tokens_details
        return min(self.prompt_tokens, (details.cached_tokens or 0) if details else 0)


class Completion(Part):
    """A whole completion. Raises pydantic's ValidationError on what is none."""

    choices: Annotated[list[Choice], Field(min_length=1)]
    usage: Usage | None = None

    @property
    def text(self) -> str:
        """Return what the model wrote; "" for nothing."""
        return self.choices[0].message.content or ""

    @property
    def fault(self) -> Fault | None:
        """Return why the text is no whole reply; None when it is one."""
        choice = self.choices[0]
        if choice.message.refusal:
            return Fault.REFUSED
        if choice.finish_reason == "content_filter":
            return Fault.FILTERED
        if choice.finish_reason == "length":
            return Fault.CUT
        return None if self.text.strip() else Fault.EMPTY
