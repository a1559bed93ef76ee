"""A form with files, as a browser sends it."""

import re
from collections.abc import Mapping, Sequence
from html import unescape
from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.support.forms import FILLED, Visitor

NamedFile = tuple[str, bytes]
NONE_CHOSEN = ("", b"")
"""What a browser sends where no file was chosen."""


def post_form(
    client: FlaskClient, address: str, said: Mapping[str, Any], files: Sequence[NamedFile]
) -> TestResponse:
    """Post it, in English. Werkzeug's own client leaves a larger body in a file that nobody closes."""
    sent = [FileStorage(BytesIO(content), name) for name, content in files or [NONE_CHOSEN]]
    boundary, body = encode_multipart({**said, "files": sent})
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(address, data=body, content_type=kind, headers={"Accept-Language": "en"})


def carried(html: str) -> list[str]:
    """Return what a page carries of the files that are kept already."""
    return [unescape(sealed) for sealed in re.findall(r'name="kept" value="([^"]+)"', html)]


class Sender:
    """Opens the form and posts it with files."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.hidden = Visitor(client).open()

    def send(self, *files: NamedFile, kept: Any = (), **changes: str) -> TestResponse:
        """Post the form, filled in, with these changes."""
        said = {**self.hidden, **FILLED, **changes, "kept": list(kept)}
        return post_form(self.client, "/incidents/new", said, files)
