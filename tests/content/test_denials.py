"""A right answer often denies a false one; that must neither cap a mark nor raise a red flag."""

import re
from functools import cache

import pytest

from bot.content.load import load
from bot.core.bank.candidate_copy import fill_item, usual
from bot.core.bank.item import Bank
from bot.core.bank.rubric import Colour
from bot.core.grading.grade import Grade
from bot.core.grading.keywords import grade

RIGHT = {
    "rdma-lossless-fabric": (
        "RDMA isn't a faster TCP, it's a different transport. "
        "RoCE v2 runs over UDP, iWARP runs over TCP. "
        "InfiniBand never drops packets when congested, it waits for credits. "
        "RDMA copes badly with loss."
    ),
    "gang-scheduling": (
        "They can't just run with 32 GPUs each unless the job is elastic. "
        "I would not rely on someone killing a job by hand. "
        "Gang scheduling doesn't share GPUs between jobs."
    ),
    "warps-and-coalescing": (
        "Branch prediction doesn't exist on GPUs, so divergence isn't free. "
        "The strided access isn't compute bound. "
        "Bank conflicts are about shared memory, not this case."
    ),
    "sharing-one-gpu": (
        "MPS has no full isolation of faults. "
        "Time-slicing gives no separate memory to anybody. "
        "MIG slices can't have any size."
    ),
    "kernel-occupancy": (
        "Higher occupancy does not always mean faster code. "
        "Spilled registers are not free. "
        "Shared memory isn't the limit, registers are."
    ),
    "roce-pause-storm": (
        "I would not turn PFC off, retransmission is too slow. "
        "Few ECN marks do not mean that there is no congestion. "
        "Pause frames do not mean packet loss."
    ),
    "fat-tree-or-rails": (
        "Eight leaf switches would not be enough since no uplinks are left. "
        "Rail-optimised means each NIC of a node goes to a different leaf, "
        "unlike cabling all NICs of a node to the same leaf."
    ),
    "fragmented-cluster": (
        "80% allocated doesn't mean the cluster is too small. "
        "Spreading small jobs evenly is what causes the fragmentation. "
        "I'd never kill running jobs without a checkpoint."
    ),
    "nvlink-fails-mid-training": (
        "NCCL will not automatically switch to PCIe in a running job. "
        "You cannot reset a GPU while the job is running. "
        "A reboot is not enough."
    ),
    "kernel-roofline": ("It is not compute bound. Using tensor cores would not make it faster."),
    "launch-bound-step": (
        "The gaps are not HBM time. A faster GPU would hardly help. One graph does not handle every batch size."
    ),
    "colliding-flows": ("A low average load does not prove that the network is fine. Bigger buffers would not fix it."),
    "preempting-large-training": (
        "I wouldn't kill it immediately, first a signal. "
        "Preemption does cost work even with checkpoints. "
        "Not only the 64 GPUs lose time but all of them."
    ),
    "terraform-state": (
        "Never commit the state to git. "
        "Don't edit the state by hand. "
        "Terraform does not merge two applies. "
        "The state isn't just a cache."
    ),
    "gitops-and-drift": (
        "Secrets must not go into the git repo as base64. "
        "Argo CD doesn't write the change back to git. "
        "You still need tests and CI with GitOps."
    ),
    "plan-replaces-database": (
        "I won't apply it and restore from backup afterwards. "
        "Terraform doesn't keep the data when it replaces an instance. "
        "Careful review alone isn't enough."
    ),
    "ci-queue-capacity": (
        "100% utilisation is not a goal. One runner per developer would be a waste. Don't skip the tests."
    ),
    "self-service-databases": (
        "I would not expose all parameters of RDS. "
        "Deleting the claim must not delete the database. "
        "Developers never get admin rights. "
        "Don't force anyone; allow exceptions."
    ),
    "bad-change-everywhere": (
        "I would not delete the applications in Argo. "
        "Don't touch all clusters by hand with kubectl. "
        "Never disable readiness probes to look green. "
        "Staging alone isn't enough."
    ),
    "requests-and-limits": (
        "Going above the CPU limit does not get the container killed, it's throttled. "
        "The scheduler doesn't look at actual usage. "
        "Memory over the limit isn't throttled but killed. "
        "Never run without requests."
    ),
    "probes-that-hurt": (
        "Liveness should not check the database. "
        "I would not remove the probes. "
        "Readiness does not restart the pod. "
        "A restart doesn't help when the database is slow."
    ),
    "service-times-out": (
        "I wouldn't restart CoreDNS first. "
        "A refused connection isn't a firewall drop. "
        "I would not delete the network policies."
    ),
    "drain-that-hangs": (
        "I would not delete the PDBs. "
        "A PDB doesn't protect against node failures, only against voluntary disruption. "
        "Never use --force with grace period 0. "
        "Don't terminate the node directly."
    ),
    "api-server-overload": ("Do not restart all API servers at once. Don't drain the NotReady nodes."),
    "dns-five-seconds": (
        "More CoreDNS replicas won't fix it. "
        "A shorter timeout isn't the cure. "
        "CoreDNS isn't overloaded so scaling makes no sense. "
        "Don't hardcode the IP."
    ),
    "nvlink-domain-size": (
        "Independent replicas don't benefit the most; 400 Gb/s is bits, so 50 GB/s. The NIC isn't as fast as NVLink."
    ),
}
"""By item, sentences that are true and come close to one of its false claims."""


@cache
def bank() -> Bank:
    return load()


def marked(name: str, answer: str) -> Grade:
    item = bank().items[name]
    return grade(answer, *fill_item(item, bank().rubrics[name], usual(item)))


@pytest.mark.parametrize("name", RIGHT)
def test_who_denies_a_false_claim_does_not_make_it(name: str) -> None:
    for sentence in re.split(r"(?<=[.])\s+", RIGHT[name]):
        found = marked(name, sentence)

        assert [flag.id for flag in found.flags if flag.colour is Colour.RED] == [], sentence
        assert [claim for rating in found.ratings for claim in rating.wrong] == [], sentence
