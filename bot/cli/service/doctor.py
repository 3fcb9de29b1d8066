"""`viva doctor`: looks at everything a screening needs, and says what to mend."""

import sys
from collections.abc import Callable

import click

from bot.cli.database import address, is_there
from bot.cli.options import content_option, db_option, faults_as_errors, settings_of_command
from bot.content.files.roots import Roots
from bot.core.bank.item import Bank
from bot.core.bank.role import AnswerLanguage
from bot.core.errors import ScreeningError
from bot.settings import Settings

NO_TERM = (
    "VIVA_RETENTION is not set: screenings are kept for ever, and candidates are told so. Set days after their end, "
    "such as VIVA_RETENTION=*=365"
)
ALLOW = "VIVA_MODEL_UNPROVEN=allow"
LARGER = "It cannot mark this bank: take a larger model"


class Note(str):
    """A finding that wants to be read and fails nothing."""

    __slots__ = ()


@click.command()
@content_option
@db_option
@faults_as_errors
def doctor(content: Roots | None, db: str | None) -> None:
    """Check the set-up and say what to mend."""
    checks: tuple[tuple[str, Callable[[], str]], ...] = (
        ("settings", _settings),
        ("content", lambda: _content(content)),
        ("terms", lambda: _terms(content)),
        ("database", lambda: _database(db)),
        ("model", lambda: _model(content)),
        ("marker", lambda: _marker(content, db)),
        ("slack", _slack),
        ("discord", _discord),
    )
    healthy = True
    for name, look in checks:
        try:
            found = look()
            click.echo(f"{name:<10} {'note' if isinstance(found, Note) else 'ok'}: {found}")
        except ScreeningError as fault:
            healthy = False
            click.echo(f"{name:<10} to mend: {fault}")
    if not healthy:
        sys.exit(1)


def _settings() -> str:
    from bot.settings import unknown_names

    settings_of_command()
    if strange := unknown_names():
        raise ScreeningError("\n           ".join(strange.values()))
    return "read from the environment and .env"


def _content(content: Roots | None) -> str:
    from bot.content.load import load

    bank = load(content)
    return f"{len(bank.items)} items, {len(bank.rubrics)} rubrics, {len(bank.roles)} roles; version {bank.version}"


def _terms(content: Roots | None) -> str:
    """Return what candidates are told of how long answers are kept; raise ScreeningError where that does not fit."""
    from bot.app import terms_of
    from bot.content.files.roots import content_roots
    from bot.content.load import load, read
    from bot.content.misfits import faults
    from bot.core.bank.terms import misfits

    terms = terms_of(settings_of_command())
    roles = load(content).roles.values()
    if list(misfits(roles, terms)):
        wrong = faults(read(content_roots(content)), terms)
        raise ScreeningError("\n           ".join(map(str, wrong)))
    if not terms.days:
        return Note(f"{NO_TERM}. Answers are sent to {terms.model or 'no model'}")
    kept = sorted({f"{terms.days_of(role)} days" for role in roles})
    return f"answers are kept for {', '.join(kept)}; sent to {terms.model or 'no model'}"


def _database(db: str | None) -> str:
    from bot.store.database.opening import schema_version
    from bot.store.database.soundness import examine

    found = schema_version(address(db))
    if not is_there(db):
        return f"{found.name}, the usual name in this folder, does not exist yet and is made when it is first needed"
    if not found.is_current:
        raise ScreeningError(f"{found.name} has tables of version {found.version}. Run: viva db upgrade")
    return f"{found.name}, version {found.version}; {examine(address(db))}"


