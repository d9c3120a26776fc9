"""What can be counted of grants: persons and grants, by year and scheme."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from entente.funding.enums import VIEW_GRANT
from entente.funding.models import Grant, Scheme
from entente.kit.measures import CountingUnit, Dimension, Falls, Kind, Measure, declare
