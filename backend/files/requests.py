"""The shapes of the requests that ``files`` takes."""

from uuid import UUID

from flask_openapi3 import FileStorage
from pydantic import BaseModel, Field


class UploadForm(BaseModel):
    """One file; its name is a proposal, and the type that its sender gives it counts for nothing."""

    file: FileStorage = Field(..., description="At most 10 MB: JPEG, PNG, WebP, GIF, HEIC, PDF, plain text.")


class UploadHeaders(BaseModel):
    """The request's own id, which makes a repetition harmless."""

    idempotency_key: UUID | None = Field(None, description="The same for a repeated request.")


class FilePath(BaseModel):
    """One file in the address."""

    file_id: UUID
