"""Uploads at the door: what is too large is read past, never stored."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers

from entente.kit.errors import DomainError
from entente.kit.files.kinds import KINDS, FileKind, accept
from entente.kit.files.names import clean_name
from entente.kit.files.services import too_large


class RefusedUpload(UploadedFile[bytes]):
    """Stands where a file was that is too large; its form field says so."""

    def __init__(self, name: str, size: int, refusal: DomainError) -> None:
        super().__init__(file=None, name=name, size=size)
        self.refusal = refusal


class LimitHandler(FileUploadHandler):
    """Drops the files of a request that is larger than `UPLOAD_LIMIT`; keeps its other fields.

    The length that the request announces is known before its first byte is read, and Django reads
    no further than it: so nothing of a refused file reaches memory or disk.
    """

    refuses = False

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *_: Any) -> None:  # noqa: N803
        """Compare the announced length with the limit; fields beside the file have room."""
        self.refuses = content_length > settings.UPLOAD_LIMIT + settings.DATA_UPLOAD_MAX_MEMORY_SIZE

    def new_file(self, *args: Any, **named: Any) -> None:
        """Keep the other handlers from making a file."""
        super().new_file(*args, **named)
        if self.refuses:
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Drop the bytes, or hand them on."""
        return None if self.refuses else raw_data

    def file_complete(self, file_size: int) -> Any:
        """Leave a refusal in the place of the file."""
        return RefusedUpload(self.file_name or "", file_size, too_large()) if self.refuses else None


class UploadField(forms.FileField):
    """A file of one of our kinds; a refused one says why here, with everything else kept."""

    def __init__(self, *, allowed: tuple[FileKind, ...] = KINDS, **named: Any) -> None:
        super().__init__(**named)
        self.allowed = allowed
        self.widget.attrs["accept"] = accept(allowed)

    def to_python(self, data: Any) -> Any:
        """Refuse what the door refused; clean the name; leave the content to `keep_file`."""
        if refusal := getattr(data, "refusal", None):
            raise refusal
        upload = super().to_python(data)
        if upload and upload.size > settings.UPLOAD_LIMIT:
            raise too_large()
        if upload:
            upload.name = clean_name(upload.name or "")
        return upload
