"""What people read who come without a screening, or with an invitation's code."""

from bot.flow.messages import Message, Paragraph


def nobody() -> Message:
    """Return the words for somebody who has no screening."""
    return _short(
        "Hello. I am a bot that holds first technical conversations, and I have no invitation for you here. If "
        "somebody has given you a code, write “/viva start” and the code; else ask the person who invited you. "
        "I have not kept what you wrote."
    )


def no_such_code() -> Message:
    """Return the words for a code that opens nothing for this person, whatever the reason."""
    return _short("This code opens nothing here. Check it letter by letter, or ask the person who gave it to you.")


def welcome() -> Message:
    """Return the words for somebody whose code was right."""
    return _short("Welcome. I have written to you: the invitation with all that you should know is there.")


def _short(text: str) -> Message:
    return Message(notice=text, blocks=(Paragraph(text),))
