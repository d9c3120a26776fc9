"""Files of records: kept once by their content, inspected before, read only by who may."""

from entente.kit.files.services import (
    attach,
    change_attachment,
    detach,
    keep_file,
    sweep_files,
)

__all__ = ["attach", "change_attachment", "detach", "keep_file", "sweep_files"]
