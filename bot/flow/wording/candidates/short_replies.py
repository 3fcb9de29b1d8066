"""The short messages that a candidate gets in answer to what they did, each with the buttons of what it names."""

from dataclasses import replace

from bot.core.screening.effects import Topic
from bot.core.screening.session import Session, State
from bot.flow.messages import Block, Buttons, Message, Offered, Paragraph, Quote, Spot, short
from bot.flow.wording.catalogue import Say

TOLD: dict[Topic, str] = {
    Topic.EMPTY_ANSWER: "I have no answer from you yet. Write it and then “done”, or “skip” to pass this one over.",
    Topic.NOT_STARTED: "We have not started. Write “start” when you are ready, or “not now”.",
    Topic.ALREADY_STARTED: "We have already started: the question above is open. Write “?” to see what you can do.",
    Topic.ALREADY_HANDED_IN: (
        "That answer is already handed in, so I have put this beside it as a note for the people who read it. "
        "It is not marked."
    ),
    Topic.NOTHING_TO_EDIT: "There is nothing to change yet: this answer is still empty.",
    Topic.HOW_TO_EDIT: "Write “edit: ” and the new words in one message; they replace your last message.",
    Topic.EDITED: "Changed. Write “done” when the answer is complete, or “undo” to have it as it was.",
    Topic.UNDONE: "As it was before. Nothing is lost: “undo” once more brings back the change.",
    Topic.TAKEN_BACK: "I have taken that back: your answer is open again. Nothing of it was lost.",
    Topic.NOTHING_TO_UNDO: (
        "There is nothing to take back: once you have begun an answer, the one before it stays as it is. If something "
        "matters there, write it after the last question; it is kept as a note for the people who read your answers."
    ),
    Topic.DELETED: "That message is no longer part of your answer. “undo” brings it back.",
    Topic.DELETED_LATE: (
        "You have deleted a message of an answer that is handed in. The answer stays as it was, with a note beside it."
    ),
    Topic.SKIP_WRITTEN: (
        "You have written something here. Shall I hand in what you wrote, or pass the question over? If you skip it, "
        "your words stay in the record, and the question counts as not answered."
    ),
    Topic.CLARIFIED: (
        "I took that as a question to us, so it is kept and not marked. If it was your answer, write “that was my "
        "answer”, and it counts."
    ),
    Topic.LATE_FORM: (
        "That was for a question that is no longer open, so I have not put it into an answer. I keep it as a note for "
        "the people who read your answers. These are your words, should you need them:"
    ),
    Topic.TOO_LATE_TO_EDIT: (
        "That answer is already handed in and stays as it was. If it matters, write what you would change: "
        "it is kept as a note for the people who read your answers."
    ),
    Topic.TOO_LONG: (
        "This answer is now longer than a reader can take in, so I have put that last message beside it as a note. "
        "Write “done” to hand in what you have."
    ),
    Topic.EDIT_TOO_LONG: (
        "With this change your answer would be longer than a reader can take in, so it stays as it was. Send a "
        "shorter change, or write “done” to hand in what you have."
    ),
    Topic.NOT_KEPT: (
        "That is more than I can keep, so I have not kept this last message. All that you wrote before is safe. "
        "Write “?” to see what you can do."
    ),
    Topic.KEPT: "Saved. Add more if you like, then write “done”.",
    Topic.READING: "Thank you, I have your answer. One moment …",
    Topic.DELAYED: "Something on our side is taking longer than it should. Everything you wrote is safe, and the "
    "people who run this have been told. I will go on as soon as it works again; there is nothing you need to do.",
    Topic.PAUSED: "Paused. Everything you wrote is safe. Write “resume” whenever you want to go on.",
    Topic.PAUSED_KEPT: "I have kept that. We are paused: write “resume” to go on.",
    Topic.PRACTICE_DONE: "Good, that is all there is to it. Now to the questions that count.",
    Topic.CONFIRM_STOP: (
        "Do you want to end the screening here? Write “stop” once more and I end it; what you have answered goes "
        "to the team. Write anything else, and we go on."
    ),
    Topic.HUMAN_CALLED: (
        "I have told the team that you would like to speak to a person. You can wait, pause, or go on meanwhile; "
        "it has no bearing on how you are assessed."
    ),
    Topic.HUMAN_KNOWS: "The team already knows that you would like to speak to a person.",
    Topic.OLD_CARD: (
        "That button belongs to an earlier question, so I have changed nothing. The open question is further down."
    ),
    Topic.FILE_REFUSED: (
        "I can only read text, so I have not opened the file. Please write what it shows, or paste it as text; "
        "everything else that you sent is kept."
    ),
    Topic.ADJUST: (
        "Tell me what suits you, and I keep it to myself: no grader and nobody who reads your answers is told. "
        "Write “more time”, “plain wording” or “screen reader”, or “human” for a person in place of me."
    ),
    Topic.ADJUSTED: "Done, from my next message on. Nobody who reads or marks your answers is told of it.",
    Topic.LANGUAGE_CHOSEN: "From now on I write to you in English. Questions stay as the team wrote them.",
    Topic.OTHER_LANGUAGE: (
        "This looks as if it were in another language; answers for this screening can be in: {languages}. Your words "
        "are kept. To say it again, write “again”: what you wrote then stays in the record and is not marked. If you "
        "leave it as it is, a person has to read it."
    ),
    Topic.BEGUN_AGAIN: "Your answer is empty again, for your new words. What stood there stays in the record.",
    Topic.REREAD_ASKED: (
        "I have asked the team that a person reads this answer again. A named person will reply to you here."
    ),
    Topic.REREAD_KNOWN: "The team has your request for this answer already; a named person will reply to you here.",
    Topic.REREAD_LATER: (
        "Once the screening has ended, write “reread” and a question's number, and a person reads that answer again."
    ),
    Topic.OVER: "This screening has ended. If you have a question, write to the person who invited you.",
}
PASSED_ON = (
    "I cannot answer that myself, so I have passed your question on to {name}, who invited you. You can go on "
    "meanwhile: say what you assume."
)
BESIDE: dict[Topic, Spot] = {
    Topic.ADJUST: Spot.ADJUSTING,
    Topic.EMPTY_ANSWER: Spot.EMPTY,
    Topic.NOT_STARTED: Spot.INVITATION,
    Topic.HOW_TO_EDIT: Spot.WRITING,
    Topic.KEPT: Spot.WRITING,
    Topic.TOO_LONG: Spot.WRITING,
    Topic.EDIT_TOO_LONG: Spot.WRITING,
    Topic.EDITED: Spot.CHANGED,
    Topic.UNDONE: Spot.CHANGED,
    Topic.DELETED: Spot.CHANGED,
    Topic.LANGUAGE_CHOSEN: Spot.LANGUAGES,
    Topic.OTHER_LANGUAGE: Spot.OTHER_LANGUAGE,
    Topic.BEGUN_AGAIN: Spot.CHANGED,
    Topic.SKIP_WRITTEN: Spot.SKIPPING,
    Topic.PAUSED: Spot.REMINDER_PAUSED,
    Topic.PAUSED_KEPT: Spot.REMINDER_PAUSED,
    Topic.CONFIRM_STOP: Spot.STOPPING,
    Topic.HUMAN_CALLED: Spot.WAITING,
    Topic.ALREADY_STARTED: Spot.STUCK,
    Topic.NOT_KEPT: Spot.STUCK,
}
"""The buttons beside a short message: every word that one is asked to type is also there to press."""


