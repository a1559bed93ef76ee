import socket
import stat
from pathlib import Path

import pytest

from deploy.local import ports
from deploy.local.place import Place, write_private
from deploy.local.record import Record
from deploy.local.terminal import Trouble


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path / "var")
    place.make()
    return place


def test_everything_written_is_open_to_its_owner_alone(place: Place) -> None:
    record = Record(place)
    record.secret("someone")
    record.save()
    assert stat.S_IMODE(place.root.stat().st_mode) == 0o700
    assert stat.S_IMODE(place.secrets.stat().st_mode) == 0o600


def test_the_socket_lies_beside_the_data_where_its_path_is_short_enough() -> None:
    assert Place(Path("/srv/var")).socket == Path("/srv/var/run/supervisor.sock")


def test_the_socket_of_a_deep_checkout_gets_a_short_path_of_its_own() -> None:
    deep = Place(Path("/home/somebody/projects") / ("x" * 80) / "var")
    other = Place(Path("/home/somebody/projects") / ("y" * 80) / "var")
    assert len(str(deep.socket)) < 90
    assert deep.socket != other.socket


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    write_private(tmp_path / "file", "first")
    write_private(tmp_path / "file", b"second")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text() == "second"


def test_ports_and_secrets_stay_the_same_from_one_start_to_the_next(place: Place) -> None:
    first = Record(place)
    before = (first.port("webform"), first.secret("intake"), first.token)
    first.save()
    second = Record(place)
    assert (second.port("webform"), second.secret("intake"), second.token) == before


def test_what_is_made_up_after_the_record_was_saved_is_kept_too(place: Place) -> None:
    record = Record(place)
    record.save()
    made_up = (record.secret("late"), record.port("late"))
    again = Record(place)
    assert (again.secret("late"), again.port("late")) == made_up


def test_every_name_gets_a_port_of_its_own(place: Place) -> None:
    record = Record(place)
    assert len({record.port(f"part-{number}") for number in range(50)}) == 50


def test_a_port_that_somebody_took_is_noticed(place: Place) -> None:
    record = Record(place)
    with socket.create_server(("127.0.0.1", record.port("webform"))):
        assert record.taken_ports() == {"webform": record.port("webform")}
        assert not ports.is_free(record.port("webform"))
    assert record.taken_ports() == {}


def test_a_wanted_port_that_is_taken_is_refused_in_one_line(place: Place) -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        number = holder.getsockname()[1]
        with pytest.raises(
            Trouble, match=f"^Port {number}, wanted for webform, is taken by another program.$"
        ):
            Record(place).want_port("webform", number)


def test_a_damaged_record_is_named_instead_of_ignored(place: Place) -> None:
    place.record.write_text("{")
    with pytest.raises(Trouble, match=r"stack.json is damaged"):
        Record(place)
