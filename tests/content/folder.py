"""A tiny, valid content folder: one role, two items with rubrics, marked samples for one of them."""

from dataclasses import dataclass
from pathlib import Path

from bot.content.check import check
from bot.content.load import read

ITEM = "questionbank/items/gpu-clusters/nvlink.yaml"
OTHER_ITEM = "questionbank/items/gpu-clusters/warps.yaml"
ROLE = "questionbank/roles/hiring.yaml"
RUBRIC = "rubrics/gpu-clusters/nvlink.yaml"
OTHER_RUBRIC = "rubrics/gpu-clusters/warps.yaml"
SAMPLES = "rubrics/samples/gpu-clusters/nvlink.yaml"

CRITERION = """\
  - id: {id}
    asks: What the answer says about {id}
    weight: 1
    levels: [nothing, one thing, both]
    points:
      - says: has the {id} of GPUs
        ways:
          - all_of: [[{id}], [gpu, gpus]]
      - says: gives a figure
        ways:
          - number: {{min: 800, max: 1000, units: {{GB/s: 1}}}}
    wrong:
      - says: denies it
        ways:
          - pattern: 'no {id}'
        cap: 1
"""

FILES = {
    ITEM: """\
id: nvlink
domain: gpu-clusters
topic: links
tier: fundamentals
minutes: 2
stem: How does NVLink differ from PCIe between two GPUs?
""",
    OTHER_ITEM: """\
id: warps
domain: gpu-clusters
topic: execution
tier: advanced
minutes: 3
stem: Why do threads of one warp that take different branches cost time?
""",
    ROLE: """\
id: hiring
title: GPU engineer
domains:
  gpu-clusters: 1.0
limits:
  min_items: 1
  max_items: 2
manners:
  work_from: "09:00"
  work_until: "18:00"
  timezone: UTC
wording:
  purpose: A first conversation about clusters.
  readers: the team
  retention: 12 months
  contact: the recruiter
  practice: Tell me about a machine that you kept running.
""",
    RUBRIC: "item: nvlink\nmodel_answer: NVLink gives 900 GB/s.\ncriteria:\n"
    + "".join(CRITERION.format(id=name) for name in ("bandwidth", "path", "limits")),
    OTHER_RUBRIC: "item: warps\nmodel_answer: Both branches run, one after the other.\ncriteria:\n"
    + "".join(CRITERION.format(id=name) for name in ("lockstep", "masking", "cost")),
    SAMPLES: """\
item: nvlink
samples:
  - id: good
    kind: strong
    answer: The bandwidth between the GPUs is 900 GB/s.
    levels: {bandwidth: 2, path: 1, limits: 1}
  - id: silent
    kind: off-topic
    answer: I like trains.
    levels: {bandwidth: 0, path: 0, limits: 0}
""",
}


@dataclass(frozen=True)
class ContentFolder:
    """The folder at `root`, to be broken and looked at."""

    root: Path

    @classmethod
    def made_in(cls, root: Path) -> "ContentFolder":
        folder = cls(root)
        for name, text in FILES.items():
            folder.write(name, text)
        return folder

    def write(self, name: str, text: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def edit(self, name: str, old: str, new: str) -> None:
        text = (self.root / name).read_text()
        assert old in text, f"{old!r} is not in {name}"
        self.write(name, text.replace(old, new, 1))

    def move(self, name: str, target: str) -> None:
        self.write(target, (self.root / name).read_bytes())
        self.remove(name)

    def remove(self, name: str) -> None:
        (self.root / name).unlink()

    def faults(self) -> list[str]:
        """Return what `check` says, a line for each fault."""
        return [str(fault) for fault in check(read(self.root))]
