"""What an operator sets: where we listen, and what is said of values that cannot be used."""

import pytest

from bot.settings import Settings


@pytest.mark.parametrize(
    ("variables", "where"),
    [
        ({}, ("127.0.0.1", 3000)),
        ({"VIVA_PORT": "4000"}, ("127.0.0.1", 4000)),
        ({"PORT": "8080"}, ("0.0.0.0", 8080)),
        ({"PORT": "8080", "VIVA_PORT": "4000"}, ("0.0.0.0", 4000)),
        ({"VIVA_BIND": "10.0.0.7"}, ("10.0.0.7", 3000)),
        ({"PORT": "8080", "VIVA_BIND": "127.0.0.1"}, ("127.0.0.1", 8080)),
    ],
)
def test_we_listen_on_this_machine_alone_unless_told_or_on_a_host_that_sets_a_port(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], where: tuple[str, int]
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert Settings().called_on == where


def test_the_operations_port_is_on_this_machine_alone_also_where_a_host_sets_a_port(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PORT", "8080")
    monkeypatch.setenv("VIVA_BIND", "0.0.0.0")

    assert Settings().viva_ops_bind == "127.0.0.1"
