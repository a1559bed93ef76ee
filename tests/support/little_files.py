"""What a console meets at ``files``, in a few lines: contents, likenesses, and uploads by form."""

from dataclasses import dataclass, field
from io import BytesIO
from uuid import UUID, uuid4

from werkzeug.formparser import parse_form_data

from shared.contracts.resources import FileRef
from tests.support.pictures import picture

TYPES = {".jpg": "image/jpeg", ".png": "image/png", ".pdf": "application/pdf", ".txt": "text/plain"}
PREFIX = "/api/v1/files"


@dataclass
class LittleFiles:
    """Files by identity; ``refused`` has the problem with each name that is not taken."""

    kept: dict[UUID, tuple[FileRef, bytes]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    keys: dict[str, FileRef] = field(default_factory=dict)

    def add(self, name: str, content: bytes = b"hola") -> FileRef:
        """Keep a file whose type is what its name says."""
        media_type = TYPES[name[name.rindex(".") :]]
        file = FileRef(id=uuid4(), name=name, media_type=media_type, size=len(content))
        self.kept[file.id] = (file, content)
        return file

    def answer(self, method: str, path: str, key: str, form_type: str, body: bytes) -> tuple[int, bytes]:
        """Return status and body."""
        if method == "POST":
            return self._take(key, form_type, body)
        identity, _, what = path.removeprefix(PREFIX).strip("/").partition("/")
        found = self.kept.get(UUID(identity))
        if found is None or (what and not found[0].media_type.startswith("image/")):
            return 404, b'{"type": "urn:ventanilla:problem:unknown-file"}'
        return 200, picture("WEBP", (320, 240)) if what else found[1]

    def _take(self, key: str, form_type: str, body: bytes) -> tuple[int, bytes]:
        sent = {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": form_type}
        _stream, _form, files = parse_form_data({**sent, "REQUEST_METHOD": "POST"})
        [file] = files.values()
        name, content = file.filename or "", file.read()
        file.close()
        if problem := self.refused.get(name):
            return 422, f'{{"type": "urn:ventanilla:problem:{problem}", "title": "No."}}'.encode()
        if key not in self.keys:
            self.keys[key] = self.add(name, content)
        return 201, self.keys[key].model_dump_json().encode()
