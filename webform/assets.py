"""The addresses of styles, scripts and marks, stamped with their content so that browsers may keep them."""

import hashlib
from pathlib import Path

from flask import Flask

KEPT_S = 365 * 24 * 3600
_STAMP_LENGTH = 10


def stamp_assets(app: Flask) -> None:
    """Offer ``asset(name)`` to the templates; a changed file gets another address."""
    folder = Path(app.static_folder or "")
    stamped = {
        path.name: f"{app.static_url_path}/{path.name}?v={_stamp(path)}"
        for path in folder.iterdir()
        if path.is_file()
    }
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = KEPT_S
    app.jinja_env.globals["asset"] = stamped.__getitem__


def _stamp(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:_STAMP_LENGTH]
