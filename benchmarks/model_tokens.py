"""What marking one answer by a model takes: tokens sent, those a provider can keep in its cache, tokens returned.

Without a model they are counted as a quarter of the characters. With one set up (VIVA_MODEL, OPENAI_BASE_URL) a few
samples are marked for real, and the endpoint's own counts stand beside the estimate.
"""

import asyncio
from collections.abc import Iterator, Sequence
from statistics import mean

from benchmarks.figure import Figure
from benchmarks.process import ROOT
from bot.app import LLM, Forgetful, open_judge
from bot.content.load import load
from bot.core.bank.item import Bank
from bot.core.bank.samples import SampleSet
from bot.core.grading.grade import Call, Spent
from bot.judge.prompt import prompt
from bot.settings import Settings

CHARACTERS_PER_TOKEN = 4
MOST_TOKENS = 4000
"""What one answer may take, sent and returned: a limit of ours, so that a prompt that swells is seen."""
LEAST_CACHED = 0.8
"""The share of what is sent that all answers to an item begin with."""
REPLY_PER_CRITERION = 75
"""Tokens that a quote, a reason and a level come to."""
REAL = 4
"""Items of which one sample is sent to a real model."""


def measure() -> Iterator[Figure | str]:
    """Yield the tokens of an answer by estimate, the share that can be cached, and a real model's counts."""
    bank = load(ROOT)
    sent, shared, replies = [], [], []
    for samples in bank.samples.values():
        texts = _prompts(bank, samples)
        sent += [len(text) / CHARACTERS_PER_TOKEN for text in texts]
        shared += [_beginning(texts) / len(text) for text in texts]
        replies += [REPLY_PER_CRITERION * len(bank.rubrics[samples.item].criteria)] * len(texts)
    whole = mean(sent) + mean(replies)
    yield Figure("tokens for one answer, sent and returned", whole, "tokens", "limit", MOST_TOKENS)
    yield f"sent {mean(sent):.0f} ({min(sent):.0f} to {max(sent):.0f}), returned {mean(replies):.0f}, by estimate"
    what = "share of what is sent that is cacheable"
    yield Figure(what, mean(shared), "", "limit", LEAST_CACHED, most=None, least=1.0)
    yield f"{len(sent)} answers to {len(bank.samples)} items: equal beginnings of all answers to an item"
    if not Settings().has_model:
        yield "no model is set up: no real counts"
        return
    calls = asyncio.run(_real(bank))
    real = mean(c.prompt_tokens for c in calls)
    yield Figure("tokens sent, as the endpoint counts", real, "tokens", "estimate", mean(sent), most=None)
    returned, kept = mean(c.completion_tokens for c in calls), sum(c.cached_tokens for c in calls)
    share = kept / sum(c.prompt_tokens for c in calls)
    yield f"{len(calls)} requests; returned {returned:.0f} each, {share:.0%} of what was sent from the cache"


def _prompts(bank: Bank, samples: SampleSet) -> Sequence[str]:
    item, rubric = bank.items[samples.item], bank.rubrics[samples.item]
    made = [prompt(sample.answer, item, rubric) for sample in samples.samples]
    return [p.system + p.user for p in made]


def _beginning(texts: Sequence[str]) -> int:
    """Return how many characters all texts begin with."""
    return next(
        (n for n, letters in enumerate(zip(*texts, strict=False)) if len(set(letters)) > 1), min(map(len, texts))
    )


async def _real(bank: Bank) -> Sequence[Call]:
    """Return the requests that marking two samples of a few items took."""
    calls: list[Call] = []
    async with open_judge(LLM, Settings(), Forgetful(), lambda: bank.calibration) as judge:
        for samples in list(bank.samples.values())[:REAL]:
            for sample in samples.samples[:2]:
                item, rubric = bank.items[samples.item], bank.rubrics[samples.item]
                calls += (await judge.grade(sample.answer, item, rubric, Spent(), Spent())).calls
    return calls