def told(session: Session, topic: Topic, offered: Offered) -> Message:
    """Return a short message with the buttons of what it names."""
    spot = BESIDE.get(topic)
    buttons = offered(spot, session, _position(session)) if spot else ()
    say = Say(session.language)
    told_of = {"languages": say.names(session.role.languages)} if topic is Topic.OTHER_LANGUAGE else {}
    said = short(say(TOLD[topic], **told_of))
    return replace(said, blocks=(*said.blocks, *buttons))


def near_miss(session: Session, about: str, message: str, offered: Offered) -> Message:
    """Return the question whether a message that was nearly a command was one; it is kept as words until then."""
    say = Say(session.language)
    text = say(
        "I have kept that as part of what you wrote. If you meant the command “{command}”, press it, or write just "
        "that word.",
        command=say(about),
    )
    offers = offered(Spot.NEAR_MISS, session, _position(session))
    likely = [button for row in offers for button in row.buttons if button.word == say(about)]
    named = tuple(replace(button, id=replace(button.id, extra=message)) for button in likely)
    return Message(text, (Paragraph(text), *([Buttons(named)] if named else [])))


def clarified(session: Session, says: str, offered: Offered) -> Message:
    """Return what the bank or the role says to a question, or that it was passed on; and how to make it the answer."""
    say = Say(session.language)
    answer = says or say(PASSED_ON, name=session.invited_by.name)
    if session.state is State.INVITED:
        topic, spot = Topic.NOT_STARTED, Spot.INVITATION
    else:
        topic, spot = Topic.CLARIFIED, Spot.ASKED
    blocks: tuple[Block, ...] = (
        Paragraph(answer),
        Paragraph(say(TOLD[topic]), quiet=True),
        *offered(spot, session, _position(session)),
    )
    return Message(answer, blocks)


def given_back(session: Session, message: str) -> Message:
    """Return somebody's own words that came for a question that was closed by then."""
    words = next((part.text for part in reversed(session.asides) if part.id == message), "")
    said = short(Say(session.language)(TOLD[Topic.LATE_FORM]))
    return replace(said, blocks=(*said.blocks, Quote(words)))


def _position(session: Session) -> int | None:
    """Return the question that buttons are about: 0 for the practice, None before it."""
    if session.current is not None:
        return session.current.position
    return 0 if session.state is State.PRACTISING else None
