"""Reading a file: only through the record that it hangs on."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views import View

from entente.kit.files.kinds import BY_CODE
from entente.kit.models import Attachment


class DownloadPage(View):
    """The bytes of an attachment, for those who may see its record; a 404 for all others.

    A file is always saved, never opened in our origin; only pictures are shown in their place
    (`?show`), without any right to run or load something.
    """

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        """Send the file under the name that it came with."""
        attachment = get_object_or_404(Attachment.objects.for_list(), pk=pk)
        if not attachment.may_be_read_by(request.user):
            raise Http404
        kind = BY_CODE[attachment.file.kind]
        try:
            content = default_storage.open(attachment.file.location)
        except FileNotFoundError as error:
            raise Http404 from error
        return FileResponse(
            content,
            as_attachment=not (kind.inline and "show" in request.GET),
            filename=attachment.name,
            content_type=kind.media_type,
            headers={
                "Content-Security-Policy": "default-src 'none'; sandbox",
                "X-Content-Type-Options": "nosniff",
                "Cross-Origin-Resource-Policy": "same-origin",
                "Cache-Control": "private, no-store",
            },
        )
