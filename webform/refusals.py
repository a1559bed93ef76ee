"""Why a file does not go along, in a sentence for who has chosen it."""

import re

from flask_babel import gettext as _

from shared.contracts.vocabulary import FILE_MAX_BYTES, FILES_MAX
from shared.contracts.wording import cleaned

TOO_LARGE = "file-too-large"
UNAVAILABLE = "unavailable"
_SHOWN = 60
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def refusal(fault: str, name: str) -> str:
    """Return the sentence; ``fault`` is the slug of a problem of ``files``, or one of ours."""
    name = shown_name(name)
    match fault:
        case "empty-file":
            text = _("“%(name)s” is empty.", name=name)
        case "unknown-kind" if name.casefold().endswith((".heic", ".heif")):
            text = _("“%(name)s” is a photo as iPhones keep it. Save it as JPG and choose that.", name=name)
        case "unknown-kind":
            text = _(
                "“%(name)s” is of a kind that we can't take. We take photos, PDF and plain text.", name=name
            )
        case "broken-file":
            text = _(
                "“%(name)s” can't be opened. Perhaps it is damaged: save it anew and choose it again.",
                name=name,
            )
        case "too-many-pixels":
            text = _(
                "“%(name)s” has too many pixels. Make the picture smaller and choose it again.", name=name
            )
        case "active-content":
            text = _(
                "“%(name)s” has programs or other files in it. Print it as a new PDF and choose that.",
                name=name,
            )
        case "locked-file":
            text = _("“%(name)s” is locked with a password. Choose one that opens without.", name=name)
        case "file-too-large":
            most = FILE_MAX_BYTES // 1024**2
            text = _("“%(name)s” is too large. Each file may have %(most)d MB.", name=name, most=most)
        case _:
            text = _(
                "“%(name)s” could not be taken, because of a fault on our side. Choose it again, or send "
                "without it: you can add it later on the page of your incident.",
                name=name,
            )
    return str(text)


def over(name: str) -> str:
    """Return what to say about a file that was kept too long without being sent."""
    return str(_("“%(name)s” was chosen too long ago. Please choose it again.", name=shown_name(name)))


def sent_before(name: str) -> str:
    """Return what to say about a file that an incident has already."""
    return str(
        _("“%(name)s” went along with what you sent before. Choose it again to send it once more.", name=name)
    )


def too_many(names: list[str]) -> str:
    """Return what to say about the files that do not fit any more."""
    left = ", ".join(_("“%(name)s”", name=shown_name(name)) for name in names[:FILES_MAX])
    more = "…" if len(names) > FILES_MAX else ""
    return str(_("At most %(most)d files fit. Left out: %(names)s", most=FILES_MAX, names=left + more))


def shown_name(given: str) -> str:
    """Return a name as its owner knows it: in one line, without the folders that some programs send."""
    last = re.split(r"[/\\]", given)[-1]
    name = cleaned(_CONTROLS.sub(" ", last))
    return name if len(name) <= _SHOWN else f"{name[: _SHOWN - 9]}…{name[-8:]}"
