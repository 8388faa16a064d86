"""Being connected to Discord, and the sentences for what keeps the bot from it."""

import discord

from bot.client import Footnote
from bot.failures import CannotStart


async def connect(bot: Footnote, token: str) -> None:
    """Stay connected until the program is stopped; raises CannotStart where Discord refuses the bot."""
    try:
        async with bot:
            await bot.start(token)
    except discord.LoginFailure as error:
        raise CannotStart(
            "Discord does not know this DISCORD_TOKEN: copy it again from the developer portal, page Bot."
        ) from error
    except discord.PrivilegedIntentsRequired as error:
        raise CannotStart(
            "Discord refuses the message-content intent: switch it on in the developer portal, page Bot, "
            "under Privileged Gateway Intents."
        ) from error
    except OSError as error:
        raise CannotStart("Discord cannot be reached: check the network and try again.") from error