def _model(content: Roots | None) -> str:
    """Have the model mark the first item's model answer, and return how that went."""
    import asyncio

    from bot import app
    from bot.cli.judging import a_judge
    from bot.content.load import load
    from bot.core.bank.candidate_copy import fill_item
    from bot.core.calibration.frozen_set import LEAST_FOR_MODEL_ANSWER
    from bot.core.grading.grade import Grade, Spent
    from bot.judge.replies.faults import REMEDIES

    settings = settings_of_command()
    if settings.viva_model is not None and not settings.has_model:
        raise ScreeningError(app.NO_ADDRESS)
    if not settings.has_model:
        alone = "none is set up, the rules mark alone (VIVA_MODEL, and OPENAI_API_KEY or OPENAI_BASE_URL)"
        others = sorted({x.value for r in load(content).roles.values() for x in r.languages} - {AnswerLanguage.ENGLISH})
        unread = f". They read English: answers in {', '.join(others)}, which roles take, wait for a person"
        return Note(alone + unread) if others else alone
    bank = load(content)
    first = next(iter(bank.items.values()))
    item, rubric = fill_item(first, bank.rubrics[first.id], {})

    async def tried() -> Grade:
        async with a_judge(app.LLM, bank, None, fresh=True, unproven=True) as judge:
            return await judge.grade(rubric.model_answer, item, rubric, Spent(), Spent())

    grade = asyncio.run(tried())
    if grade.stand_in:
        outcome = grade.calls[-1].outcome if grade.calls else ""
        remedy = next((told for fault, told in REMEDIES.items() if fault.value == outcome), LARGER)
        raise ScreeningError(f"{settings.viva_model}: {grade.reasons[0]}. {remedy}.")
    took = sum(call.latency for call in grade.calls) / 1000
    score = "no mark" if grade.raw_score is None else f"{100 * grade.raw_score:.0f} % of full marks"
    if grade.raw_score is None or grade.raw_score < LEAST_FOR_MODEL_ANSWER:
        raise ScreeningError(f"{settings.viva_model} gave the model answer of {item.id} {score}. {LARGER}.")
    held = dict(grade.recipe)["parameters"]
    proven = _admitted(settings, bank)
    return f"{proven}; {settings.viva_model} gave the model answer of {item.id} {score} in {took:.1f} s ({held})"


def _admitted(settings: Settings, bank: Bank) -> str:
    """Return how each model was admitted; raise ScreeningError where one was not, and may not mark so."""
    from bot.judge.prompt import recipe
    from bot.settings import models_of

    named = (settings.viva_model, settings.viva_model_second, *models_of(settings.viva_model_panel))
    models = list(dict.fromkeys(filter(None, named)))
    without = [m for m in models if bank.calibration.admission_of(m, recipe()) is None]
    if without and settings.viva_model_unproven == "refuse":
        first = f"{' and '.join(without)} may not mark: not admitted with this prompt"
        raise ScreeningError(
            f"{first}. Run, with it as VIVA_MODEL: viva bank test --grader llm --admit; or set {ALLOW}."
        )
    return f"UNPROVEN, and summaries say so: {', '.join(without)}" if without else "admitted"


def _marker(content: Roots | None, db: str | None) -> str:
    """Return how the model has marked the frozen set of late; raise ScreeningError where it marks otherwise by now."""
    import asyncio

    from bot.app import SystemClock
    from bot.cli.database import open_store
    from bot.content.load import load
    from bot.flow.jobs.marker_watch import DayOfMarking, last_marking
    from bot.judge.prompt import recipe

    settings = settings_of_command()
    admission = load(content).calibration.admission_of(settings.viva_model or "", recipe())
    if admission is None or not is_there(db):
        return "no admitted model to watch"

    async def asked() -> DayOfMarking | None:
        async with open_store(db) as store:
            return await last_marking(store, admission, SystemClock().now().date())

    day = asyncio.run(asked())
    if day is None:
        return f"admitted on {admission.admitted_on}; a service marks the frozen set again each day, and none has yet"
    moved = f"scores moved by {day.found.shift:+.2f} on {day.on}"
    if day.found.beyond_noise:
        raise ScreeningError(
            f"{moved}, beyond noise since {day.well}. List marks since: viva regrade --since {day.well}"
        )
    return f"{moved}, within noise"


def _slack() -> str:
    """Ask Slack about the tokens, the scopes and the hiring channel."""
    import asyncio

    from bot.serving import slack_setup

    settings = settings_of_command()
    if settings.slack_bot_token is None:
        return "not set up (SLACK_BOT_TOKEN; docs/slack.md tells how)"
    setup = slack_setup(settings)

    async def asked() -> list[str]:
        from bot.chat.slack.doctor import check_slack

        return [line async for line in check_slack(setup, settings.hiring_channel("slack"))]

    return "; ".join(asyncio.run(asked()))


def _discord() -> str:
    """Ask Discord about the token, the hiring channel and the lobby."""
    import asyncio

    from bot.serving import discord_setup

    settings = settings_of_command()
    if settings.discord_token is None:
        return "not set up (DISCORD_TOKEN; docs/discord.md tells how)"

    async def asked() -> list[str]:
        from bot.chat.discord.doctor import check_discord

        return [line async for line in check_discord(discord_setup(settings), settings.hiring_channel("discord"))]

    return "; ".join(asyncio.run(asked()))
