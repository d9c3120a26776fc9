"""What every staff page demands: a person who is signed in, a permission, rows in their scope."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.views.generic import View as DjangoView


class StaffView(LoginRequiredMixin, DjangoView):
    """An address for signed-in staff that names its permission; without it the answer is 403."""

    permission_required: ClassVar[str] = ""

    @property
    def officer(self) -> Any:
        """The person who is signed in: a user of the office (`kit.scope.Officer`)."""
        return self.request.user

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the permission before anything else happens."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if not self.permission_required:
            message = f"{type(self).__name__} names no permission."
            raise ImproperlyConfigured(message)
        if not self.officer.may(self.permission_required):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class StaffPage(StaffView):
    """A page about records: it reads only those inside the person's scope for its permission.

    Another unit's record is not found (404); a missing permission is refused (403).
    """

    model: ClassVar[type[models.Model]]
    view_permission: ClassVar[str] = ""

    def get_queryset(self) -> QuerySet[Any]:
        """Give the rows that this person may reach with this page's permission."""
        visible: QuerySet[Any] = self.model.objects.visible_to(  # type: ignore[attr-defined]
            self.officer, self.permission_required
        )
        return visible
