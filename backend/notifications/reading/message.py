"""Reads the bytes of a mail. Whatever they are, the answer is an ``Incoming`` or None, never an error."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses

from backend.notifications.reading import tnef
from backend.notifications.reading.markup import to_text
from shared.contracts.vocabulary import FILE_NAME_MAX

TEXT_LARGEST = 500_000
"""Characters of text that are looked at."""
_HEADER_LARGEST = 10_000
_PARTS_MOST = 200
ORNAMENT_MAX = 16 * 1024
"""Bytes; a picture that stands in the text and has no more is somebody's logo, and hardly a photo."""
_JUNK = frozenset(
    [
        *("text/calendar", "application/ics", "text/vcard", "text/x-vcard"),
        *tnef.MEDIA_TYPES,
        *("application/pgp-signature", "application/pgp-keys"),
        *("application/pkcs7-signature", "application/x-pkcs7-signature"),
    ]
)
"""What mail programs add by themselves, and nobody means to send."""
_JUNK_NAMES = frozenset({tnef.FILE_NAME})
_NO_CHARSETS = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"})
"""What Python takes for a charset and no mail is written in; some take very long."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a mail, under a name without a path."""

    name: str
    content: bytes = field(repr=False)
    is_ornament: bool = False
    """Whether it is a small picture that stands in the text, as in signatures."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A mail as it came. ``headers`` has the first of each, its name in lower case."""

    sender: tuple[str, str]
    recipients: tuple[str, ...]
    """The addresses of To and Cc, in lower case."""
    headers: dict[str, str]
    text: str
    attachments: tuple[Attachment, ...]
    kind: str
    """The media type of the whole."""
    has_packed_files: bool = False
    """Whether Outlook has packed files, or may have, where nobody but Outlook finds them."""


def read_mail(content: bytes) -> Incoming | None:
    """Return what a mail says; None where nothing can be made of it."""
    try:
        # The older policy: the modern one parses every header whole, and takes very long for hostile ones.
        message = message_from_bytes(content, policy=policy.compat32)
        headers = _headers(message)
        texts, attachments = _parts(message)
        is_package = any(_hides_files(part) for part in _leaves(message))
    except Exception:  # noqa: BLE001 (the library raises of everything on hostile mails, RecursionError too)
        return None
    senders = _addresses(headers.get("from", ""))
    copied = _addresses(",".join(headers.get(name, "") for name in ("to", "cc")))
    return Incoming(
        sender=senders[0] if senders else ("", ""),
        recipients=tuple(address for _, address in copied),
        headers=headers,
        text="\n\n".join(texts)[:TEXT_LARGEST],
        attachments=tuple(attachments),
        kind=message.get_content_type(),
        has_packed_files=is_package,
    )


def _headers(message: Message) -> dict[str, str]:
    """Read raw headers, cut to a length."""
    found: dict[str, str] = {}
    for name, raw in message.raw_items():
        found.setdefault(name.lower(), _decoded(str(raw)[:_HEADER_LARGEST]))
    return found


def _decoded(raw: str) -> str:
    """Undo what lets a header carry any letter, and leave a single line."""
    try:
        text = str(make_header(decode_header(raw)))
    except (ValueError, LookupError, UnicodeError, ArithmeticError):
        text = raw
    # What was no ASCII in the raw header comes as surrogates, which no database keeps.
    return " ".join(text.encode("utf-8", "surrogateescape").decode("utf-8", "replace").split())


def _addresses(text: str) -> list[tuple[str, str]]:
    try:
        pairs = getaddresses([text[:_HEADER_LARGEST]])
    except RecursionError:  # a heap of brackets
        return []
    return [(name.strip(), address.strip().lower()) for name, address in pairs if "@" in address]


def _parts(message: Message) -> tuple[list[str], list[Attachment]]:
    """Return the texts to read, in order, and the files."""
    texts: list[str] = []
    files: list[Attachment] = []
    for part in _leaves(message):
        kind, is_file = part.get_content_type(), _is_file(part)
        if kind in {"text/plain", "text/html"} and not is_file:
            text = _text_of(part)
            texts.append(to_text(text) if kind == "text/html" else text)
        elif part.get_content_maintype() != "multipart":
            files += _file(part)
    return [text for text in texts if text.strip()], files


def _file(part: Message) -> list[Attachment]:
    """Return the file that a part is, unless it is empty or nobody's intention."""
    name, content = _file_name(part), _bytes_of(part)
    if not content or part.get_content_type() in _JUNK or name.lower() in _JUNK_NAMES:
        return []
    stands_in_text = "Content-ID" in part and part.get_content_disposition() != "attachment"
    is_picture = part.get_content_maintype() == "image"
    return [Attachment(name, content, is_picture and stands_in_text and len(content) <= ORNAMENT_MAX)]


def _hides_files(part: Message) -> bool:
    is_package = part.get_content_type() in tnef.MEDIA_TYPES or _file_name(part).lower() == tnef.FILE_NAME
    content = _bytes_of(part) if is_package else b""
    return bool(content) and tnef.may_hold_files(content)


def _leaves(message: Message) -> Iterator[Message]:
    """Yield the parts that count, of alternatives the one to read; a mail inside is a file."""
    stack, seen = [message], 0
    while stack and seen < _PARTS_MOST:
        part, seen = stack.pop(), seen + 1
        children = part.get_payload() if part.get_content_maintype() == "multipart" else None
        if not isinstance(children, list):
            yield part
            continue
        kept = [child for child in children if isinstance(child, Message)]
        if part.get_content_type() == "multipart/alternative":
            kept = _chosen(kept)
        stack += reversed(kept)


def _chosen(alternatives: list[Message]) -> list[Message]:
    """Prefer plain text that says something: in it, answers between quoted lines can be told apart."""
    for part in alternatives:
        if part.get_content_type() == "text/plain" and _text_of(part).strip():
            return [part]
    return alternatives[-1:]


def _is_file(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _file_name(part: Message) -> str:
    name = _decoded(str(part.get_filename() or "")).replace("\\", "/").rpartition("/")[2]
    kept = "".join(char for char in name if char.isprintable()).strip(". ")
    return kept[-FILE_NAME_MAX:] or f"file.{part.get_content_subtype()}"[:FILE_NAME_MAX]


def _bytes_of(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    if isinstance(content, bytes):
        return content
    inside = part.get_payload()
    return inside[0].as_bytes() if isinstance(inside, list) and inside else b""  # type: ignore[union-attr]


def _text_of(part: Message) -> str:
    """Decode a text in the charset that it names, in UTF-8, or letter by letter in Windows' own."""
    content = _bytes_of(part)[: 4 * TEXT_LARGEST]
    for charset in (part.get_content_charset() or "", "utf-8"):
        if charset in _NO_CHARSETS:
            continue
        try:
            return content.decode(charset or "utf-8")
        except (LookupError, UnicodeError, ValueError):
            continue
    return content.decode("windows-1252", errors="replace")
