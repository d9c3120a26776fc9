"""Pages about meetings: convening, running, closing, minutes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.consortia import services
from entente.consortia.enums import (
    CHANGE_MEETING,
    MEETING_FLOW,
    Effect,
    MeetingState,
    MotionState,
    Presence,
    QuorumState,
)
from entente.consortia.forms.meetings import (
    ApprovalForm,
    ConveneForm,
    MeetingForm,
)
from entente.consortia.minutes import LANGUAGES, minutes_of
from entente.consortia.models import Consortium, Meeting
from entente.consortia.tables import MeetingColumns, MeetingFilter
from entente.consortia.wording import motion_sentences, quorum_sentences
from entente.kit.forms import DeskForm, ReasonForm
from entente.kit.models import Attachment
from entente.kit.pages import (
    ActionPage,
    ChangePage,
    FormPage,
    ListPage,
    RecordPage,
    StaffPage,
)
from entente.office.acting import signed_in

VIEW_MEETING = "consortia.view_meeting"
ATTENDED = frozenset({MeetingState.CONVENED, MeetingState.OPEN})


END = frozenset({MeetingState.APPROVED, MeetingState.CANCELLED})
QUORUM_MARKS = {
    QuorumState.REACHED: "ok",
    QuorumState.MISSED: "stop",
    QuorumState.UNCERTAIN: "wait",
}


class MeetingListPage(ListPage):
    """All meetings in one's scope."""

    model = Meeting
    title = _("Meetings of consortia")
    columns = MeetingColumns
    filterset_class = MeetingFilter
    permission_required = VIEW_MEETING
    default_sort = "-held_on"
    empty_text = _("No meeting is planned yet; plan one on the page of its consortium")


class MeetingPage(RecordPage):
    """One meeting: agenda, who takes part, the quorum, motions, votes, resolutions."""

    model = Meeting
    template_name = "consortia/meeting.html"
    permission_required = VIEW_MEETING
    change_url = "consortia:change_meeting"
    change_permission = CHANGE_MEETING
    flow = MEETING_FLOW

    def context(self) -> dict[str, Any]:
        """Add the room and the motions."""
        meeting: Meeting = self.object
        room = meeting.room()
        quorum, house = room.quorum(), room.house()
        needed = quorum.needed_at_most
        motions = list(meeting.motions.for_list())
        may_change = self.officer.may(CHANGE_MEETING, meeting)
        running = may_change and meeting.state == MeetingState.OPEN
        before_close = meeting.state in {*ATTENDED, MeetingState.PLANNED}
        names = {place.key: place.elector.organisation for place in room.places}
        return super().context() | {
            "room": room,
            "statute": room.statute,
            "quorum": quorum,
            "quorum_mark": QUORUM_MARKS[quorum.state],
            "said": quorum_sentences(house, quorum.state, needed, room.statute, written=False),
            "house": house,
            "late": meeting.days_late(room.statute),
            "proofs": self.proofs(room),
            "motions": [
                (
                    motion,
                    [
                        (names.get(vote.membership_id) or vote.membership.organisation, vote)
                        for vote in motion.votes.all()
                    ],
                    motion_sentences(motion, room.statute),
                )
                for motion in motions
            ],
            "may_change": may_change,
            "may_describe": may_change and meeting.state not in END,
            "may_attend": may_change and not meeting.is_written and meeting.state in ATTENDED,
            "may_move": may_change and before_close,
            "running": running,
            "states": MotionState,
            "presence": Presence,
            "effects": Effect,
            "languages": LANGUAGES,
        }

    def proofs(self, room: Any) -> dict[int, Attachment]:
        """Give the attached proofs of proxies, by attendance, in one query."""
        rows = [place.attendance for place in room.places if place.presence == Presence.PROXY]
        if not rows:
            return {}
        files = Attachment.objects.filter(
            record_type__app_label="consortia",
            record_type__model="attendance",
            record_id__in=[row.pk for row in rows if row],
        )
        return {file.record_id: file for file in files if file.may_be_read_by(self.officer)}


