"""The index is replaced as a whole while it is used, and nothing that happens meanwhile is missed."""

import signal
import subprocess
import sys
from collections.abc import Collection, Mapping
from pathlib import Path

import pytest

from backend.search.domain import Entry, Key
from backend.search.home import IndexHome, RebuildRunningError
from backend.search.live import LiveIndex
from backend.search.queries import staff_query, understand
from backend.search.reader import IndexReader
from backend.search.rebuild import StoppedError, rebuild
from backend.search.suggesting import found
from backend.search.writer import IndexFaultError
from tests.support.index import Shelf, home_with, incident

POT, CUP = incident("La tetera llegó rota"), incident("La taza llegó rota")


def changed(entry: Entry, subject: str) -> Entry:
    """Return the next version of an incident."""
    later = incident(subject)
    shown = later.shown.model_copy(update={"key": str(entry.key), "version": entry.shown.version + 1})
    return Entry(entry.key, shown, later.people)


def subjects(reader: IndexReader, typed: str = "llegó ") -> list[str]:
    _, hits = found(reader.searcher(), staff_query(understand(typed)), 100)
    return sorted(text.title for shown, _ in hits for text in shown.texts.values())


def indexes(home: IndexHome) -> list[str]:
    current = home.current()
    assert current
    return [path.name for path in current.parent.iterdir() if path.is_dir()]


def test_a_commit_is_seen_by_the_next_search(tmp_path: Path) -> None:
    home = home_with(tmp_path, POT)
    reader, live = IndexReader(home), LiveIndex(home)
    assert subjects(reader) == ["La tetera llegó rota"]
    live.refresh([CUP.key], Shelf(CUP))
    assert subjects(reader) == ["La taza llegó rota", "La tetera llegó rota"]


def test_a_repeated_change_changes_nothing_and_what_is_gone_is_not_found(tmp_path: Path) -> None:
    home = home_with(tmp_path, POT)
    reader, live = IndexReader(home), LiveIndex(home)
    for _ in range(3):
        live.refresh([POT.key, CUP.key], Shelf(POT, CUP))
    assert len(subjects(reader)) == 2
    live.refresh([POT.key], Shelf())
    assert subjects(reader) == ["La taza llegó rota"]


def test_what_changes_during_a_rebuild_is_in_the_new_index(tmp_path: Path) -> None:
    home = home_with(tmp_path, POT)
    reader, live = IndexReader(home), LiveIndex(home)
    late, gone = incident("La jarra llegó tarde"), incident("El plato llegó roto")
    shelf = Shelf(POT, gone)

    def meanwhile() -> None:
        shelf.entries = {entry.key: entry for entry in (changed(POT, "La tetera llegó bien"), late)}
        live.refresh([POT.key, late.key, gone.key], shelf)
        assert subjects(reader) == ["La jarra llegó tarde", "La tetera llegó bien"]

    shelf.on_reading = meanwhile
    rebuild(home, shelf)
    assert subjects(reader) == ["La jarra llegó tarde", "La tetera llegó bien"]
    assert len(indexes(home)) == 1
    live.refresh([CUP.key], Shelf(CUP))
    assert "La taza llegó rota" in subjects(reader)


def test_a_rebuilt_index_equals_the_one_that_followed(tmp_path: Path) -> None:
    many = [incident(f"La tetera {number} llegó rota") for number in range(30)]
    home = home_with(tmp_path)
    live, reader = LiveIndex(home), IndexReader(home)
    for entry in many:
        live.refresh([entry.key], Shelf(*many))
    followed = subjects(reader)
    rebuild(home, Shelf(*many))
    assert subjects(reader) == followed
    assert len(followed) == 30


def test_only_one_rebuilds(tmp_path: Path) -> None:
    home = home_with(tmp_path)
    with home.rebuilding(), pytest.raises(RebuildRunningError), IndexHome(tmp_path).rebuilding():
        pass


def test_a_rebuild_that_fails_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    home = home_with(tmp_path, POT)
    with pytest.raises(StoppedError):
        rebuild(home, Shelf(CUP), lambda: True)
    assert subjects(IndexReader(home)) == ["La tetera llegó rota"]
    rebuild(home, Shelf(CUP))
    assert subjects(IndexReader(home)) == ["La taza llegó rota"]
    assert len(indexes(home)) == 1


_DIES = """
import os, signal, sys
from pathlib import Path
from backend.search.home import IndexHome
from backend.search.writer import IndexWriter
from tests.support.index import incident
with IndexHome(Path(sys.argv[1])).rebuilding() as fresh:
    IndexWriter(fresh, is_new=True).add(incident("Algo"))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_rebuild_is_in_nobodys_way(tmp_path: Path) -> None:
    home = home_with(tmp_path, POT)
    assert (
        subprocess.run([sys.executable, "-c", _DIES, str(tmp_path)], check=False).returncode
        == -signal.SIGKILL
    )
    assert len(indexes(home)) == 2
    LiveIndex(home).refresh([CUP.key], Shelf(CUP))
    assert not (tmp_path / "touched").exists()
    rebuild(home, Shelf(POT, CUP))
    assert len(subjects(IndexReader(home))) == 2
    assert len(indexes(home)) == 1


def test_an_index_of_another_schema_counts_as_none(tmp_path: Path) -> None:
    home = home_with(tmp_path, POT)
    (tmp_path / "current").write_text("v0-abc\n")
    assert not LiveIndex(home).is_whole()
    with pytest.raises(IndexFaultError):
        IndexReader(home).searcher()


@pytest.mark.parametrize("suffix", ["term", "store", "idx"])
def test_a_broken_index_is_noticed_and_can_be_made_anew(tmp_path: Path, suffix: str) -> None:
    home = home_with(tmp_path, POT)
    path = home.current()
    assert path
    for file in path.glob(f"*.{suffix}"):
        file.write_bytes(b"")
    assert not LiveIndex(home).is_whole()
    rebuild(home, Shelf(POT))
    assert LiveIndex(home).is_whole()
    assert subjects(IndexReader(home)) == ["La tetera llegó rota"]


class Faulty(Shelf):
    """A source that hands out what no index takes."""

    def read(self, keys: Collection[Key]) -> Mapping[Key, Entry | None]:
        whole = super().read(keys)
        return {**whole, CUP.key: "no entry"}  # type: ignore[dict-item]


def test_a_batch_that_fails_is_not_written_with_the_next(tmp_path: Path) -> None:
    home = home_with(tmp_path)
    live = LiveIndex(home)
    with pytest.raises(AttributeError) as held:
        live.refresh([POT.key], Faulty(POT))
    live.refresh([CUP.key], Shelf(CUP))
    assert subjects(IndexReader(home)) == ["La taza llegó rota"]
    assert held
