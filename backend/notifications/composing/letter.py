"""A letter: what a mail says, before it is set as text and HTML."""

from dataclasses import dataclass

from shared.contracts.vocabulary import Language


@dataclass(frozen=True, slots=True)
class Link:
    """Something to press, and where it leads."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words, shown as theirs."""

    author: str
    text: str

    def paragraphs(self) -> list[list[str]]:
        """Return the lines of each paragraph; an empty line parts paragraphs."""
        parted = [part.split("\n") for part in self.text.split("\n\n")]
        return [lines for lines in parted if any(line.strip() for line in lines)]


@dataclass(frozen=True, slots=True)
class Enclosed:
    """The names of files that came with the words, and where they are; no mail carries the files."""

    head: str
    names: tuple[str, ...]
    link: Link


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list: where it leads, and a word about it."""

    link: Link
    note: str


@dataclass(frozen=True, slots=True)
class Letter:
    """``before`` and ``after`` are paragraphs around the quote and the button; ``footer`` is small print."""

    language: Language
    subject: str
    title: str
    greeting: str
    before: tuple[str, ...] = ()
    quote: Quote | None = None
    enclosed: Enclosed | None = None
    entries: tuple[Entry, ...] = ()
    button: Link | None = None
    after: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    footer_link: Link | None = None
    answer_above: str = ""
    """The line over which an answer is written; what stands below it in an answer is our own mail."""
    preview: str = ""
    """What a list of mails shows beside the subject."""


ANSWER_RULE = "##-"
"""Begins and ends the line over which an answer is written, so that it is found in any language."""


def first_name(name: str) -> str:
    """Return the name to greet with; nothing where it could be anything but a name.

    Whoever opens an incident types somebody's address and a name: it must not carry a message there.
    """
    word = name.split(maxsplit=1)[0] if name.split() else ""
    plain = word.replace("-", "").replace("'", "").replace("’", "")
    return word if plain.isalpha() and len(word) <= 30 else ""
