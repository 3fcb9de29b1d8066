"""The front of the house on a stage: a reception for candidates and a desk for screeners."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from bot.core.audit import Act as Noted
from bot.core.audit import first_break
from bot.core.bank.item import Bank
from bot.core.screening.session import Person, Place
from bot.flow.action_id import ActionId
from bot.flow.entrance.attachments import Sent
from bot.flow.entrance.candidates import CandidateEntrance
from bot.flow.entrance.screeners import ScreenerEntrance
from bot.flow.forms import FieldErrors, Form, Reply
from bot.flow.messages import Button, Buttons, Message
from bot.flow.permissions import Rights, Visitor
from bot.flow.wording.form_errors import unusable
from tests.conversations.stage import CANDIDATE, CHANNEL, Screening, text_of
from tests.core.screenings import KIM, PLAN, SCREENER

HERE = Place("console", CHANNEL)
SAM = Visitor(SCREENER, channels=frozenset({CHANNEL}))
ALEX = Visitor(Person("console", "alex", "Alex"), channels=frozenset({CHANNEL}))
STRANGER = Visitor(Person("console", "mallory", "Mallory"))
KIM_INSIDE = Visitor(KIM, channels=frozenset({CHANNEL}))


@dataclass
class House:
    """Reception and desk over one stage."""

    stage: Screening
    reception: CandidateEntrance
    desk: ScreenerEntrance = field(init=False)
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def with_bank(self, bank: Bank, usual_role: str = "", rights: Rights | None = None) -> ScreenerEntrance:
        """Return a desk over the same stage with another bank, or other rights."""
        stage, hiring, allowed = self.stage, {"console": HERE}, rights or Rights()
        return ScreenerEntrance(
            stage.store, stage.screenings, lambda: bank, allowed, hiring, self._new_id, stage.clock, usual_role
        )

    def _new_id(self) -> str:
        return f"new{next(self.numbers)}"

    def delivery(self) -> str:
        return f"d{next(self.numbers)}"

    async def said(self, text: str, who: Person = KIM, files: Sequence[Sent] = ()) -> str:
        message = f"m{next(self.numbers)}"
        self.stage.clock.forward(minutes=1)
        await self.reception.said(who, text, message, self.delivery(), attachments=files)
        await self.settled()
        return message

    async def pressed(self, id_: ActionId, who: Person = KIM) -> Reply | None:
        reply = await self.reception.pressed(who, id_, self.delivery())
        await self.settled()
        return reply

    async def filled(self, form: Reply | None, delivery: str | None = None, **values: str) -> Reply | None:
        assert isinstance(form, Form), form
        reply = await self.reception.filled(KIM, form.id, values, delivery or self.delivery())
        await self.settled()
        return reply

    async def settled(self) -> None:
        await self.reception.close()
        await self.stage.dispatcher.drain()

    async def finished(self) -> None:
        for word in ("start", "skip"):
            await self.said(word)
        while not (await self.stage.session()).state.over:
            await self.said("It is faster.")
            await self.said("done")

    async def acts(self, who: Visitor, kind: str, position: int | None = None) -> Reply:
        return await self.desk.pressed(who, ActionId(kind, "s1", position), self.delivery())

    async def fills(self, who: Visitor, form: Reply, delivery: str | None = None, **values: str) -> str:
        assert isinstance(form, Form), form
        reply = await self.desk.filled(who, form.id, values, delivery or self.delivery())
        await self.settled()
        reply = unusable(reply) if isinstance(reply, FieldErrors) else reply
        assert isinstance(reply, Message)
        return text_of(reply)

    @property
    def last(self) -> str:
        return self.stage.platform.to(CANDIDATE)[-1]

    @property
    def card(self) -> str:
        return self.stage.platform.edited()[-1] if self.stage.platform.edits else self.channel[0]

    @property
    def channel(self) -> list[str]:
        return self.stage.platform.to(CHANNEL)

    async def noted(self) -> list[tuple[str, Noted]]:
        """Return what people did; the program's own entries are left out."""
        links = await self.stage.store.audited()
        assert first_break(links, await self.stage.store.audit_head()) is None
        return [(link.entry.actor, link.entry.act) for link in links if link.entry.platform != "viva"]


def opened(screening: Screening) -> House:
    """Return both over one stage."""
    reception = CandidateEntrance(
        screening.store, screening.screenings, {"console": screening.platform}, screening.clock
    )
    house = House(screening, reception)
    house.desk = house.with_bank(PLAN.bank)
    return house


def buttons(message: Message) -> list[Button]:
    return [b for block in message.blocks if isinstance(block, Buttons) for b in block.buttons]
