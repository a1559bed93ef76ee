import configparser
from pathlib import Path

import pytest

from deploy.local.part import Part, nothing
from deploy.local.place import Place
from deploy.local.supervision import configuration_of, plain_environment

PARTS = [
    Part("lowest", ("epmd",), nothing, tier=1),
    Part("site", ("serve", "it's here", "100%"), nothing, environment={"URL": "http://a:b%2F@h"}),
    Part("elsewhere", (), nothing),
]


@pytest.fixture
def written(tmp_path: Path) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser()
    parser.read_string(configuration_of(Place(tmp_path), PARTS))
    return parser


def test_a_program_dies_with_its_supervisor(written: configparser.RawConfigParser) -> None:
    assert written["program:lowest"]["command"] == "setpriv --pdeathsig TERM -- epmd"


def test_arguments_and_settings_survive_their_quoting(written: configparser.RawConfigParser) -> None:
    assert written["program:site"]["command"].endswith("""serve 'it'"'"'s here' 100%%""")
    assert written["program:site"]["environment"] == 'URL="http://a:b%%2F@h"'


def test_what_somebody_else_runs_is_left_alone(written: configparser.RawConfigParser) -> None:
    assert "program:elsewhere" not in written


def test_the_lower_tier_is_stopped_last(written: configparser.RawConfigParser) -> None:
    assert int(written["group:tier1"]["priority"]) < int(written["group:tier3"]["priority"])


def test_parts_see_none_of_the_persons_own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RABBITMQ_NODENAME", "mine")
    monkeypatch.setenv("http_proxy", "http://proxy")
    assert set(plain_environment()) <= {"HOME", "LANG", "PATH", "PYTHONUNBUFFERED", "TZ", "USER"}
