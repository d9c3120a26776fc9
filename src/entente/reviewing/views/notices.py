"""Public notices on the desk: drafted, published, objected to, answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.forms import DeskForm, ReasonForm
from entente.kit.pages import ActionPage, ChangePage, ListPage, RecordPage, StepPage, View
from entente.mobility.models import Call, PlacementRun
from entente.office.acting import signed_in
from entente.reviewing import services
from entente.reviewing.enums import CHANGE_NOTICE, NOTICE_FLOW, VIEW_NOTICE, NoticeState
from entente.reviewing.forms import (
    BY_HAND,
    NoticeForm,
    NoticeWordsForm,
    ObjectionAnswerForm,
    ObjectionForm,
)
from entente.reviewing.models import Objection, PublicNotice
from entente.reviewing.tables import NoticeColumns, NoticeFilter


class NoticeListPage(ListPage):
    """The notices in one's scope, the newest first."""

    model = PublicNotice
    title = _("Public notices")
    columns = NoticeColumns
    filterset_class = NoticeFilter
    permission_required = VIEW_NOTICE
    default_sort = "-id"
    views = (View(pgettext_lazy("state of a public notice", "Published"), {"state": "published"}),)
    empty_text = _("Nobody is named in public yet. A notice is drafted on the page of a call.")


class NoticePage(RecordPage):
    """One notice: who stands in it as people read it, objections, what it holds back."""

    model = PublicNotice
    template_name = "reviewing/notice.html"
    permission_required = VIEW_NOTICE
    flow = NOTICE_FLOW

    def change_address(self) -> str:
        """Offer to change a draft."""
        if self.object.state != NoticeState.DRAFT:
            return ""
        self.change_url = "reviewing:change_notice"  # type: ignore[misc]
        self.change_permission = CHANGE_NOTICE  # type: ignore[misc]
        return super().change_address()

    def context(self) -> dict[str, Any]:
        """Add the lines, the objections, and what still holds."""
        notice, today = self.object, timezone.localdate()
        lines = list(notice.lines.for_list())
        for line in lines:
            line.notice = notice
        published = notice.state == NoticeState.PUBLISHED
        return super().context() | {
            "lines": lines,
            "objections": list(notice.objections.for_list()),
            "runs": notice.runs(today),
            "over": published and not notice.runs(today),
            "reasons": notice.holds_back(today),
            "went_out": notice.run is not None and notice.run.published_on is not None,
            "address": self.request.build_absolute_uri(notice.public_address),
            "may_change": self.officer.may(CHANGE_NOTICE, notice),
            "may_object": published and self.officer.may(CHANGE_NOTICE, notice),
        }


class AddNoticePage(ActionPage):
    """Draft a notice."""

    model = Call
    form_class = NoticeForm
    template_name = "kit/form.html"
    title = _("Draft a public notice")
    permission_required = CHANGE_NOTICE

    def initial(self) -> dict[str, Any]:
        """Hide what the rules hide."""
        return services.usual_masks(self.object, on=timezone.localdate())

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Make the form for the call."""
        given = {"initial": self.initial(), "officer": self.officer, "call": self.object}
        return NoticeForm(data, files, **given)

    def perform(self, values: Mapping[str, Any]) -> str:
        """Draft it, and go to it."""
        said = dict(values)
        source, chosen = said.pop("source"), said.pop("chosen", [])
        by = signed_in(self)
        if source == BY_HAND:
            picked = [int(key) for key in chosen]
            made = services.draft_from_ranking(self.object, picked, by=by, **said)
        else:
            run = PlacementRun.objects.get(pk=source)
            made = services.draft_from_run(self.object, run, by=by, **said)
        return made.get_absolute_url()

    def act(self, values: Mapping[str, Any]) -> None:
        """Do nothing more: `perform` has drafted it."""


class ChangeNoticePage(ChangePage):
    """Change the words of a draft."""

    model = PublicNotice
    form_class = NoticeWordsForm
    title = _("Edit public notice")
    permission_required = CHANGE_NOTICE
    done = _("Saved.")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_notice(self.object, by=signed_in(self), seen=seen, **values)


class PublishNoticePage(StepPage):
    """Publish a notice."""

    model = PublicNotice
    step = "publish_notice"
    template_name = "reviewing/publish.html"
    done = _("Anybody who has the address can read the notice now.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Publish it."""
        services.publish_notice(self.object, by=signed_in(self), on=timezone.localdate())

    def context(self, form: Any) -> dict[str, Any]:
        """Say until when it will run."""
        last = services.last_day(self.object.call, on=timezone.localdate())
        return super().context(form) | {"last": last}


class WithdrawNoticePage(StepPage):
    """Withdraw a notice."""

    model = PublicNotice
    step = "withdraw_notice"
    form_class = ReasonForm
    done = _("The notice is withdrawn.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Withdraw it."""
        services.withdraw_notice(self.object, by=signed_in(self), **values)


# --- Objections -----------------------------------------------------------------------------------


class LogObjectionPage(ActionPage):
    """Note an objection."""

    model = PublicNotice
    form_class = ObjectionForm
    template_name = "kit/form.html"
    title = _("Note an objection")
    permission_required = CHANGE_NOTICE
    done = _("Noted.")

    def initial(self) -> dict[str, Any]:
        """Begin with today."""
        return {"received_on": timezone.localdate()}

    def act(self, values: Mapping[str, Any]) -> None:
        """Note it."""
        services.log_objection(self.object, by=signed_in(self), on=timezone.localdate(), **values)


class AnswerObjectionPage(ActionPage):
    """Answer an objection."""

    model = Objection
    form_class = ObjectionAnswerForm
    template_name = "reviewing/answer.html"
    title = _("Answer the objection")
    permission_required = CHANGE_NOTICE
    done = _("Saved.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Answer it."""
        services.answer_objection(
            self.object,
            by=signed_in(self),
            on=timezone.localdate(),
            upheld=values["outcome"] == "uphold",
            answer=values["answer"],
        )


class EraseObjectionPage(ActionPage):
    """Erase who objected."""

    model = Objection
    title = _("Erase the data of the objection")
    submit_label = _("Erase")
    explanation = _(
        "Who objected, what was written and answered cannot be read any more, here and in the"
        " history. That there was an objection, and its outcome, stay."
    )
    danger = True
    permission_required = CHANGE_NOTICE
    done = _("Erased.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Erase it."""
        services.erase_objection(self.object, by=signed_in(self))
