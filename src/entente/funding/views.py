"""Pages about funding."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.funding import services
from entente.funding.enums import (
    CHANGE_GRANT,
    CHANGE_SCHEME,
    GRANT_FLOW,
    PAY_GRANT,
    VIEW_GRANT,
    VIEW_SCHEME,
    GrantState,
)
from entente.funding.forms import (
    ApplyForm,
    BudgetForm,
    GateForm,
    GrantForm,
    InstalmentForm,
    PaymentForm,
    SchemeForm,
    WhyForm,
)
from entente.funding.models import Gate, Grant, Instalment, Scheme
from entente.funding.tables import (
    GrantColumns,
    GrantFilter,
    InstalmentColumns,
    InstalmentFilter,
    SchemeColumns,
    SchemeFilter,
)
from entente.kit.pages import (
    ActionPage,
    ChangePage,
    CreatePage,
    ListPage,
    RecordPage,
    RemovePage,
    StepPage,
    View,
)
from entente.mobility.models import Stay
from entente.office.acting import signed_in
from entente.office.rules import rule

# --- Schemes --------------------------------------------------------------------------------------


class SchemeListPage(ListPage):
    """The schemes in one's scope."""

    model = Scheme
    title = _("Funding schemes")
    columns = SchemeColumns
    filterset_class = SchemeFilter
    permission_required = VIEW_SCHEME
    create_label = _("Add a scheme")
    create_permission = CHANGE_SCHEME
    empty_text = _("No funding scheme is entered yet.")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Give the address of the form for a new one."""
        return reverse("funding:add_scheme")


class SchemePage(RecordPage):
    """One scheme, and how its budget of every year stands."""

    model = Scheme
    template_name = "funding/scheme.html"
    permission_required = VIEW_SCHEME
    change_url = "funding:change_scheme"
    change_permission = CHANGE_SCHEME

    def context(self) -> dict[str, Any]:
        """Add the sums of the years."""
        return super().context() | {
            "years": services.sums_of(self.object),
            "may_change": self.officer.may(CHANGE_SCHEME, self.object),
        }


class AddSchemePage(CreatePage):
    """Enter a scheme."""

    model = Scheme
    form_class = SchemeForm
    title = _("Add a scheme")
    permission_required = CHANGE_SCHEME
    done = _("Saved.")

    def save(self, values: Mapping[str, Any]) -> Scheme:
        """Enter it."""
        return services.add_scheme(by=signed_in(self), **values)


class ChangeSchemePage(ChangePage):
    """Change what is said of a scheme."""

    model = Scheme
    form_class = SchemeForm
    title = _("Edit scheme")
    permission_required = CHANGE_SCHEME
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what the record holds."""
        return super().initial() | {"unit": self.object.unit_id}

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_scheme(self.object, by=signed_in(self), seen=seen, **values)


class BudgetPage(ActionPage):
    """Say what a scheme may spend in a year."""

    model = Scheme
    form_class = BudgetForm
    title = _("Set the budget of a year")
    submit_label = _("Save")
    permission_required = CHANGE_SCHEME

    def act(self, values: Mapping[str, Any]) -> None:
        """Set it."""
        services.set_budget(self.object, by=signed_in(self), **values)


# --- Grants ---------------------------------------------------------------------------------------


class GrantListPage(ListPage):
    """The grants in one's scope, those of the newest budgets first."""

    model = Grant
    title = _("Grants")
    columns = GrantColumns
    filterset_class = GrantFilter
    permission_required = VIEW_GRANT
    default_sort = "-year"
    views = (
        View(GrantState.APPLIED.label, {"state": "applied"}),
        View(GrantState.PROMISED.label, {"state": "promised"}),
    )
    empty_text = _("No grant is entered yet. A grant is added on the page of a stay.")

    def get_queryset(self) -> QuerySet[Any]:
        """Add what is paid."""
        rows: Any = super().get_queryset()
        return rows.with_paid()  # type: ignore[no-any-return]


class GrantPage(RecordPage):
    """One grant: instalments, the gates before them, payments, what is left."""

    model = Grant
    template_name = "funding/grant.html"
    permission_required = VIEW_GRANT
    flow = GRANT_FLOW
    change_url = "funding:change_grant"
    change_permission = CHANGE_GRANT

    def context(self) -> dict[str, Any]:
        """Add the parts and the sums."""
        grant = self.object
        instalments = list(grant.instalments.with_paid().prefetch_related("gates"))
        payments = list(grant.payments.select_related("instalment"))
        paid = sum((it.yuan for it in payments), Decimal(0))
        running = grant.state in (GrantState.APPLIED, GrantState.PROMISED)
        may_pay = self.officer.may(PAY_GRANT, grant)
        may_change = self.officer.may(CHANGE_GRANT, grant)
        return super().context() | {
            "instalments": instalments,
            "payments": payments,
            "paid": paid,
            "left": grant.amount - paid if grant.state == GrantState.PROMISED else None,
            "may_change": may_change and running,
            "may_pay": may_pay and grant.state == GrantState.PROMISED,
            "may_pay_back": may_pay,
        }


