"""How returns are listed and filtered."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from entente.kit.filters import FilterSet
from entente.kit.tables import Column, Columns, CountColumn, DateColumn, NameColumn
from entente.returns.models import Layout


class LayoutColumns(Columns):
    """A line of the list of returns."""

    name = NameColumn(_("Return"), "name", link=True, sort="code")
    name_zh = Column(_("Name in Chinese"), sheet_only=True)
    name_en = Column(_("Name in English"), sheet_only=True)
    how_many = CountColumn(_("Columns"), "column_count")
    empty = CountColumn(_("of them empty"), "empty_count")
    source = Column(_("Source of the rule"), css="e-spare")
    valid_from = DateColumn(_("Valid from"))
    valid_until = DateColumn(_("Valid until"))


class LayoutFilter(FilterSet):
    """Nothing to narrow: there are few returns."""

    class Meta:
        model = Layout
        fields = ()
