"""The manifest that an admin pastes, by Slack's own schema."""

import json

import jsonschema
import pytest
from click.testing import CliRunner

from bot.chat.slack.manifest import SCOPES, manifest
from bot.cli.service.slack import slack
from tests.chat.slack.specs import spec
from tests.docs.names import ROOT


@pytest.mark.parametrize("url", [None, "https://viva.example.org"])
def test_the_manifest_is_valid_and_lets_candidates_write(url: str | None) -> None:
    made = manifest(url)

    schema = spec("slack_app_manifest.schema.2.0.0.json")
    if schema is not None:
        jsonschema.Draft7Validator(schema).validate(made)
    home = made["features"]["app_home"]
    assert home["messages_tab_enabled"]
    assert not home["messages_tab_read_only_enabled"]
    assert made["settings"]["interactivity"]["is_enabled"]
    assert made["settings"]["socket_mode_enabled"] is (url is None)
    assert set(made["oauth_config"]["scopes"]["bot"]) == set(SCOPES)


def test_each_scope_stands_where_an_admin_reads_what_it_is_for() -> None:
    page = (ROOT / "docs" / "slack.md").read_text()
    assert [scope for scope in SCOPES if f"`{scope}`" not in page] == []


def test_the_command_line_prints_it_and_refuses_an_address_that_slack_does_not_call() -> None:
    printed = CliRunner().invoke(slack, ["manifest"])
    assert json.loads(printed.output) == manifest()
    refused = CliRunner().invoke(slack, ["manifest", "--url", "http://viva"])
    assert refused.exit_code == 1
    assert "https://" in refused.output