class MinutesDownload(StaffPage):
    """The minutes of a meeting as a PDF in one of the two languages."""

    model = Meeting
    permission_required = VIEW_MEETING

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the minutes out."""
        meeting = get_object_or_404(self.get_queryset().for_page(), pk=pk)  # type: ignore[attr-defined]
        asked = request.GET.get("language", "")
        language = asked if asked in LANGUAGES else "zh"
        answer = HttpResponse(minutes_of(meeting, language), content_type="application/pdf")
        short = slugify(meeting.consortium.short_name) or f"consortium-{meeting.consortium_id}"
        name = f"{short}-{meeting.held_on:%Y-%m-%d}-minutes-{language}.pdf"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


# --- Planning and the way a meeting goes ----------------------------------------------------------


def meeting_form(page: FormPage, consortium: Consortium, data: Any, files: Any) -> DeskForm:
    """Make the form of a meeting with the bodies of its consortium."""
    bodies = consortium.bodies.all()
    return MeetingForm(data, files, initial=page.initial(), officer=page.officer, bodies=bodies)


class PlanMeetingPage(ActionPage):
    """Plan a meeting of a consortium."""

    model = Consortium
    form_class = MeetingForm
    title = _("Plan a meeting")
    submit_label = _("Plan the meeting")
    permission_required = CHANGE_MEETING

    def initial(self) -> dict[str, Any]:
        """Start with the only body, where there is one."""
        bodies = list(self.object.bodies.all()[:2])
        return {"body": bodies[0].pk} if len(bodies) == 1 else {}

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Offer the bodies of the consortium."""
        return meeting_form(self, self.object, data, files)

    def perform(self, values: Mapping[str, Any]) -> str:
        """Plan it and go to its page."""
        given = {name: value for name, value in values.items() if name != "version"}
        meeting = services.plan_meeting(given.pop("body"), by=signed_in(self), **given)
        return meeting.get_absolute_url()

    def act(self, values: Mapping[str, Any]) -> None:
        """`perform` plans it."""


class ChangeMeetingPage(ChangePage):
    """Change what is said of a meeting, also the course of it for the minutes."""

    model = Meeting
    form_class = MeetingForm
    title = _("Edit meeting")
    permission_required = CHANGE_MEETING
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what the record holds."""
        return super().initial() | {"body": self.object.body_id}

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Offer the bodies of the consortium."""
        return meeting_form(self, self.object.consortium, data, files)

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_meeting(self.object, by=signed_in(self), seen=seen, **values)


class MeetingStepPage(ActionPage):
    """A step of a meeting."""

    model = Meeting
    permission_required = CHANGE_MEETING


class ConvenePage(MeetingStepPage):
    """Record that the invitation went out."""

    form_class = ConveneForm
    title = _("Convene the meeting")
    submit_label = _("Convene")
    explanation = _(
        "The notice that the statute asks for is checked. An invitation that is late is recorded"
        " and stays visible; it is not refused."
    )

    def initial(self) -> dict[str, Any]:
        """Start with today."""
        return {"convened_on": timezone.localdate()}

    def act(self, values: Mapping[str, Any]) -> None:
        """Convene it."""
        services.convene_meeting(self.object, by=signed_in(self), **values)


class OpenPage(MeetingStepPage):
    """Open a meeting."""

    title = _("Open the meeting")
    explanation = _("From now on votes can be taken. Its day and its body stand.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Open it."""
        services.open_meeting(self.object, by=signed_in(self))


class ClosePage(MeetingStepPage):
    """Close a meeting."""

    title = _("Close the meeting")
    explanation = _(
        "Adopted motions become numbered resolutions and change the records from the day on which"
        " they take effect. Recommendations change nothing. Nothing can be recounted afterwards."
    )

    def act(self, values: Mapping[str, Any]) -> None:
        """Close it; say what could not be carried out."""
        for resolution, reason in services.close_meeting(self.object, by=signed_in(self)):
            messages.warning(
                self.request,
                gettext("Resolution %(label)s is not carried out yet: %(reason)s")
                % {"label": resolution.label, "reason": reason},
            )


class ApproveMinutesPage(MeetingStepPage):
    """Approve the minutes."""

    form_class = ApprovalForm
    title = _("Approve the minutes")
    explanation = _("Nothing of the meeting changes afterwards.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Approve them."""
        services.approve_minutes(self.object, by=signed_in(self), **values)


class CancelPage(MeetingStepPage):
    """Cancel a meeting."""

    form_class = ReasonForm
    title = _("Cancel the meeting")
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Cancel it."""
        services.cancel_meeting(self.object, by=signed_in(self), **values)
