"""JSON records of grades and screenings: what `--json` prints; a contract."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.core.grading.grade import Flag, Grade, Rating
from bot.core.report.summary import Answer, Summary, summarise
from bot.core.screening.session import Administration, Session
from bot.flow.wording.screeners.reasons import ended, person_because, picked

Record = dict[str, Any]
DIGITS = 4
"""Decimals that are kept of a number; more would claim more than is known."""


def grade_record(row_id: str, item: str, grade: Grade) -> Record:
    """Return one graded answer in the shape of `viva grade`."""
    return {
        "id": row_id,
        "item": item,
        "score": _rounded(grade.score),
        "criteria": [_rating(r) for r in grade.ratings],
        "flags": [_flag(f) for f in grade.flags],
        "needs_person": grade.needs_person,
        "reasons": list(grade.reasons),
        "grader": grade.source.value,
    }


def screening_record(session: Session) -> Record:
    """Return a whole screening: who and what, the transcript in order, and the summary."""
    return {
        "session": session.id,
        "role": session.role.id,
        "seed": session.seed,
        "state": session.state.value,
        "bank_version": session.bank_version,
        "fits": None if session.fits is None else session.fits.digest,
        "agreed_to": session.agreed_to and session.agreed_to.digest,
        "decisions": [
            {
                "decision": d.ruling.value,
                "by": d.author.name,
                "at": d.at.isoformat(),
                "reason": d.reason,
                "suggestion_then": asdict(d.stood) if d.stood else None,
                "they_had_looked": {name: at and at.isoformat() for name, at in asdict(d.looked).items()}
                if d.looked
                else None,
            }
            for d in session.decisions
        ],
        "transcript": list(_turns(session)),
        "summary": summary_record(summarise(session)),
    }


def summary_record(summed: Summary) -> Record:
    """Return the summary; abilities in logits, probabilities in [0, 1]."""
    standing, recommendation = summed.standing, summed.recommendation
    return {
        "candidate": summed.candidate,
        "role": summed.role,
        "state": summed.state.value,
        "ended": ended(summed),
        "ended_because": summed.ended_because,
        "theta": _rounded(standing.theta),
        "se": _rounded(standing.se),
        "interval90": [_rounded(x) for x in standing.interval90],
        "band": summed.band.tier.value if summed.band else None,
        "band_probability": _rounded(summed.band.probability) if summed.band else None,
        "sure": summed.band.sure if summed.band else None,
        "recommendation": recommendation.verdict.value if recommendation else None,
        "probability": _rounded(recommendation.probability) if recommendation else None,
        "recommendation_reasons": _because(summed),
        "decided_by": "a person decides; this is AI-assisted and not a decision",
        "questions": sum(a.counts for a in summed.answers),
        "items": [a.item for a in summed.answers],
        "flags": [{"item": r.item, "position": r.position, **_flag(r.flag)} for r in summed.flags],
        "answers": [_answer(a) for a in summed.answers],
        "domains": _domains(summed),
        "needs_person": [
            {"position": a.position, "item": a.item, "reasons": list(a.needs_person)} for a in summed.needing_person
        ],
        "sounds_like": [
            {"role": x.role, "label": x.label, "share": _rounded(x.share), "words": list(x.words), "quote": x.quote}
            for x in summed.likenesses
        ],
        "probes": [
            {"position": p.position, "item": p.item, "criterion": p.criterion, "ask": p.ask, "open": p.because,
             "quote": p.quote}
            for p in summed.probes
        ],
        "rules_only": summed.rules_only,
        "human_asked": summed.human_asked,
    }  # fmt: skip


def _answer(answer: Answer) -> Record:
    grade = answer.grade
    return {
        "position": answer.position,
        "item": answer.item,
        "domain": answer.domain,
        "topic": answer.topic,
        "tier": answer.tier.value,
        "why": picked(answer.why),
        "skipped": answer.skipped,
        "counts": answer.counts,
        "answer": answer.response,
        "score": _rounded(grade.score) if grade else None,
        "criteria": [{**_rating(m.rating), "asks": m.asks} for m in answer.marks],
        "needs_person": bool(answer.needs_person),
        "reasons": list(answer.needs_person),
        "grader": grade.source.value if grade else None,
        "raw_score": _rounded(grade.raw_score) if grade else None,
        "notes": list(grade.notes) if grade else [],
        "earlier": [{"score": _rounded(g.score), "grader": g.source.value} for g in answer.earlier],
        "recipe": dict(grade.recipe) if grade else {},
    }


def _because(summed: Summary) -> list[str]:
    reasons = summed.recommendation.reasons if summed.recommendation else ()
    return [person_because(reason, summed) for reason in reasons]


def _rating(rating: Rating) -> Record:
    return {
        "id": rating.criterion,
        "level": rating.level,
        "max": rating.top,
        "evidence": [e.quote for e in rating.evidence],
        "points": list(rating.made),
        "open": list(rating.open),
        "wrong": list(rating.wrong),
        "reason": rating.reason,
    }


def _flag(flag: Flag) -> Record:
    return {"id": flag.id, "colour": flag.colour.value, "says": flag.says, "quote": flag.evidence.quote}


def _domains(summed: Summary) -> Mapping[str, Record]:
    return {
        domain: {
            "theta": _rounded(own.theta),
            "se": _rounded(own.se),
            "interval90": [_rounded(x) for x in own.interval90],
            "answers": summed.domains.get(domain, 0),
        }
        for domain, own in summed.standing.domains.items()
    }


def _turns(session: Session) -> Iterable[Record]:
    """Yield what was asked and said, in the order of time."""
    turns: list[tuple[datetime, Record]] = []
    for where, parts in (("practice", session.practice), ("aside", session.asides)):
        turns += [(p.at, {"who": "candidate", "kind": where, "text": p.text}) for p in parts]
    for asked in session.administrations:
        turns += _asked(asked)
    turns += [
        (gone.at, {"who": "candidate", "kind": gone.how.value, "position": gone.position, "text": gone.text})
        for gone in session.replaced
    ]
    for at, turn in sorted(turns, key=lambda t: t[0]):
        yield {"at": at.isoformat(), **turn}


def _asked(asked: Administration) -> list[tuple[datetime, Record]]:
    where = {"position": asked.position, "item": asked.item.id}
    turns: list[tuple[datetime, Record]] = [
        (asked.asked_at, {"who": "viva", "kind": "question", **where, "text": asked.item.question})
    ]
    turns += [(p.at, {"who": "candidate", "kind": "answer", **where, "text": p.text}) for p in asked.parts]
    if asked.skipped and asked.answered_at:
        turns.append((asked.answered_at, {"who": "candidate", "kind": "skip", **where, "text": ""}))
    return turns


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(float(number), DIGITS)
