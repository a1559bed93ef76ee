"""The files that are to go along with words: on their way to the service, there, or refused."""

from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

from desktop.state.failure import Failure, Kind
from desktop.state.file_words import REFUSALS, size_name, trouble
from desktop.state.texts import _
from shared.contracts.resources import FileRef
from shared.contracts.vocabulary import FILE_MAX_BYTES, FILES_MAX


@dataclass(slots=True)
class Attaching:
    """A file that is not with the service yet. ``key`` makes sending it twice harmless."""

    path: Path
    size: int
    failure: Failure | None = None
    key: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class Chip:
    """A file as the editor shows it: ``key`` is its identity there, ``is_ready`` whether it can go out."""

    key: UUID
    name: str
    about: str
    is_ready: bool = False
    is_refused: bool = False
    may_try_again: bool = False


def begun(path: Path) -> Attaching:
    """Begin with a file; one that can't be read, or is too large, is refused at once."""
    try:
        size = path.stat().st_size
        is_file = path.is_file()
    except OSError:
        size, is_file = 0, False
    found = Attaching(path, size)
    if not is_file:
        found.failure = Failure(Kind.GONE)
    elif size > FILE_MAX_BYTES:
        found.failure = Failure(Kind.INVALID, problem="file-too-large")
    elif size == 0:
        found.failure = Failure(Kind.INVALID, problem="empty-file")
    return found


def room(files: tuple[FileRef, ...], under_way: list[Attaching]) -> int:
    """Return how many more may go along."""
    return max(0, FILES_MAX - len(files) - len(under_way))


def chip_of(file: FileRef, *, is_gone: bool) -> Chip:
    """Return how a file is shown that the service has; what no message names is gone after two days."""
    about = _("No longer there. Attach it again.") if is_gone else size_name(file.size)
    return Chip(file.id, file.name, about, is_ready=not is_gone, is_refused=is_gone)


def chip_on_its_way(one: Attaching) -> Chip:
    """Return how a file is shown that the service does not have yet."""
    failure = one.failure
    if failure is None:
        return Chip(one.key, one.path.name, _("On its way…"))
    known = failure.problem in REFUSALS or failure.kind is not Kind.GONE
    about = trouble(failure) if known else _("It can't be read.")
    return Chip(one.key, one.path.name, about, is_refused=True, may_try_again=failure.passing)
