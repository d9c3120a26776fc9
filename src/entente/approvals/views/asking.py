"""What the pages share that begin at a record of another app."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from entente.approvals.subjects import subject_named
from entente.kit.pages.forms import CreatePage


class ForRecordPage(CreatePage):
    """A form about a record of any kind that an app declares; the person may ask for it.

    A kind that nobody declares, and a record that the person may not touch, are not found.
    """

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find out which kind of record it is."""
        super().setup(request, *args, **kwargs)
        subject = subject_named(kwargs["label"])
        if subject is None:
            raise Http404
        self.subject = subject

    def prepare(self) -> None:
        """Find the record inside the person's scope; what is made belongs to its unit."""
        rows: Any = self.subject.model._default_manager
        visible = rows.visible_to(self.officer, self.subject.ask)
        self.object = get_object_or_404(visible, pk=self.kwargs["pk"])
        if not self.officer.may(self.permission_required, self.object):
            raise Http404
