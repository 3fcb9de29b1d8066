"""Whole conversations as tables of turns: who acts or speaks, and how; the same on every platform.

candidate, screener, outsider act: words, "[Done]" for the newest such button ("[Done] twice"), "changes it to: …" for
an edit of the last message, "deletes it", "sends a.txt: …", "/viva …", or what a form is filled in with.
bot, channel, card speak to the candidate and the team, desk to whoever acted alone: a part of what is read there.
"once": what was said since the last act, exactly once.
"""

from dataclasses import dataclass, field

from bot.core.screening.session import State

Turn = tuple[str, str | dict[str, str]]
HOSTILE = "<!channel> <@U0SAM> <@&13> @everyone <https://evil|click> [b](http://e) *bold* `x` \u202e it is faster"


@dataclass(frozen=True)
class Table:
    """A conversation, what is stored in the end, and of which answers."""

    turns: tuple[Turn, ...]
    state: State
    answers: dict[int, str] = field(default_factory=dict)


INVITED: tuple[Turn, ...] = (
    ("screener", "/viva invite @Kim infra"),
    ("desk", "I am inviting Kim"),
    ("bot", "[Start]"),
    ("bot", "A program (AI) marks"),
)
ASKED: tuple[Turn, ...] = (
    *INVITED,
    ("candidate", "[Start]"),
    ("bot", "this one does not count"),
    ("candidate", "[Skip]"),
    ("bot", "Question 1 of about 3"),
)
FINISHED: tuple[Turn, ...] = (
    *ASKED,
    ("candidate", "It is faster."),
    ("candidate", "done"),
    ("bot", "Question 2 of about 3"),
    ("candidate", "It is blue."),
    ("candidate", "done"),
    ("bot", "Question 3 of about 3"),
    ("candidate", "skip"),
    ("bot", "That was the last question"),
    ("channel", "a person decides"),
)

