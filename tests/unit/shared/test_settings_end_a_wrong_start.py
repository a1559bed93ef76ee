import pytest

from shared.settings import WRONG_SETTINGS, Settings


class _Example(Settings):
    amqp_url: str
    health_port: int


def test_settings_are_the_environment_variables_of_their_names(monkeypatch):
    monkeypatch.setenv("AMQP_URL", "amqp://127.0.0.1/x")
    monkeypatch.setenv("HEALTH_PORT", "8000")
    assert _Example.load() == _Example(amqp_url="amqp://127.0.0.1/x", health_port=8000)


@pytest.mark.parametrize("empty", [None, ""])
def test_missing_and_empty_settings_end_the_start_with_one_line_that_names_them(monkeypatch, capsys, empty):
    monkeypatch.delenv("AMQP_URL", raising=False)
    monkeypatch.setenv("HEALTH_PORT", "8000")
    if empty is not None:
        monkeypatch.setenv("AMQP_URL", empty)
    with pytest.raises(SystemExit) as end:
        _Example.load()
    assert end.value.code == WRONG_SETTINGS
    assert capsys.readouterr().err == "cannot start: AMQP_URL: missing\n"


def test_a_wrong_value_is_not_repeated_for_it_may_be_a_secret(monkeypatch, capsys):
    monkeypatch.setenv("AMQP_URL", "amqp://127.0.0.1/x")
    monkeypatch.setenv("HEALTH_PORT", "hunter2")
    with pytest.raises(SystemExit):
        _Example.load()
    said = capsys.readouterr().err
    assert "HEALTH_PORT" in said
    assert "hunter2" not in said
    assert said.count("\n") == 1


def test_what_the_environment_lacks_is_looked_for_in_a_file_that_may_be_missing(monkeypatch, tmp_path):
    monkeypatch.setenv("AMQP_URL", "amqp://127.0.0.1/environment")
    monkeypatch.delenv("HEALTH_PORT", raising=False)
    file = tmp_path / "console.env"
    with pytest.raises(SystemExit):
        _Example.load(file)
    file.write_text("# where it is\nAMQP_URL=amqp://127.0.0.1/file\nHEALTH_PORT=8001\n", encoding="utf-8")
    assert _Example.load(file) == _Example(amqp_url="amqp://127.0.0.1/environment", health_port=8001)
