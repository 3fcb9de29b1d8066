"""The transcript of a screening, as a message and as a file, and what stands where it was erased."""

from bot.core.screening.decisions import Language
from bot.core.screening.session import Administration, Gone, Session
from bot.flow.messages import Attachment, Block, Heading, Message, Paragraph, Quote

LEFT = {
    Gone.CHANGED: "changed by the candidate (not marked)",
    Gone.DELETED: "deleted by the candidate",
    Gone.BEGUN_AGAIN: "taken out by the candidate, to say it again (not marked)",
    Gone.MISTYPED: "a command misspelt (not marked)",
    Gone.ASKED: "a question to us (not marked)",
}
"""What stands beside words that were changed or taken out."""


def transcript_file(session: Session) -> Message:
    """Return the transcript as a Markdown file, in which the candidate's words are indented and so not formatted."""
    lines: list[str] = [f"# {session.candidate.name}: {session.role.title}", ""]
    for block in transcript(session).blocks[1:]:
        match block:
            case Paragraph(text):
                lines += [text, ""]
            case Quote(text, label):
                lines += [f"{label}:", "", *(f"    {line}" for line in text.splitlines()), ""]
            case _:
                pass
    name = f"transcript-{session.id[:8]}.md"
    return Message("Transcript", (Paragraph("The transcript, as a file."), Attachment(name, "\n".join(lines))))


def transcript(session: Session) -> Message:
    """Return what was asked and answered, in order, with notes that the candidate left beside it."""
    blocks: list[Block] = [Heading("Transcript")]
    if session.language is not Language.ENGLISH:
        blocks.append(Paragraph(f"The candidate was spoken to in {session.language.name.capitalize()}.", quiet=True))
    if session.practice:
        blocks.append(Paragraph(f"Practice (not marked): {session.role.wording.practice}", quiet=True))
        blocks.append(Quote("\n".join(p.text for p in session.practice), "Answer"))
    for asked in session.administrations:
        tried = " (tried out, does not count)" if asked.is_pilot else ""
        blocks.append(Paragraph(f"{asked.position}. {asked.item.question}{tried}"))
        blocks.append(Quote(asked.response, _label(asked)))
        blocks += [Quote(gone.text, LEFT[gone.how]) for gone in session.replaced if gone.position == asked.position]
    if session.asides:
        blocks.append(Paragraph("Said outside an open question (not marked)", quiet=True))
        blocks += [Quote(p.text, f"{p.at:%Y-%m-%d %H:%M} UTC") for p in session.asides]
    return Message(notice="Transcript", blocks=tuple(blocks))


def _label(asked: Administration) -> str:
    if asked.skipped:
        return "skipped, after writing this (not marked)" if asked.response else "skipped"
    return "not handed in" if asked.is_open else "Answer"


def erased() -> Message:
    """Return what stands in a message's place when the person's data was erased."""
    text = "This message was removed: what belonged to the candidate has been erased."
    return Message(notice="Removed", blocks=(Paragraph(text, quiet=True),))
