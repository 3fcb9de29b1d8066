"""What the answers of a screening suggest, and that as it stood when somebody decided. Pure."""

import hashlib
import json
from dataclasses import asdict

from bot.core.adaptive.estimation.ability import Standing, estimate, tier_at
from bot.core.adaptive.estimation.learned import PACE_SD
from bot.core.adaptive.person_fit import Oddness, Timed, oddness
from bot.core.adaptive.recommendation import Recommendation, recommend
from bot.core.adaptive.selection.next_item import expected_minutes
from bot.core.screening.decisions import Stood
from bot.core.screening.session import Session


def suggested(session: Session, standing: Standing, odd: Oddness | None = None) -> Recommendation:
    """Return what the answers suggest to the person who decides; standing: the estimate from them; odd: `unusual`."""
    handed_in = [a for a in session.counted if not a.is_open]
    unresolved = sum(a.grade is None or a.grade.needs_person for a in handed_in)
    return recommend(
        session.role,
        standing,
        session.observations,
        unresolved=unresolved,
        unusual=(odd or unusual(session)).reasons,
        tables=session.tables,
    )


def unusual(session: Session) -> Oddness:
    """Return how unusual the way is in which the answers came about; it moves no mark, and people's marks not it."""
    timed = [
        Timed(seen, asked.minutes and asked.minutes / expected_minutes(asked.item, session.tables))
        for asked in session.counted
        if not asked.skipped and (seen := asked.own_observation) is not None
    ]
    pace_sd = session.fits.pace_sd if session.fits else PACE_SD
    return oddness(timed, session.role, session.tables, session.seed, pace_sd)


def as_it_stands(session: Session) -> Stood:
    """Return the suggestion as it is now, with the numbers that it comes from and digests of what they rest on."""
    standing = estimate(session.observations, session.role, session.tables)
    marked = bool(session.observations)
    suggestion = suggested(session, standing) if marked else None
    tier = tier_at(standing.theta)
    return Stood(
        suggestion=suggestion.verdict.value if suggestion else None,
        chance=suggestion.probability if suggestion else None,
        reasons=tuple(reason.value for reason in suggestion.reasons) if suggestion else (),
        band=tier.value if marked else None,
        theta=standing.theta,
        se=standing.se,
        scores=tuple((a.position, a.grade.score if a.grade else None) for a in session.administrations),
        recipes=tuple((a.position, a.grade.recipe) for a in session.administrations if a.grade),
        bank=session.bank_version,
        role=session.role.digest,
        fits=session.fits.digest if session.fits else None,
        marks=digest_of_marks(session),
    )


def digest_of_marks(session: Session) -> str:
    """Return the digest of all marks of a screening, those of people included, with the rubrics they go by."""
    marks = [
        [a.position, a.item.digest, a.rubric.digest, [asdict(g) for g in a.grades], [asdict(o) for o in a.overrides]]
        for a in session.administrations
        if a.grades or a.overrides
    ]
    return hashlib.sha256(json.dumps(marks, sort_keys=True, default=str).encode()).hexdigest()
