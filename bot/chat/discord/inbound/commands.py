"""`/viva`: invite, start, status, help and my-data, in servers and in direct messages."""

from typing import Any

import discord
from discord import app_commands

from bot.chat.discord.inbound.candidates import Candidates
from bot.chat.discord.inbound.replies import Answers, Interaction
from bot.chat.discord.inbound.screeners import Screeners
from bot.chat.discord.outbound.private_threads import in_private
from bot.flow.action_id import ActionId
from bot.flow.actions.action import Action
from bot.flow.actions.candidates import HELP
from bot.flow.actions.table import ACTIONS
from bot.flow.forms import Reply
from bot.flow.messages import short
from bot.flow.wording import commands as said
from bot.flow.wording.candidates.on_platforms import IN_DIRECT_MESSAGE
from bot.flow.wording.screeners.replies import SHOWS

LONGEST_OFFER = 100
MOST_OFFERS = 25
"""What Discord takes of one offer's name, and of offers."""


def tree_of(
    client: discord.Client, candidates: Candidates, screeners: Screeners, answers: Answers
) -> "app_commands.CommandTree[Any]":
    """Return a client's commands. Whoever installs the bot for themselves has them too, in its direct messages."""
    group = app_commands.Group(
        name="viva",
        description=said.VIVA,
        allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=False),
    )

    @group.command(name="invite", description=said.INVITE)
    @app_commands.describe(person=said.PERSON, role=said.ROLE, name=said.NAME)
    async def invite(
        interaction: Interaction,
        person: discord.User | None = None,
        role: app_commands.Range[str, 0, 80] = "",
        name: app_commands.Range[str, 0, 80] = "",
    ) -> None:
        await answers.give(interaction, screeners.invite(interaction, person, name, role))

    @invite.autocomplete("role")
    async def offered(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        roles = await screeners.roles(interaction, typed)
        return [app_commands.Choice(name=role.title[:LONGEST_OFFER], value=role.id) for role in roles[:MOST_OFFERS]]

    @group.command(name="cancel", description=said.CANCEL)
    @app_commands.describe(person=said.INVITED, role=said.ROLE, name=said.NAME)
    async def cancel(
        interaction: Interaction, person: discord.User | None = None, role: str = "", name: str = ""
    ) -> None:
        await answers.give(interaction, screeners.about_invitation(interaction, "cancel", person, name, role))

    @group.command(name="resend", description=said.RESEND)
    @app_commands.describe(person=said.INVITED, role=said.ROLE, name=said.NAME)
    async def resend(
        interaction: Interaction, person: discord.User | None = None, role: str = "", name: str = ""
    ) -> None:
        await answers.give(interaction, screeners.about_invitation(interaction, "resend", person, name, role))

    @group.command(name="start", description=said.START)
    @app_commands.describe(code=said.CODE)
    async def start(interaction: Interaction, code: app_commands.Range[str, 0, 80] = "") -> None:
        work = candidates.arrived(interaction.user, code, f"discord:command:{interaction.id}")
        await answers.give(interaction, work)

    @group.command(name="status", description=said.STATUS)
    @app_commands.describe(show=said.SHOW)
    @app_commands.choices(show=[app_commands.Choice(name=name, value=name) for name in SHOWS])
    async def status(interaction: Interaction, show: str = SHOWS[0]) -> None:
        await answers.give(interaction, screeners.command(interaction, f"status {show}"))

    @group.command(name="help", description=said.HELP)
    async def help_(interaction: Interaction) -> None:
        if in_private(interaction):
            await answers.give(interaction, asked(interaction, HELP))
            return
        await answers.give(interaction, screeners.command(interaction, "help"))

    async def asked(interaction: Interaction, row: Action) -> Reply:
        form = await candidates.pressed(interaction.user, ActionId(row.kind), interaction.id)
        return form or short((await candidates.say_to(interaction.user))(IN_DIRECT_MESSAGE))

    def command(row: Action) -> "app_commands.Command[Any, ..., None]":
        async def given(interaction: Interaction) -> None:
            await answers.give(interaction, asked(interaction, row))

        return app_commands.Command(name=row.kind, description=row.command, callback=given)

    for row in ACTIONS.values():
        if row.command:
            group.add_command(command(row))
    tree: app_commands.CommandTree[Any] = app_commands.CommandTree(client)
    tree.add_command(group)
    return tree
