"""The process that examines one file and ends: ``python -m backend.files.examining.child <folder>``.

It reads ``upload`` in the folder and writes ``content``, ``thumbnail`` and ``finding.json`` beside it.
Whatever hostile bytes do to a decoder, they do it here: with little memory, little time, and no secrets.
"""

import json
import resource
import sys
from pathlib import Path

from backend.files.domain import RefusedFileError
from backend.files.examining.examination import examine

MEMORY = 1536 * 1024 * 1024
SECONDS = 20


def main() -> int:
    """Examine the file of the folder that is named."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    folder = Path(sys.argv[1])
    try:
        found = examine((folder / "upload").read_bytes())
    except RefusedFileError as error:
        _tell(folder, {"fault": error.fault, "why": error.why})
        return 0
    (folder / "content").write_bytes(found.content)
    if found.thumbnail:
        (folder / "thumbnail").write_bytes(found.thumbnail)
    _tell(folder, {"media_type": found.media_type})
    return 0


def _tell(folder: Path, finding: dict[str, str]) -> None:
    (folder / "finding.json").write_text(json.dumps(finding))


if __name__ == "__main__":
    sys.exit(main())
