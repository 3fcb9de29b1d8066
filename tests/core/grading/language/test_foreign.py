"""Answers in other languages are no zero: they are left for a person, however many English terms they hold."""

import pytest

from bot.core.grading.keywords import grade
from tests.core.grading.keywords.rubrics import ITEM, LINKS

ELSEWHERE = [
    "NVLink ist schneller: 900 GB/s zwischen zwei GPUs. PCIe 5 schafft 64 GB/s pro Richtung.",
    "NVLink es mucho más rápido que PCIe porque las GPU se hablan sin pasar por la CPU.",
    "NVLink est plus rapide que PCIe, parce que les GPU se parlent sans passer par le processeur.",
    "NVLink è più veloce di PCIe, perché le GPU si parlano senza passare per il processore.",
    "O NVLink é mais rápido do que o PCIe porque as GPUs não passam pelo processador e têm uma ligação sua.",
    "NVLink is sneller dan PCIe omdat de GPU's met elkaar praten zonder dat het via de processor gaat.",
    "NVLink jest szybszy niż PCIe, ponieważ karty nie przechodzą przez procesor i mają własne łącze.",
    "NVLink 是 GPU 之间的直连链路。PCIe 是通用总线，与网卡和 NVMe 共享。H100 的 NVLink 总共 900 GB/s。",
    "Шина NVLink быстрее, чем обычная шина PCIe",
    "NVLink is faster than PCIe, weil die Daten nicht durch den Host gehen, und es ist nicht geteilt.",
    "NVLink is faster and needs no host, because the GPUs talk direct; PCIe is geteilt, deswegen wird it the "
    "bottleneck as soon as many cards talk länger at the same time in one server.",
    "NVLink is faster than PCIe porque the GPUs talk directly y nada de host, so an all-reduce in the node is quick.",
]
ENGLISH = [
    "NVLink is faster than PCIe.",
    "nvlink 900 GB/s, pcie 64 GB/s, du -sh /de/la, el al",
    "The process dies, so we use la carte billing per con and the no-op path.",
    "In the naïve approach NVLink is faster, per se, à la carte.",
    "NVLink is faster, says Müller; the cards come in pairs, non-blocking, till one door is due for care.",
    "NVLink: а cable of its own; it is faster.",
    "",
]


@pytest.mark.parametrize("answer", ELSEWHERE)
def test_an_answer_in_another_language_is_left_ungraded_with_a_reason(answer: str) -> None:
    marked = grade(answer, ITEM, LINKS)

    assert marked.score is None
    assert marked.needs_person
    assert marked.blind == marked.reasons


@pytest.mark.parametrize("answer", ENGLISH)
def test_english_with_words_that_look_foreign_is_marked(answer: str) -> None:
    assert grade(answer, ITEM, LINKS).score is not None
