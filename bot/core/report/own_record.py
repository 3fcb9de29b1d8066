"""What a person is given about themselves: one list of what may be in it, for every door that hands data out.

Their words; after the end the facts that were credited, each with the words that show it, scores, what was suggested
and decided, why and by whom, who looked, who receives it and for how long. What is not named here is not given: no
fact that stayed open, no phrase or level of a rubric, no model answer, nothing of anybody else's screening.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bot.core.audit import Act, Link
from bot.core.bank.item import QUOTE
from bot.core.hold import Hold
from bot.core.report.summary import summarise
from bot.core.screening.decisions import Decision, NoticeShown, Translation
from bot.core.screening.session import Administration, Override, Part, Session

Record = dict[str, Any]
QUOTED = "(what you wrote before)"
"""Stands in a question where it quoted its candidate, whose words are beside it already."""
LOOKED = {
    Act.SAW_CARD: "had the card before them",
    Act.SAW_DETAILS: "read the details",
    Act.SAW_TRANSCRIPT: "was given the transcript",
    Act.SAW_PACK: "was given the questions for the next round",
    Act.OVERRODE: "set a mark",
    Act.ASKED_REMARK: "asked for new marks",
    Act.ASKED_TRANSLATION: "had a machine translate words of yours",
    Act.REREAD: "read an answer again",
    Act.DECIDED: "decided",
    Act.EXPORTED: "wrote an export of your data",
    Act.TOOK_DATA: "you took your own data",
}
"""The acts by which somebody got to see a person's data, as they are told of them."""
DIGITS = 4


def own_record(session: Session, links: Sequence[Link], holds: Sequence[Hold] = ()) -> Record:
    """Return what a person is given of one screening; links: what the audit chain says of it; holds: those on it.

    Marks, readings and decisions come after the end: before, they would tell how the questions to come are chosen.
    """
    record: Record = {
        "screening": session.id,
        "role": session.role.title,
        "you": {"platform": session.candidate.platform, "id": session.candidate.id, "name": session.candidate.name},
        "invited_by": session.invited_by.name,
        "invited_at": session.invited_at.isoformat(),
        "agreed_at": session.consented_at.isoformat() if session.consented_at else None,
        "agreed_to": _notice(session.agreed_to),
        "last_heard_at": session.seen_at.isoformat(),
        "asked_for_a_person_at": session.human_asked_at.isoformat() if session.human_asked_at else None,
        "ended_at": session.ended_at.isoformat() if session.ended_at else None,
        "ended_because": session.ended_because,
        "language": session.language.value,
        "adjustments": sorted(session.adjustments),
        "practice": [_message(part) for part in session.practice],
        "questions": [_question(session, asked) for asked in session.administrations],
        "notes": [_message(part) for part in session.asides],
        "changed_or_deleted": [
            {"question": gone.position, "how": gone.how.value, "at": gone.at.isoformat(), "text": gone.text}
            for gone in session.replaced
        ],
        "please_re_read": [
            {"question": r.position, "words": r.words, "answer": r.reply, "by": r.author.name if r.author else None}
            for r in session.rereads
        ],
        "translated_by_a_machine": [_translation(t) for t in session.translations if t.texts],
        "who_looked": [_look(link) for link in links if link.entry.act in LOOKED],
        "given_to": _recipients(session),
        "kept_for": session.role.wording.retention,
        "contact": session.contact,
        "on_hold": [_hold(hold) for hold in holds],
    }
    if session.state.over:
        record["reading"] = _reading(session)
        record["decisions"] = [_decision(decision) for decision in session.decisions]
    return record


def credited(asked: Administration) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Yield each fact that an answer got credit for, in the rubric's words, with the answer's own that show it."""
    grade = asked.grade
    for rating in grade.ratings if grade else ():
        for fact in rating.found if rating.level else ():
            yield fact.says, tuple(evidence.quote for evidence in fact.evidence)


def _question(session: Session, asked: Administration) -> Record:
    told: Record = {
        "number": asked.position,
        "topic": asked.item.topic,
        "asked_at": asked.asked_at.isoformat(),
        "question": asked.item.stem.replace(QUOTE, QUOTED),
        "messages": [_message(part) for part in asked.parts],
        "handed_in_at": asked.answered_at.isoformat() if asked.answered_at else None,
        "skipped": asked.skipped,
        "counted": not asked.is_pilot,
    }
    grade = asked.grade
    if session.state.over and grade is not None:
        told["score"] = _rounded(grade.score)
        told["marked_by"] = grade.source.value
        told["marked_with"] = dict(grade.recipe)
        told["credited"] = [{"fact": fact, "your_words": list(quotes)} for fact, quotes in credited(asked)]
        told["counted_against"] = [e.quote for r in grade.ratings for claim in r.mistakes for e in claim.evidence]
        told["earlier_scores"] = [_rounded(earlier.score) for earlier in asked.grades[:-1]]
        told["marks_set_by_people"] = [_override(override) for override in asked.overrides]
        told["left_for_a_person"] = grade.needs_person
    return told


def _override(override: Override) -> Record:
    return {"by": override.author.name, "at": override.at.isoformat(), "reason": override.reason}


def _reading(session: Session) -> Record:
    """Return how the answers were read together, as the people who decide have it before them."""
    summed = summarise(session)
    suggestion = summed.recommendation
    return {
        "band": summed.band.tier.value if summed.band else None,
        "how_sure": summed.band.sure if summed.band else None,
        "suggestion": suggestion.verdict.value if suggestion else None,
        "chance_of_being_at_the_bar": _rounded(suggestion.probability) if suggestion else None,
        "a_person_decides": True,
    }


def _decision(decision: Decision) -> Record:
    return {
        "decision": decision.ruling.value,
        "by": decision.author.name,
        "at": decision.at.isoformat(),
        "reason": decision.reason,
        "suggestion_then": asdict(decision.stood) if decision.stood else None,
        "they_had_looked": {name: at and at.isoformat() for name, at in asdict(decision.looked).items()}
        if decision.looked
        else None,
    }


def _notice(notice: NoticeShown | None) -> Record | None:
    return {"text": notice.text, "sha256": notice.digest, "sent_at": notice.at.isoformat()} if notice else None


def _hold(hold: Hold) -> Record:
    until = hold.until.isoformat() if hold.until else None
    return {"reason": hold.reason, "since": hold.placed_at.isoformat(), "until": until, "not_erased_meanwhile": True}


def _translation(made: Translation) -> Record:
    texts = [{"your_words": words, "translation": text} for words, text in made.texts]
    return {"at": made.at.isoformat(), "model": made.model, "texts": texts}


def _recipients(session: Session) -> list[str]:
    """Return who receives the answers: the readers, the platform, and each model that was asked about them."""
    models = {call.model for a in session.administrations for grade in a.grades for call in grade.calls}
    models |= {made.model for made in session.translations if made.texts}
    return [session.role.wording.readers, session.candidate.platform, *(f"the model {name}" for name in sorted(models))]


def _look(link: Link) -> Record:
    entry = link.entry
    who = "you" if entry.act is Act.TOOK_DATA else f"{entry.platform}:{entry.actor}"
    return {"at": entry.at.isoformat(), "who": who, "what": LOOKED[entry.act]}


def _message(part: Part) -> Mapping[str, str]:
    return {"at": part.at.isoformat(), "text": part.text}


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(float(number), DIGITS)
