"""What `viva doctor` looks at on Slack: tokens, scopes, and whether the bot is in the hiring channel."""

from collections.abc import AsyncIterator

import aiohttp

from bot.chat.slack.front import SlackSetup
from bot.chat.slack.manifest import SCOPES
from bot.chat.slack.outbound.api import Answer, Api, client
from bot.chat.slack.outbound.rate_limits import Pace
from bot.core.errors import ScreeningError
from bot.flow.ports import ChatError, Outcome

TOKEN = "Copy it anew from the app's page at api.slack.com/apps, or install the app again"
TRIES = 3


async def check_slack(setup: SlackSetup, hiring: str | None) -> AsyncIterator[str]:
    """Yield a line for each thing that is well; raise ScreeningError, with its remedy, at the first that is not."""
    async with aiohttp.ClientSession() as session:
        api = Api(client(setup.bot_token, setup.url, session), Pace())
        yield await _token(api)
        if setup.app_token is not None:
            yield await _socket(Api(client(setup.app_token, setup.url, session), Pace()))
        else:
            where = f"{setup.host}, port {setup.port}"
            yield f"Slack calls this machine by HTTP on {where}; requests are checked by their signature"
        if hiring is None:
            raise ScreeningError("no hiring channel is set. Set VIVA_HIRING_CHANNEL to the channel's id, like C0123.")
        yield await _channel(api, hiring)


async def _token(api: Api) -> str:
    try:
        answer = await api.web.auth_test()
    except Exception:
        # Asked again in the way that tells what an error means, and that is patient.
        await _asked(api, "auth.test", f"the bot token is refused. {TOKEN} (SLACK_BOT_TOKEN).")
        answer = await api.web.auth_test()
    granted = {s.strip() for s in str(answer.headers.get("x-oauth-scopes", "")).split(",") if s.strip()}
    missing = sorted(set(SCOPES) - granted) if granted else []
    if missing:
        told = "; ".join(f"{scope} (to {SCOPES[scope]})" for scope in missing)
        raise ScreeningError(
            f"the app lacks scopes: {told}. Paste the output of viva slack manifest into the app's manifest, and "
            "install the app again."
        )
    return f"the bot token is good, as {answer.get('user')} in {answer.get('team')}, with every scope it needs"


async def _socket(api: Api) -> str:
    remedy = "Make an app-level token with the scope connections:write, and switch Socket Mode on (SLACK_APP_TOKEN)."
    await _asked(api, "apps.connections.open", f"no socket can be opened. {remedy}", app_token=api.web.token or "")
    return "the app token is good, a socket can be opened"


async def _channel(api: Api, channel: str) -> str:
    unknown = f"the hiring channel {channel} cannot be seen. Check its id, and write /invite @Viva in it."
    answer = await _asked(api, "conversations.info", unknown, channel=channel)
    told = answer["channel"]
    if told.get("is_archived"):
        raise ScreeningError(f"the hiring channel {channel} is archived. Restore it, or name another.")
    if not told.get("is_member"):
        raise ScreeningError(f"the bot is not in the hiring channel {channel}. Write /invite @Viva in it.")
    return f"the bot is in the hiring channel {channel}"


async def _asked(api: Api, method: str, refused: str, **arguments: str) -> Answer:
    try:
        return await api.read(method, tries=TRIES, **arguments)
    except ChatError as error:
        if error.outcome in {Outcome.AWAY, Outcome.RATE}:
            raise ScreeningError(f"{error}. Check the network, and status.slack.com.") from error
        raise ScreeningError(f"{refused} ({error})") from error
