"""Where the bytes lie: a file appears under its name only when all of it is on the disk."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage

INCOMING = ".incoming"


class DurableStorage(FileSystemStorage):
    """A folder whose files are written aside, brought to the disk, then named.

    Names are made from the content (`StoredFile.location`), so writing one twice writes the same
    bytes, and the last rename wins without harm.
    """

    def _save(self, name: str, content: Any) -> str:
        target = Path(self.path(name))
        aside = Path(self.location) / INCOMING
        for folder in (aside, target.parent):
            folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=aside)
        try:
            with os.fdopen(handle, "wb") as out:
                for piece in content.chunks():
                    out.write(piece)
                out.flush()
                os.fsync(out.fileno())
            Path(temporary).chmod(0o640)
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        _bring_to_disk(target.parent)
        return name

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Keep the name: the same name is the same content."""
        return name

    def walk(self) -> Iterator[tuple[str, float]]:
        """Give every file with the moment of its last change, also half-written ones."""
        root = Path(self.location)
        for path in sorted(root.rglob("*")):
            if path.is_file():
                yield path.relative_to(root).as_posix(), path.stat().st_mtime


def _bring_to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
