"""Forms of checks and of authority to sign."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from entente.kit.fields import area, choice_of, line
from entente.kit.forms import DeskForm, VersionedForm
from entente.kit.periods import PartialDateFormField
from entente.office.models import Unit
from entente.partnerships.enums import GRANT_AUTHORITY, AgreementKind, Answer, Department

NOBODY = _("Nobody holds this role for the unit, so nobody would answer.")


class SubmitForm(DeskForm):
    """Which departments check it, and which part each is to look at."""

    def __init__(
        self,
        *args: Any,
        needed: list[Department] | None = None,
        nobody: list[Department] | None = None,
        **kwargs: Any,
    ) -> None:
        self.needed, self.nobody = needed or [], nobody or []
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Ask for the part of each department that the rules name; offer the others."""
        for department in self.needed:
            self.fields[f"part_{department}"] = area(
                department.label,
                rows=2,
                max_length=2000,
                help_text=NOBODY
                if department in self.nobody
                else _("Which clauses it is to look at; left empty, the whole text."),
            )
        others = [
            (it.value, format_lazy("{} · {}", it.label, NOBODY) if it in self.nobody else it.label)
            for it in Department
            if it not in self.needed
        ]
        if others:
            self.fields["also"] = forms.MultipleChoiceField(
                label=_("Ask also"),
                choices=others,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )


class AnswerForm(DeskForm):
    """What a department says."""

    answer = forms.ChoiceField(
        label=_("Answer"), choices=Answer.choices, widget=forms.RadioSelect, initial=Answer.PASS
    )
    note = area(_("Remarks or reason"), 4000, rows=4, help_text=_("An objection says why."))


class AuthorisationForm(VersionedForm):
    """That a unit below the university may sign."""

    kinds = forms.MultipleChoiceField(
        label=_("Kinds of agreements"),
        choices=AgreementKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means every kind."),
    )
    starts_on = PartialDateFormField(label=_("Holds from"))
    ends_on = PartialDateFormField(label=_("Holds until"), required=False)
    document = line(_("Document"), 300, help_text=_("Number and title of the decision or letter."))
    granted_by = line(_("Granted by"), 200)

    def prepare(self) -> None:
        """Offer the units below the institution; the document and who granted it are needed."""
        units = Unit.objects.open().visible_to(self.officer, GRANT_AUTHORITY)
        unit = choice_of(units.filter(parent__isnull=False), label=_("Unit"))
        self.fields = {"unit": unit, **self.fields}
        for name in ("document", "granted_by"):
            self.fields[name].required = True
