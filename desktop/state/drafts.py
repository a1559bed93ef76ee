"""What people have typed and not yet sent, kept on disk as it is typed, so that a crash loses nothing."""

import re
from pathlib import Path
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from desktop.state.whole_file import write_whole
from shared.contracts.resources import Assignee, FileRef
from shared.contracts.vocabulary import MENTIONS_MAX, MessageKind

DraftKey = tuple[UUID, MessageKind]


class Draft(BaseModel):
    """Words for one incident that are still being written, and the files that go along.

    ``seen`` is the version that their author had on screen. ``key`` makes sending twice harmless: the
    same words keep the same key, over a crash too.
    """

    model_config = ConfigDict(frozen=True)

    text: str
    seen: int
    files: tuple[FileRef, ...] = ()
    mentions: tuple[Assignee, ...] = ()
    """The colleagues who were chosen to be called; who is in the words no more is not."""
    wait_days: int | None = None
    """So many days the incident is to wait once these words have arrived; a macro says so."""
    key: UUID = Field(default_factory=uuid4)

    def rewritten(self, text: str) -> "Draft":
        """Return the draft with other words, which are another message."""
        if text == self.text:
            return self
        return self.model_copy(update={"text": text, "key": uuid4()})

    def with_files(self, files: tuple[FileRef, ...]) -> "Draft":
        """Return the draft with other files, which are another message."""
        if files == self.files:
            return self
        return self.model_copy(update={"files": files, "key": uuid4()})

    def mentioning(self, colleague: Assignee) -> "Draft":
        """Return the draft with one colleague more who is called."""
        others = tuple(one for one in self.mentions if one.id != colleague.id)
        return self.model_copy(update={"mentions": (*others, colleague), "key": uuid4()})

    def waiting(self, days: int | None) -> "Draft":
        """Return the draft after which the incident waits for so many days, or doesn't."""
        return self.model_copy(update={"wait_days": days})

    def called(self) -> tuple[Assignee, ...]:
        """Return those whom the words still call by their whole name; the longest name that fits counts."""
        names = sorted({one.name for one in self.mentions}, key=len, reverse=True)
        if not names:
            return ()
        found = re.findall(rf"@({'|'.join(map(re.escape, names))})(?!\w)", self.text)
        return tuple(one for one in self.mentions if one.name in found)[:MENTIONS_MAX]

    def says_the_same(self, other: "Draft") -> bool:
        """Tell whether words and files are the same."""
        return self.text.strip() == other.text.strip() and self.files == other.files

    def having_seen(self, version: int) -> "Draft":
        """Return the draft after its author has seen this version."""
        return self.model_copy(update={"seen": max(version, self.seen)})


class DraftFolder:
    """One employee's drafts, a file each; every write is whole or not at all. Blocking: not for the GUI."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load_all(self) -> dict[DraftKey, Draft]:
        """Return every draft; a damaged file is left where it is and skipped."""
        drafts = {}
        for path in sorted(self._folder.glob("*.json")):
            try:
                incident, kind = path.stem.split(".")
                drafts[UUID(incident), MessageKind(kind)] = Draft.model_validate_json(path.read_bytes())
            except (ValueError, ValidationError, OSError):
                continue
        return drafts

    def save(self, key: DraftKey, draft: Draft) -> None:
        """Write a draft: a crash at any instant leaves the old or the new one. OSError when it can't."""
        write_whole(self._path(key), draft.model_dump_json().encode())

    def drop(self, key: DraftKey) -> None:
        """Forget a draft that was sent or given up."""
        self._path(key).unlink(missing_ok=True)

    def _path(self, key: DraftKey) -> Path:
        incident, kind = key
        return self._folder / f"{incident}.{kind}.json"
