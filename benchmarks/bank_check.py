"""How long reading and checking a bank of 1,000 items takes, each with a rubric and marked samples."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.figure import Figure, cpu_seconds, shown
from bot.content.check import check
from bot.content.load import load, read

ITEMS = 1000
REPEATS = 3
LIMIT_S = 5.0
AGAIN_S = 1.0
"""For a start that finds the content as it was when it was last read without a fault."""
DOMAINS = ("clusters", "training", "serving", "cost")
TIERS = ("fundamentals", "intermediate", "advanced")
WORDS = (
    "bandwidth latency kernel warp tensor pipeline shard replica gradient checkpoint scheduler queue cache batch "
    "prefix block page fabric switch rail link topology collective ring tree stall straggler power clock memory"
).split()


def measure() -> Iterator[Figure | str]:
    """Yield the CPU seconds of what `viva bank check` does and of loading, beside the limit."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        a_bank(root, ITEMS)
        size = sum(path.stat().st_size for path in root.rglob("*.yaml")) / 1e6
        checked, faults = cpu_seconds(lambda: check(read(root)), REPEATS)
        caches = [root / f"caches-{n}" for n in range(REPEATS)]
        fresh = iter(caches)
        first, _ = cpu_seconds(lambda: load(root, next(fresh)), REPEATS)
        again, bank = cpu_seconds(lambda: load(root, caches[0]), REPEATS)
    yield Figure(f"bank check, {ITEMS:,} items, CPU", median(checked), "s", "limit", LIMIT_S)
    yield f"{size:.1f} MB of YAML, {len(faults)} faults; {shown(checked)}"
    yield Figure(f"loading {len(bank.items):,} items the first time, CPU", median(first), "s", "limit", LIMIT_S)
    yield shown(first)
    yield Figure(f"loading {len(bank.items):,} items again, CPU", median(again), "s", "limit", AGAIN_S)
    yield shown(again)


def a_bank(root: Path, items: int) -> None:
    """Write a content folder with so many items in four domains, and one role."""
    for n in range(items):
        _write(root, n)
    role = "\n".join(f"  {domain}: 0.25" for domain in DOMAINS)
    _file(root / "questionbank/roles/engineer.yaml", ROLE.format(domains=role))


def _write(root: Path, n: int) -> None:
    domain, name = DOMAINS[n % len(DOMAINS)], f"item-{n}"
    words = list(_words(n))
    stem = f"Number {n}: {' '.join(words[:14])}, and why does {' '.join(words[14:20])} matter in case {n * 7}?"
    item = ITEM.format(name=name, domain=domain, tier=TIERS[n % 3], stem=stem)
    criteria = "".join(CRITERION.format(id=word, n=n, a=words[k + 1], b=words[k + 2]) for k, word in _ids(words))
    _file(root / f"questionbank/items/{domain}/{name}.yaml", item)
    _file(
        root / f"rubrics/{domain}/{name}.yaml", RUBRIC.format(name=name, answer=" ".join(words * 4), criteria=criteria)
    )
    levels = ", ".join(f"{word}: 1" for _, word in _ids(words))
    samples = "".join(SAMPLE.format(k=k, answer=" ".join(words * 3), levels=levels) for k in range(8))
    _file(root / f"rubrics/samples/{domain}/{name}.yaml", f"item: {name}\nsamples:\n{samples}")


def _ids(words: list[str]) -> list[tuple[int, str]]:
    return list({word: (k, word) for k, word in enumerate(words[:20])}.values())[:5]


def _words(n: int) -> Iterator[str]:
    """Yield 24 words, other ones for each item and the same on every run."""
    state = n * 2654435761 + 12345
    for _ in range(24):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        yield WORDS[(state >> 33) % len(WORDS)]


def _file(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


ITEM = """\
id: {name}
domain: {domain}
topic: a-topic
tier: {tier}
minutes: 4
stem: >-
  {stem}
"""
RUBRIC = """\
item: {name}
full_at: 0.7
model_answer: >-
  {answer}
criteria:
{criteria}"""
CRITERION = """\
  - id: {id}
    asks: What {id} does to {a}
    weight: 1.5
    levels: [nothing of use, one point, two points, and what follows from them]
    level_at: [1, 2, 3]
    points:
      - says: names {id}
        ways:
          - all_of: [[{id}, {id}s, the {id}], [{a}, {a}s, any {a}], [{b}, {b}s]]
          - all_of: [[{b}], [per {id}, each {id}, every {id}]]
            none_of: [never, nothing]
      - says: explains {a}
        ways:
          - all_of: [[{a}, {a}s], [because, since, so that, therefore, hence]]
            within: passage
          - pattern: '\\b{a}\\w* (grows?|falls?) with <30>{b}{n}'
      - says: gives a figure
        ways:
          - number: {{min: 10, max: 900, units: {{GB/s: 1, TB/s: 1000}}}}
      - says: says when it breaks
        ways:
          - all_of: [[{b}, {id}], [fails, breaks, stalls, times out]]
    wrong:
      - says: turns {a} round
        cap: 1
        ways:
          - pattern: '\\b(no|less) {a}{n}\\b'
"""
SAMPLE = """\
  - id: sample-{k}
    kind: middling
    answer: >-
      {answer}
    levels: {{{levels}}}
"""
ROLE = """\
id: engineer
title: An engineer
domains:
{domains}
wording:
  purpose: A first conversation.
  readers: the team
  retention: 12 months
  contact: the recruiter
  practice: Tell me about a machine that you kept running.
"""