WRITING = Table(
    (
        *ASKED,
        ("candidate", "It is slower."),
        ("candidate", "changes it to: It is faster."),
        ("bot", "Changed"),
        ("candidate", "I measured it."),
        ("candidate", "[Done]"),
        ("bot", "Question 2 of about 3"),
        ("candidate", "It is"),
        ("candidate", "[Edit]"),
        ("candidate", {"answer": "It is quicker."}),
        ("bot", "Changed"),
        ("candidate", "edit: It is blue."),
        ("bot", "Changed"),
        ("candidate", "done"),
        ("bot", "Question 3 of about 3"),
        ("candidate", HOSTILE),
        ("candidate", "[Done]"),
        ("bot", "That was the last question"),
        ("bot", HOSTILE),
        ("channel", "a person decides"),
        ("candidate", "reread 3"),
        ("bot", "asked the team"),
        ("candidate", "thank you"),
        ("bot", "This screening has ended"),
    ),
    State.CLOSED,
    {1: "It is faster.\nI measured it.", 2: "It is blue.", 3: HOSTILE},
)
NOTHING_LOST = Table(
    (
        *ASKED,
        ("candidate", "Is this job remote?"),
        ("bot", "I have passed your question on to Sam"),
        ("bot", "[That was my answer]"),
        ("candidate", "First drain the node."),
        ("candidate", "Edit the containerd config then."),
        ("candidate", "Finished ✅"),
        ("bot", "If you meant the command “done”"),
        ("candidate", "[Done]"),
        ("bot", "Question 2 of about 3"),
        ("candidate", "“undo”"),
        ("bot", "your answer is open again"),
        ("bot", "Edit the containerd config then."),
        ("candidate", "It is faster, measured."),
        ("candidate", "Ｄｏｎｅ!"),
        ("bot", "Question 2 of about 3"),
        ("candidate", "A slip."),
        ("candidate", "deletes it"),
        ("bot", "no longer part of your answer"),
        ("candidate", "It is blue."),
        ("candidate", "edit: It is red."),
        ("bot", "[Undo]"),
        ("candidate", "[Undo]"),
        ("bot", "It is blue."),
        ("candidate", "[Skip]"),
        ("bot", "[Hand in what I wrote]"),
        ("candidate", "[Hand in what I wrote]"),
        ("bot", "Question 3 of about 3"),
        ("candidate", "I am not sure."),
        ("candidate", "skip"),
        ("bot", "You have written something here"),
        ("candidate", "[Skip it]"),
        ("bot", "That was the last question"),
        ("bot", "I am not sure."),
        ("channel", "a person decides"),
    ),
    State.CLOSED,
    {
        1: "First drain the node.\nEdit the containerd config then.\nIt is faster, measured.",
        2: "It is blue.",
        3: "I am not sure.",
    },
)
MANNERS = Table(
    (
        *INVITED,
        ("candidate", "[Adjustments]"),
        ("candidate", {"more_time": "yes", "plain_wording": "yes", "screen_reader": "no", "person": "no"}),
        ("bot", "Nobody who reads or marks your answers is told"),
        ("candidate", "hello?"),
        ("bot", "We have not started"),
        ("candidate", "start"),
        ("candidate", "?"),
        ("bot", "“skip” passes a question over"),
        ("candidate", "human"),
        ("bot", "I have told the team"),
        ("channel", "asks to speak to a person"),
        ("candidate", "skip"),
        ("candidate", "done"),
        ("bot", "I have no answer from you yet"),
        ("candidate", "It is"),
        ("candidate", "[Pause]"),
        ("bot", "Everything you wrote is safe"),
        ("candidate", "faster."),
        ("bot", "I have kept that"),
        ("candidate", "resume"),
        ("bot", "faster."),
        ("candidate", "stop"),
        ("bot", "once more"),
        ("candidate", "stop"),
        ("bot", "We stop here"),
        ("channel", "There is nothing to recommend on"),
    ),
    State.WITHDRAWN,
)
CLICKS = Table(
    (
        *INVITED,
        ("candidate", "[Start] twice"),
        ("bot once", "this one does not count"),
        ("candidate", "[Skip] twice"),
        ("bot once", "Question 1 of about 3"),
        ("candidate", "sends notes.txt: It is faster."),
        ("candidate", "[Done] twice"),
        ("bot once", "Question 2 of about 3"),
        ("candidate", "It is faster too."),
        ("candidate", "[Done]"),
        ("bot", "Question 3 of about 3"),
        ("candidate", "[Skip]"),
        ("bot", "That was the last question"),
        ("bot", "It is faster too."),
        ("candidate", "[My data]"),
        ("bot", "What is kept about you"),
        ("bot", '"text": "It is faster."'),
        ("candidate", "[Re-read 1]"),
        ("candidate", {"words": "I meant the link."}),
        ("bot", "asked the team"),
        ("channel", "question 1"),
        ("card", "waits for a person"),
        ("screener", "[Answer question 1]"),
        ("desk", "What do you tell them?"),
        ("screener", {"reply": "I see it now, thank you."}),
        ("desk", "on its way"),
        ("bot", "I see it now"),
        ("card", "answered by Sam"),
    ),
    State.CLOSED,
    {1: "It is faster.", 2: "It is faster too.", 3: ""},
)
READING = Table(
    (
        ("screener", "/viva help"),
        ("desk", "What I can do"),
        ("screener", "/viva status"),
        ("desk", "There are none"),
        ("desk", "[Show invited (0)]"),
        *FINISHED[:2],
        ("screener", "/viva invite @Kim infra"),
        ("desk", "already has this screening open"),
        ("screener", "/viva status invited"),
        ("desk", "invited, not started"),
        ("desk", "[Show all (1)]"),
        *FINISHED[4:],
        ("outsider", "[Details]"),
        ("desk", "I cannot do that"),
        ("screener", "[Details]"),
        ("desk", "By domain"),
        ("desk", "[Question 1]"),
        ("screener", "[Question 1]"),
        ("desk", "It is faster."),
        ("desk", "[Overview]"),
        ("screener", "[Transcript]"),
        ("desk", "    It is blue."),
        ("screener", "[Next-round pack]"),
        ("desk", "For the next round: Kim"),
        ("screener", "/viva status undecided"),
        ("desk", "Infrastructure engineer · finished"),
    ),
    State.CLOSED,
    {1: "It is faster.", 2: "It is blue.", 3: ""},
)
DECIDING = Table(
    (
        *FINISHED,
        ("screener", "[Set a mark]"),
        ("desk", "Which answer is it about?"),
        ("screener", "[Question 2]"),
        ("desk", "says that it is faster"),
        ("screener", {"level-speed": "1", "reason": "Blue is <!here> faster."}),
        ("desk", "question 2 are set"),
        ("screener", "[Details]"),
        ("desk", "[Question 2]"),
        ("screener", "[Question 2]"),
        ("desk", "set by Sam: Blue is <!here> faster."),
        ("screener", "[Mark again]"),
        ("desk", "Which answer?"),
        ("screener", {"question": "1"}),
        ("desk", "being marked again"),
        ("card", "Marked again"),
        ("screener", "[Advance]"),
        ("desk", "a decision"),
        ("outsider", {"reason": "Mine."}),
        ("desk", "I cannot do that"),
        ("screener", {"reason": "Clear, <!channel> @everyone."}),
        ("desk", "Noted: advance"),
        ("card", "Sam decided: advance: Clear, <!channel> @everyone."),
        ("screener", "[Not now]"),
        ("screener", {"reason": "On second thoughts."}),
        ("card", "Sam decided: not now: On second thoughts."),
        ("screener", "/viva status finished"),
        ("desk", "not now (Sam)"),
    ),
    State.CLOSED,
    {1: "It is faster.", 2: "It is blue.", 3: ""},
)
TABLES = {
    "writing": WRITING,
    "nothing lost": NOTHING_LOST,
    "manners": MANNERS,
    "clicks": CLICKS,
    "reading": READING,
    "deciding": DECIDING,
}
