"""What can be wrong with a reply, by names that operators and screeners read."""

from dataclasses import dataclass
from enum import StrEnum


class ReplyFault(StrEnum):
    """Why a reply is no verdict; the value is what operators and screeners read."""

    UNREACHABLE = "the model could not be reached"
    REFUSED_REQUEST = "the endpoint refused the request"
    REFUSED = "the model refused to answer"
    FILTERED = "the provider's filter withheld the reply"
    CUT = "the reply was cut off"
    EMPTY = "the reply was empty"
    NOT_JSON = "the reply was no JSON"
    WRONG_SHAPE = "the reply had another shape than asked for"
    TWO_VERDICTS = "the reply held two verdicts that differ"


@dataclass(frozen=True)
class Unread:
    """A reply that is no verdict."""

    fault: ReplyFault
