from bot.core.bank.role import Boundary
from bot.core.report.role_likeness import FEWEST_WORDS, likenesses

BOUNDARIES = {
    "infra": Boundary(label="infrastructure engineer", words=("InfiniBand", "node failure", "cordon", "NCCL")),
    "research": Boundary(label="researcher", words=("ablation", "loss curve", "perplexity")),
}
QUESTION = "What happens to the loss curve when a GPU dies?"


def shares(*responses: str, question: str = QUESTION) -> dict[str, float]:
    return {found.role: found.share for found in likenesses([(question, r) for r in responses], BOUNDARIES)}


def test_the_likeliest_role_comes_first_with_its_words_and_the_candidates_own() -> None:
    answer = "We cordon the machine because NCCL hangs.\nThe ablation showed that InfiniBand was not the cause."
    first, second = likenesses([(QUESTION, answer)], BOUNDARIES)

    assert (first.role, first.label) == ("infra", "infrastructure engineer")
    assert set(first.words) == {"cordon", "NCCL", "InfiniBand"}
    assert (first.share, second.share) == (0.75, 0.25)
    assert first.quote in answer
    assert "cordon" in first.quote or "InfiniBand" in first.quote


def test_shares_are_of_all_telling_words_in_all_answers() -> None:
    found = shares("I would cordon it after every node failure.", "The ablation told us that perplexity rose.")

    assert found == {"infra": 0.5, "research": 0.5}


def test_equal_shares_are_in_the_order_of_the_roles_names() -> None:
    assert list(shares("I cordon it after a node failure.", "An ablation moved perplexity.")) == ["infra", "research"]


def test_a_word_counts_once_however_often_it_comes() -> None:
    assert FEWEST_WORDS == 3
    assert shares("I cordon it. Then I cordon that. Later we cordon both after a node failure.") == {}


def test_too_few_words_say_nothing() -> None:
    assert shares("I would cordon the node, as NCCL hangs.") == {}
    assert shares() == {}


def test_words_of_the_question_do_not_count() -> None:
    answers = ["I cordon it after each node failure, and the loss curve jumps."]

    assert shares(*answers) == {}
    assert shares(*answers, question="What do you do?") == {"infra": 2 / 3, "research": 1 / 3}


def test_a_bare_list_of_words_does_not_count() -> None:
    assert shares("InfiniBand, NCCL, cordon, node failure, ablation, perplexity") == {}


def test_what_somebody_says_not_to_know_does_not_count() -> None:
    assert shares("I have never worked with InfiniBand or NCCL or cordon.") == {}
