"""What an operator sets: where we listen, and what is said of values that cannot be used."""

import asyncio
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import viva
from bot.app import AUTO, Forgetful, open_judge
from bot.core.bank.grader_curve import Calibration
from bot.core.errors import ScreeningError
from bot.settings import SettingError, Settings, unknown_names


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


def refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> str:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError) as caught:
        Settings()
    said = str(caught.value)
    assert value not in said
    return said


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("VIVA_OPS_PORT", "99999", "it is to be a whole number from 1 to 65,535"),
        ("VIVA_PORT", "http", "it is to be a whole number from 1 to 65,535"),
        ("VIVA_MODEL_TIMEOUT", "0.0", "it is to be a number above 0, up to 600"),
        ("VIVA_MODEL_RETRIES", "11", "it is to be a whole number from 0 to 10"),
        ("VIVA_MODEL_REPLY_TOKENS", "199", "it is to be a whole number from 200 on"),
        ("VIVA_SESSION_DOLLARS", "-1", "it is to be a number from 0 on"),
        ("VIVA_RETENTION", "*=0", "the days of * are to be a whole number from 1 to 36,500"),
        (
            "VIVA_RETENTION",
            "*=1",
            "the days of * are too few: records of decisions are kept for 183 days",
        ),
        (
            "VIVA_RETENTION",
            "california=365",
            "the days of california are too few: records of decisions",
        ),
        ("VIVA_RETENTION", "eu=36501", "the days of eu are to be a whole number from 1 to 36,500"),
        ("VIVA_RETENTION", "=5", "a place or its days are missing"),
        ("VIVA_LOG_LEVEL", "LOUD", "it is none of DEBUG, INFO, WARNING, ERROR or CRITICAL"),
    ],
)
def test_a_refusal_says_what_would_be_taken(monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str) -> None:
    assert f"{name}: {said}" in refused(monkeypatch, name, value)


def test_every_number_says_its_range(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [
        name
        for name, schema in Settings.model_json_schema()["properties"].items()
        if {"integer", "number"} & {s.get("type") for s in (schema, *schema.get("anyOf", ()))}
    ]
    assert len(numbers) >= 10
    for name in numbers:
        monkeypatch.setenv(name.upper(), "many")
        with pytest.raises(SettingError, match=rf"{name.upper()}: it is to be a (whole )?number (from|above) \d"):
            Settings()
        monkeypatch.delenv(name.upper())


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("VIVA_RETENSION", "VIVA_RETENTION"),
        ("VIVA_HIRING_CHANEL", "VIVA_HIRING_CHANNEL"),
        ("VIVA_LOGLEVEL", "VIVA_LOG_LEVEL"),
        ("viva_rigths", "VIVA_RIGHTS"),
    ],
)
def test_a_misspelt_name_is_refused_with_the_one_that_was_meant(
    monkeypatch: pytest.MonkeyPatch, name: str, meant: str
) -> None:
    said = refused(monkeypatch, name, "a value")

    assert f"{name.upper()} is no setting; the nearest is {meant}" in said


def test_a_misspelt_name_in_the_file_is_refused_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("VIVA_MODLE=m1\nOTHER_PROGRAM=1\n")

    with pytest.raises(SettingError, match="VIVA_MODLE is no setting; the nearest is VIVA_MODEL"):
        Settings()


def test_a_name_like_none_of_ours_is_named_and_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIVA_XYZZY_42", "1")

    Settings()

    assert "VIVA_XYZZY_42 is no setting" in unknown_names()["VIVA_XYZZY_42"]


async def test_a_model_without_a_key_or_an_address_is_no_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIVA_MODEL", "m1")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)

    with pytest.raises(ScreeningError, match="neither OPENAI_API_KEY nor OPENAI_BASE_URL"):
        async with open_judge(AUTO, Settings(), Forgetful(), Calibration):
            raise AssertionError("nobody marks")
    doctor = await asyncio.to_thread(CliRunner().invoke, viva, ["doctor"])
    assert doctor.exit_code == 1
    assert "model      to mend: VIVA_MODEL is set, and neither" in doctor.output
