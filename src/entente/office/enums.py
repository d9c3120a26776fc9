"""Words of the office."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    """What a unit of ours is."""

    UNIVERSITY = "university", _("University")
    SCHOOL = "school", _("School")
    DEPARTMENT = "department", _("Department or office")
    SECRETARIAT = "secretariat", _("Consortium secretariat")
    LABORATORY = "laboratory", _("Laboratory or centre")
