"""The next-round pack: what this screening leaves open, for whoever talks to the candidate next."""

from collections.abc import Iterable

from bot.core.report.summary import Summary
from bot.core.screening.session import Session
from bot.flow.messages import Block, Heading, Message, Paragraph, Quote
from bot.flow.wording.screeners.card import called

MOST_CLAIMS = 6


def next_round(session: Session, summed: Summary) -> Message:
    """Return the best probes, claims not tested yet, and false claims, each with the words that it rests on."""
    blocks: list[Block] = [Heading(f"For the next round: {called(session)} · {session.role.title}")]
    for title, found in (
        ("Ask these first", list(_probes(summed))),
        ("Claimed, not yet tested", list(_claims(summed))[: 2 * MOST_CLAIMS]),
        ("Said, and not so", list(_false(summed))),
    ):
        if found:
            blocks += [Heading(title), *found]
    if len(blocks) == 1:
        blocks.append(Paragraph("This screening leaves nothing particular open. Begin where you like."))
    return Message(notice="Next-round pack", blocks=tuple(blocks))


def _probes(summed: Summary) -> Iterable[Block]:
    for probe in summed.probes:
        yield Paragraph(f"{probe.ask} (question {probe.position}; left open: {probe.because})")
        if probe.quote:
            yield Quote(probe.quote, "They wrote")


def _claims(summed: Summary) -> Iterable[Block]:
    """Yield what was said in part: a claim with its quote, and the point beside it that stayed open."""
    probed = {(p.position, p.criterion) for p in summed.probes}
    for answer in (a for a in summed.answers if a.counts):
        for mark in answer.marks:
            rating = mark.rating
            if rating.evidence and rating.open and (answer.position, rating.criterion) not in probed:
                yield Paragraph(f"Question {answer.position} · {mark.asks}. Not shown yet: {rating.open[0]}")
                yield Quote(rating.evidence[0].quote)


def _false(summed: Summary) -> Iterable[Block]:
    for answer in (a for a in summed.answers if a.counts):
        for mark in answer.marks:
            for wrong in mark.rating.wrong:
                yield Paragraph(f"Question {answer.position} · {mark.asks}. Found: {wrong}")
                if mark.rating.evidence:
                    yield Quote(mark.rating.evidence[0].quote)
