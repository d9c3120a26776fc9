"""Consortia as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ConsortiaConfig(AppConfig):
    """Consortia and their members."""

    name = "entente.consortia"
    label = "consortia"
    verbose_name = _("Consortia")

    def ready(self) -> None:
        """Give the roles what the pages need, fill the slots, name what the history tells."""
        from entente.consortia import measures, parts  # noqa: F401
        from entente.kit.history import name_verbs
        from entente.office import roles

        see, change = "consortia.view_consortium", "consortia.change_consortium"
        roles.allow(see, *roles.KEEPERS, *roles.CHECKERS, roles.SECRETARIAT)
        roles.allow(change, *roles.KEEPERS, roles.SECRETARIAT)
        roles.allow("consortia.view_meeting", *roles.KEEPERS, *roles.CHECKERS, roles.SECRETARIAT)
        roles.allow("consortia.change_meeting", *roles.KEEPERS, roles.SECRETARIAT)
        name_verbs(
            {
                "consortium.registered": _("Consortium registered"),
                "consortium.changed": pgettext_lazy("history", "Changed"),
                "name.added": _("Name added"),
                "name.removed": _("Name removed"),
                "member.admitted": _("Member entered"),
                "member.changed": _("Membership changed"),
                "member.left": _("Member left"),
                "mandate.given": _("Mandate entered"),
                "mandate.changed": _("Mandate changed"),
                "mandate.ended": _("Mandate ended"),
                "series.begun": _("Series of events begun"),
                "series.changed": _("Series of events changed"),
                "edition.entered": _("Edition entered"),
                "edition.changed": _("Edition changed"),
                "places.given": _("Places of a member set"),
                "places.taken": _("Places of a member taken off"),
                "statute.entered": _("Statute entered"),
                "statute.changed": _("Statute changed"),
                "statute.in_force": _("Statute put into force"),
                "order.changed": _("Order of a rotation changed"),
                "body.entered": _("Body entered"),
                "body.changed": _("Body changed"),
                "seat.given": _("Seat given"),
                "seat.ended": _("Seat ended"),
                "meeting.planned": _("Meeting planned"),
                "meeting.changed": _("Meeting changed"),
                "meeting.convened": _("Meeting convened"),
                "meeting.opened": _("Meeting opened"),
                "meeting.closed": _("Meeting closed"),
                "meeting.minutes_approved": _("Minutes approved"),
                "meeting.cancelled": _("Meeting cancelled"),
                "agenda.item_added": _("Item put on the agenda"),
                "agenda.item_changed": _("Item of the agenda changed"),
                "agenda.item_removed": _("Item taken off the agenda"),
                "guest.recorded": _("Guest recorded"),
                "guest.erased": _("Data of a guest erased"),
                "guest.removed": _("Guest taken off"),
                "attendance.recorded": _("Attendance recorded"),
                "proxy.given": _("Proxy given"),
                "proxy.taken_back": _("Proxy taken back"),
                "motion.tabled": _("Motion tabled"),
                "motion.changed": _("Motion changed"),
                "motion.vote_opened": _("Vote opened"),
                "motion.counted": _("Vote closed and counted"),
                "motion.recounted": _("Vote opened again for a recount"),
                "motion.recommended": _("Recorded as a recommendation"),
                "motion.withdrawn": _("Motion withdrawn"),
                "vote.cast": _("Vote cast"),
                "vote.taken_back": _("Vote taken back"),
                "resolution.adopted": _("Resolution numbered"),
                "resolution.carried_out": _("Resolution carried out"),
                "dues.rate_set": _("Dues set"),
                "dues.made": _("Dues worked out"),
                "dues.followed_register": _("Dues followed the register"),
                "dues.invoiced": _("Dues invoiced"),
                "dues.paid": _("Dues paid"),
                "dues.waived": _("Dues waived"),
            }
        )
