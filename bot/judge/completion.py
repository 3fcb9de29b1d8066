"""A chat completion as it came over the wire, validated before it is touched.

An HTML page with status 200, a body without choices, a count that is no number: all of them have been seen.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt

from bot.judge.faults import ReplyFault


class CompletionPart(BaseModel):
    """A part of a completion; what this program does not know is let pass."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class CompletionMessage(CompletionPart):
    """What the model said, or that it would not."""

    content: str | None = None
    refusal: str | None = None


class CompletionChoice(CompletionPart):
    """One reply, and why it ended."""

    message: CompletionMessage
    finish_reason: str | None = None


class Cached(CompletionPart):
    """How much of the prompt the provider had in its cache."""

    cached_tokens: NonNegativeInt | None = None


class Usage(CompletionPart):
    """What the request took, in tokens."""

    prompt_tokens: NonNegativeInt
    completion_tokens: NonNegativeInt
    prompt_tokens_details: Cached | None = None

    @property
    def cached(self) -> int:
        """Return the tokens of the prompt that came from the cache."""
        details = self.prompt_tokens_details
        return min(self.prompt_tokens, (details.cached_tokens or 0) if details else 0)


class Completion(CompletionPart):
    """A whole completion. Raises pydantic's ValidationError on what is none."""

    choices: Annotated[list[CompletionChoice], Field(min_length=1)]
    usage: Usage | None = None

    @property
    def text(self) -> str:
        """Return what the model wrote; "" for nothing."""
        return self.choices[0].message.content or ""

    @property
    def fault(self) -> ReplyFault | None:
        """Return why the text is no whole reply; None when it is one."""
        choice = self.choices[0]
        if choice.message.refusal:
            return ReplyFault.REFUSED
        if choice.finish_reason == "content_filter":
            return ReplyFault.FILTERED
        if choice.finish_reason == "length":
            return ReplyFault.CUT
        return None if self.text.strip() else ReplyFault.EMPTY
