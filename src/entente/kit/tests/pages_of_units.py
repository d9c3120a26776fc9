"""Pages over units, so that the toolkit is tested without any app above it."""

from django import forms
from django.urls import include, path

from entente.kit.filters import ChoiceFilter, FilterSet
from entente.kit.forms import ReasonForm, VersionedForm
from entente.kit.pages import (
    ActionPage,
    BatchAction,
    ChangePage,
    CreatePage,
    ListPage,
    RecordPage,
    View,
)
from entente.kit.tables import Column, Columns, DateColumn, NameColumn
from entente.office import services
from entente.office.enums import UnitKind
from entente.office.models import Unit


class UnitForm(VersionedForm):
    name_zh = forms.CharField(required=False, label="Name in Chinese")
    name_en = forms.CharField(required=False, label="Name in English")
    code = forms.SlugField(label="Code")


class UnitColumns(Columns):
    name = NameColumn("Name", link=True)
    code = Column("Code", sort="code")
    closed_on = DateColumn("Closed", sort="closed_on")


class UnitFilter(FilterSet):
    kind = ChoiceFilter(choices=UnitKind.choices, label="Kind", empty_label="Kind: all")


def close(unit, values, by):
    if unit.code == "KEEP":
        services.change_unit(unit, by=by, name_zh="", name_en="")
    services.change_unit(unit, by=by, closed_on="2026-01-01")


class UnitListPage(ListPage):
    model = Unit
    permission_required = "office.view_unit"
    columns = UnitColumns
    filterset_class = UnitFilter
    default_sort = "code"
    views = (View("Schools", {"kind": "school"}),)
    actions = (BatchAction("close", "Close", "office.change_unit", close, danger=True),)
    create_url = "/units/new/"
    create_label = "New unit"
    create_permission = "office.change_unit"

    def get_queryset(self):
        return Unit.objects.visible_to(self.officer)


class UnitPage(RecordPage):
    model = Unit
    permission_required = "office.view_unit"
    template_name = "kit/record.html"


class NewUnitPage(CreatePage):
    model = Unit
    permission_required = "office.change_unit"
    form_class = UnitForm
    title = "New unit"

    def save(self, values):
        return services.add_unit(
            by=self.officer,
            kind="university",
            **{name: value for name, value in values.items() if name != "version"},
        )


class ChangeUnitPage(ChangePage):
    model = Unit
    permission_required = "office.change_unit"
    form_class = UnitForm
    title = "Change"

    def save(self, values, seen):
        services.change_unit(self.object, by=self.officer, seen=seen, **values)


class CloseUnitPage(ActionPage):
    model = Unit
    permission_required = "office.change_unit"
    form_class = ReasonForm
    title = "Close"
    danger = True

    def act(self, values):
        services.change_unit(self.object, by=self.officer, closed_on="2026-01-01")


urlpatterns = [
    path("units/", UnitListPage.as_view()),
    path("units/new/", NewUnitPage.as_view()),
    path("units/<int:pk>/", UnitPage.as_view()),
    path("units/<int:pk>/change/", ChangeUnitPage.as_view()),
    path("units/<int:pk>/close/", CloseUnitPage.as_view()),
    path("", include("entente.config.urls")),
]
