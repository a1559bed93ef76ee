"""A password that is made up after the start is the same for whoever asks later."""

from pathlib import Path

from deploy.local.place import Place
from deploy.local.record import Record


def test_a_password_asked_for_after_the_start_is_the_same_the_next_time(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.make()
    Record(place).save()
    assert Record(place).secret("demo-people") == Record(place).secret("demo-people")


def test_nothing_is_written_before_the_first_start(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.make()
    Record(place).secret("demo-people")
    assert not place.secrets.exists()
