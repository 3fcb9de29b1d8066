"""False claims in the words that the rubric has for them: seen when asserted, never when framed, denied or turned."""

import pytest

from bot.content.files.roots import content_roots
from bot.content.load import load
from bot.core.bank.item import Bank
from bot.core.bank.rubric import Colour
from bot.core.grading.keywords import grade

FRAMES = (
    "It is a mistake to think that {}.",
    "People often believe that {}, but that is wrong.",
    "The myth that {} is just not true.",
    "I would not say that {}.",
    "A junior of ours was convinced that {}.",
    "You'd be forgiven for thinking that {}.",
    "Beware of the line that {}.",
    "The reflex is: {}. Hardly.",
    "One slide said {}. No, it is the other way round.",
    "It would be another matter if {}.",
)
SEEN = 0.8
"""So large a share of the bank's own false claims, put plainly, is seen; the rest are too short or too alike."""
NEAR = (
    ("gitops-and-drift", "Argo CD writes the edit back into git, so it lasts."),
    ("mixed-workload-scheduling", "I think training should come first and evict serving."),
    ("silent-corruption", "ECC would catch everything of that kind."),
    ("roce-pause-storm", "Having few ECN marks proves there's no congestion."),
    ("requests-and-limits", "A container that uses too much CPU gets killed."),
    ("round-robin-llm", "GPU utilisation shows which replica is free."),
    ("cuda-memory-hierarchy", "Local memory sits on the chip and is therefore fast."),
    ("terraform-state", "Terraform merges two applies on its own, so no lock is needed."),
)
"""Nearly in the rubric's words."""
RIGHT = (
    ("gpu-clock-throttling", "Not only the node's own share is lost but everybody's."),
    ("ib-drops-nccl-timeouts", "InfiniBand waits for credits, unlike Ethernet that drops packets under congestion."),
    ("high-ttft-good-itl", "Prefill is bound by compute and decode by memory bandwidth."),
    ("xid-triage", "Xid 31 the job caused, Xid 79 the machine."),
    ("rdma-lossless-fabric", "iWARP runs on TCP, RoCE v2 runs on UDP."),
    ("continuous-batching", "Static batching lets new requests enter only when the whole batch has ended."),
    ("nccl-hang-desync", "The rank that reports first is a victim; the guilty one never arrived."),
)
"""True, and with the words of a false claim: another subject, another order, or turned by what stands elsewhere."""


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load(content_roots())


def claims(bank: Bank) -> list[tuple[str, str]]:
    """Return the items without numbers of their own, each with the false claims of its rubric."""
    return [
        (name, claim.says)
        for name, rubric in bank.rubrics.items()
        if not bank.items[name].parameters
        for criterion in rubric.criteria
        for claim in criterion.wrong
    ]


def accused(bank: Bank, name: str, answer: str) -> bool:
    found = grade(answer, bank.items[name], bank.rubrics[name])
    return any(rating.wrong for rating in found.ratings) or any(f.colour is Colour.RED for f in found.flags)


def test_the_banks_own_false_claims_are_seen_when_asserted(bank: Bank) -> None:
    found = [accused(bank, name, f"{says}.") for name, says in claims(bank)]
    assert sum(found) >= SEEN * len(found)


@pytest.mark.parametrize("frame", FRAMES)
def test_none_of_them_is_held_against_who_only_tells_of_it(bank: Bank, frame: str) -> None:
    framed = [(name, frame.format(says[0].lower() + says[1:])) for name, says in claims(bank)]
    assert [answer for name, answer in framed if accused(bank, name, answer)] == []


@pytest.mark.parametrize(("name", "answer"), NEAR)
def test_a_false_claim_in_other_words_for_the_same_is_seen(bank: Bank, name: str, answer: str) -> None:
    assert accused(bank, name, answer)


@pytest.mark.parametrize(("name", "answer"), RIGHT)
def test_a_true_sentence_with_its_words_is_not_held_against_anybody(bank: Bank, name: str, answer: str) -> None:
    assert not accused(bank, name, answer)


def test_what_stands_behind_a_condition_is_asserted(bank: Bank) -> None:
    claim = "the GPUs are slow, ECC catches everything"
    assert accused(bank, "silent-corruption", f"If {claim}.")
    assert not accused(bank, "silent-corruption", "If ECC catches everything, it is the data.")
