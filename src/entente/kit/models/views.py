"""Views of lists that people keep for themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class SavedView(models.Model):
    """The filters and the order of one list, under a name, for one person."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    path = models.CharField(max_length=200)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("user", "path", "name"), name="saved_view_one_name_a_list"
            ),
        )

    def __str__(self) -> str:
        return self.name
