"""Pages about texts: versions, comparisons, differences, which text prevails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.kit.forms import DeskForm
from entente.kit.pages import ActionPage, ChangePage, RecordPage
from entente.office.acting import signed_in
from entente.partnerships import comparing, services
from entente.partnerships.enums import CHANGE, VIEW, Verdict
from entente.partnerships.forms.texts import (
    AcceptRestForm,
    AuthenticForm,
    CompareForm,
    TextForm,
    VerdictForm,
)
from entente.partnerships.models import Agreement, AgreementText, TextComparison, TextFinding


class TextsPage(RecordPage):
    """All versions of the texts of an agreement, and their comparisons."""

    model = Agreement
    template_name = "partnerships/texts.html"
    permission_required = VIEW

    def context(self) -> dict[str, Any]:
        """Add the versions and the comparisons, the current ones first."""
        agreement = self.object
        versions = AgreementText.objects.filter(agreement=agreement).for_list().newest_first()
        comparisons = TextComparison.objects.filter(agreement=agreement).for_list().counted()
        return super().context() | {
            "versions": list(versions),
            "comparisons": list(comparisons.order_by("-is_current", "-pk")),
            "may_change": self.officer.may(CHANGE, agreement),
        }


class VersionPage(RecordPage):
    """One version, as it reads."""

    model = AgreementText
    template_name = "partnerships/text.html"
    permission_required = VIEW


class ComparisonPage(RecordPage):
    """Two versions compared: the differences first, then clause beside clause."""

    model = TextComparison
    template_name = "partnerships/comparison.html"
    permission_required = VIEW

    def context(self) -> dict[str, Any]:
        """Add the differences and the clauses, each beside its counterpart."""
        comparison = self.object
        findings = list(comparison.findings.for_list())
        return super().context() | {
            "agreement": comparison.agreement,
            "findings": findings,
            "open_count": sum(finding.verdict == Verdict.OPEN for finding in findings),
            "asked_count": sum(finding.verdict == Verdict.ASKED for finding in findings),
            "rows": self.rows(comparison),
            "may_change": self.officer.may(CHANGE, comparison.agreement),
        }

    def rows(self, comparison: TextComparison) -> list[dict[str, Any]]:
        """Set clause beside clause; in one language with the words that differ."""
        first, second = (
            comparing.split(text.words) for text in (comparison.first, comparison.second)
        )
        same = comparison.same_language
        rows = []
        for left, right in comparing.align(first, second, same=same):
            row: dict[str, Any] = {
                "left": left.text if left else "",
                "right": right.text if right else "",
            }
            if same and left and right and left.text != right.text:
                row["pieces"] = comparing.marked(left.text, right.text)
            rows.append(row)
        return rows


class OnAgreementTexts(ActionPage):
    """A step on the texts of an agreement that leads back to them."""

    model = Agreement
    permission_required = CHANGE

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Offer what this agreement has."""
        made: Any = self.form_class
        form: DeskForm = made(
            data, files, initial=self.initial(), officer=self.officer, agreement=self.object
        )
        return form

    def back(self) -> str:
        """Go back to the texts."""
        return reverse("partnerships:texts", args=[self.object.pk])


class AddTextPage(OnAgreementTexts):
    """Add a version; it is compared at once."""

    form_class = TextForm
    title = _("Add a version of the text")
    explanation = _(
        "The new version is compared at once: with the other side's newest in its language, and"
        " Chinese with English."
    )
    submit_label = _("Add and compare")
    done = _("The version is added and compared.")

    def initial(self) -> dict[str, Any]:
        """Start with today."""
        return {"received_on": timezone.localdate()}

    def perform(self, values: Mapping[str, Any]) -> str:
        """Add it, and go to what the comparison found."""
        said = dict(values)
        text = services.add_text(
            self.object,
            upload=said.pop("file"),
            on=timezone.localdate(),
            by=signed_in(self),
            **said,
        )
        comparisons = TextComparison.objects.filter(second=text).order_by("pk")
        compared = comparisons.first()
        return compared.get_absolute_url() if compared else self.back()

    def act(self, values: Mapping[str, Any]) -> None:
        """Add it."""
        self.perform(values)


class CompareTextsPage(OnAgreementTexts):
    """Compare any two versions."""

    form_class = CompareForm
    title = _("Compare two versions")
    submit_label = _("Compare")

    def perform(self, values: Mapping[str, Any]) -> str:
        """Compare them, and show what was found."""
        compared = services.compare_texts(
            values["first"], values["second"], on=timezone.localdate(), by=signed_in(self)
        )
        return compared.get_absolute_url()

    def act(self, values: Mapping[str, Any]) -> None:
        """Compare them."""
        self.perform(values)


class JudgePage(ActionPage):
    """Accept a difference, or ask the partner about it."""

    model = TextFinding
    form_class = VerdictForm
    template_name = "partnerships/judge.html"
    title = _("Decide on a difference")
    permission_required = CHANGE
    submit_label = _("Save")
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what was said."""
        return {"verdict": self.object.verdict, "note": self.object.note}

    def act(self, values: Mapping[str, Any]) -> None:
        """Record it."""
        services.judge_finding(
            self.object,
            verdict=values["verdict"],
            note=values["note"],
            on=timezone.localdate(),
            by=signed_in(self),
        )


class AcceptRestPage(ActionPage):
    """Accept every difference to which nothing was said yet."""

    model = TextComparison
    form_class = AcceptRestForm
    title = _("Accept all open differences")
    explanation = _("What was asked back stays as it is.")
    permission_required = CHANGE
    submit_label = _("Accept all")
    done = _("All open differences are accepted.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Accept them."""
        services.accept_rest(
            self.object, note=values["note"], on=timezone.localdate(), by=signed_in(self)
        )


class AuthenticPage(ChangePage):
    """Say which texts are authentic and which prevails."""

    model = Agreement
    form_class = AuthenticForm
    title = _("Authentic texts")
    permission_required = CHANGE
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what is said."""
        return super().initial() | {"authentic": self.object.authentic_codes}

    def back(self) -> str:
        """Go back to the texts."""
        return reverse("partnerships:texts", args=[self.object.pk])

    def perform(self, values: Mapping[str, Any]) -> str:
        """Save and go back to the texts."""
        super().perform(values)
        return self.back()

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Save it."""
        services.state_authentic_texts(self.object, by=signed_in(self), seen=seen, **values)