class ApplyPage(ActionPage):
    """Enter an application for money for a stay."""

    model = Stay
    form_class = ApplyForm
    title = _("Add a grant")
    submit_label = _("Add")
    permission_required = CHANGE_GRANT

    def form(self, data: Any = None, files: Any = None) -> Any:
        """Offer the schemes of the same institution."""
        form = super().form(data, files)
        rows = Scheme.objects.filter(top_unit=self.object.top_unit_id).order_by("pk")
        form.fields["scheme"].queryset = rows  # type: ignore[attr-defined]
        return form

    def perform(self, values: Mapping[str, Any]) -> str:
        """Enter it, and go on to its page."""
        grant = services.apply_for(self.object, by=signed_in(self), **values)
        return grant.get_absolute_url()


class ChangeGrantPage(ChangePage):
    """Change the amount of a grant."""

    model = Grant
    form_class = GrantForm
    title = _("Edit grant")
    permission_required = CHANGE_GRANT
    done = _("Saved.")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_grant(self.object, by=signed_in(self), seen=seen, **values)


class GrantStep(StepPage):
    """A step of a grant, with the words of the flow."""

    model = Grant


class PromisePage(GrantStep):
    """Promise a grant."""

    step = "promise"

    def act(self, values: Mapping[str, Any]) -> None:
        """Promise it."""
        services.promise_grant(self.object, by=signed_in(self))


class RefusePage(GrantStep):
    """Refuse an application."""

    step = "refuse"
    form_class = WhyForm

    def act(self, values: Mapping[str, Any]) -> None:
        """Refuse it."""
        services.refuse_grant(self.object, by=signed_in(self), reason=values["reason"])


class CancelPage(GrantStep):
    """Cancel a grant."""

    step = "cancel"
    form_class = WhyForm

    def act(self, values: Mapping[str, Any]) -> None:
        """Cancel it."""
        services.cancel_grant(self.object, by=signed_in(self), reason=values["reason"])


# --- Instalments, gates, payments -----------------------------------------------------------------


class InstalmentListPage(ListPage):
    """What is to be paid; the workbook is the payment list."""

    model = Instalment
    title = _("Payment list")
    columns = InstalmentColumns
    filterset_class = InstalmentFilter
    permission_required = VIEW_GRANT
    views = (
        View(_("Can be paid now"), {"ready": "yes"}),
        View(_("Waits for something"), {"ready": "no"}),
    )
    empty_text = _("Nothing is to be paid.")

    def get_queryset(self) -> QuerySet[Any]:
        """Keep what is not paid whole."""
        rows: Any = super().get_queryset()
        return rows.to_pay()  # type: ignore[no-any-return]


class AddInstalmentPage(ActionPage):
    """Add a part of a grant; a second and further one begins with the gates of the rule."""

    model = Grant
    form_class = InstalmentForm
    title = _("Add an instalment")
    submit_label = _("Add")
    permission_required = CHANGE_GRANT

    def initial(self) -> dict[str, Any]:
        """Propose what the rule asks for before the last part."""
        if not self.object.instalments.exists():
            return super().initial()
        gates = rule("funding.last_gates", on=timezone.localdate(), unit=self.object.unit)
        return super().initial() | {"gates": list(gates)}

    def act(self, values: Mapping[str, Any]) -> None:
        """Add it."""
        services.add_instalment(self.object, by=signed_in(self), **values)


class RemoveInstalmentPage(RemovePage):
    """Take off an instalment of which nothing was paid."""

    model = Instalment
    title = _("Remove this instalment")
    permission_required = CHANGE_GRANT

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove it."""
        services.remove_instalment(self.object, by=signed_in(self))


class PayPage(ActionPage):
    """Note money paid out."""

    model = Instalment
    form_class = PaymentForm
    title = _("Note a payment")
    submit_label = _("Note it")
    permission_required = PAY_GRANT

    def initial(self) -> dict[str, Any]:
        """Begin with the amount of the instalment."""
        return super().initial() | {"amount": self.object.amount}

    def act(self, values: Mapping[str, Any]) -> None:
        """Note it."""
        services.pay(self.object, by=signed_in(self), **values)


class PayBackPage(ActionPage):
    """Note money that came back."""

    model = Instalment
    form_class = PaymentForm
    title = _("Note a repayment")
    submit_label = _("Note it")
    permission_required = PAY_GRANT

    def act(self, values: Mapping[str, Any]) -> None:
        """Note it."""
        services.pay_back(self.object, by=signed_in(self), **values)


class MeetGatePage(ActionPage):
    """Say that what was asked for is in."""

    model = Gate
    form_class = GateForm
    title = _("It is in")
    submit_label = _("Save")
    permission_required = CHANGE_GRANT

    def act(self, values: Mapping[str, Any]) -> None:
        """Note it."""
        services.meet_gate(self.object, by=signed_in(self), **values)


class ReopenGatePage(ActionPage):
    """Say that it is not in after all."""

    model = Gate
    title = _("It is not in after all")
    submit_label = _("Open it again")
    permission_required = CHANGE_GRANT
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Note it."""
        services.reopen_gate(self.object, by=signed_in(self))
