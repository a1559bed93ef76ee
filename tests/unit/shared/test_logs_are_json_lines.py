import json
import logging
from uuid import UUID

import structlog

from shared.telemetry import configure_logging, correlated

ID = UUID("0198c0de-0000-7000-8000-000000000001")


def test_a_line_is_one_json_object_with_service_level_and_facts(capsys):
    configure_logging("intake")
    structlog.stdlib.get_logger("here").info("incident opened", incident_id="x", said="¿qué?\nmás")
    line = capsys.readouterr().err
    assert line.count("\n") == 1
    found = json.loads(line)
    assert found.pop("timestamp").endswith("Z")
    assert found == {
        "service": "intake",
        "event": "incident opened",
        "level": "info",
        "logger": "here",
        "incident_id": "x",
        "said": "¿qué?\nmás",
    }


def test_other_libraries_lines_look_the_same(capsys):
    configure_logging("intake")
    logging.getLogger("somebody.else").info("hello %s", "there")
    assert json.loads(capsys.readouterr().err)["event"] == "hello there"


def test_work_is_marked_with_its_correlation_id_and_no_longer(capsys):
    configure_logging("intake")
    log = structlog.stdlib.get_logger("here")
    with correlated(ID):
        log.info("inside")
    log.info("outside")
    inside, outside = map(json.loads, capsys.readouterr().err.splitlines())
    assert inside["correlation_id"] == str(ID)
    assert "correlation_id" not in outside


def test_a_second_set_up_replaces_the_first(capsys):
    configure_logging("one")
    configure_logging("two")
    structlog.stdlib.get_logger("here").info("once")
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["service"] == "two"
