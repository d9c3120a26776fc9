"""Partnerships as a Django app."""

from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PartnershipsConfig(AppConfig):
    """Agreements with partners."""

    name = "entente.partnerships"
    label = "partnerships"
    verbose_name = _("Partnerships")

    def ready(self) -> None:
        """Give the roles what the pages need, fill the slots, watch the files of agreements."""
        from django.db.models.signals import post_delete, post_save

        from entente.kit.history import name_verbs
        from entente.kit.models import Attachment
        from entente.office import roles
        from entente.office.deadline_kinds import name_deadlines
        from entente.office.reckoning import declare_rules, name_words
        from entente.organisations.models import Organisation
        from entente.partnerships import (  # noqa: F401
            enums,
            jobs,
            measures,
            models,
            parts,
            services,
        )
        from entente.partnerships.archiving import CHANGE_ARCHIVE, VIEW_ARCHIVE
        from entente.partnerships.enums import Department
        from entente.partnerships.schooling import CHANGE_SCHOOLING, VIEW_SCHOOLING

        roles.allow("partnerships.view_agreement", *roles.KEEPERS)
        roles.allow("partnerships.view_check", *roles.KEEPERS, *roles.CHECKERS)
        for role in roles.CHECKERS:
            roles.allow(Department(role.code).permission, role)
        roles.allow("partnerships.view_authorisation", *roles.KEEPERS, roles.LEGAL)
        roles.allow("partnerships.change_authorisation", roles.HEAD)
        declare_rules(Path(__file__).with_name("rules.toml"))
        name_words(["agreement.university_signers"], dict(enums.SigningAuthority.choices))
        kinds_and_contents = dict([*enums.AgreementKind.choices, *enums.Content.choices])
        name_words(
            [department.rule for department in Department],
            kinds_and_contents | {"all": _("every agreement")},
        )
        name_words(["agreement.languages"], dict(enums.TextLanguage.choices))
        roles.allow(
            ["partnerships.change_agreement", "partnerships.register_agreement"], *roles.KEEPERS
        )
        roles.allow("partnerships.review_agreement", roles.HEAD)
        roles.allow([VIEW_ARCHIVE, CHANGE_ARCHIVE], *roles.KEEPERS)
        roles.allow([VIEW_SCHOOLING, CHANGE_SCHOOLING], *roles.KEEPERS)
        roles.name_permissions(
            {
                "partnerships.review_agreement": _("decide on agreements and end them"),
                "partnerships.register_agreement": _("register documents signed already"),
                "partnerships.check_legal": _("check agreements for legal affairs"),
                "partnerships.check_finance": _("check agreements for finance"),
                "partnerships.check_continuing": _("check agreements for continuing education"),
                "partnerships.check_confidentiality": _("check agreements for confidentiality"),
            }
        )
        post_save.connect(services.on_attachment, sender=Attachment, dispatch_uid="texts_kept")
        post_delete.connect(services.on_attachment, sender=Attachment, dispatch_uid="texts_gone")
        post_save.connect(services.on_organisation, sender=Organisation, dispatch_uid="names_found")
        post_save.connect(services.on_agreement, sender=models.Agreement, dispatch_uid="sums_kept")
        post_save.connect(services.on_saved, sender=models.Agreement, dispatch_uid="deadline_kept")
        for signal in (post_save, post_delete):
            signal.connect(
                services.on_party, sender=models.AgreementParty, dispatch_uid="sums_of_parties"
            )
        name_deadlines({"agreement.end": _("Agreement ends")}, shown_by_app=True)
        name_deadlines(
            {
                "schooling.validity": _("Approval of a cooperative programme ends"),
                "schooling.report": _("Yearly report of a cooperative programme"),
                "schooling.evaluation": _("Evaluation of a cooperative programme"),
            }
        )
        name_verbs(
            {
                "agreement.drafted": _("Draft written"),
                "agreement.changed": pgettext_lazy("history", "Changed"),
                "agreement.handed_over": _("Given to another owner"),
                "agreement.submitted": _("Submitted for checks"),
                "agreement.recalled": _("Taken back"),
                "agreement.checked": _("Passed on to approval"),
                "agreement.checked_again": _("Given to the departments again"),
                "check.asked": _("Department asked"),
                "check.answered": _("Department answered"),
                "check.replaced": _("Replaced by a check of another text"),
                "authorisation.granted": _("Authority registered"),
                "authorisation.changed": _("Authority changed"),
                "agreement.approved": _("Approved for signing"),
                "agreement.returned": _("Returned for changes"),
                "agreement.signed": _("Marked as signed"),
                "agreement.registered": _("Signed document registered"),
                "agreement.took_effect": _("Came into force"),
                "agreement.follows": _("Linked to the agreement that it follows"),
                "agreement.terminated": _("End recorded"),
                "agreement.renewed_by_itself": _("Renewed by itself"),
                "termination.recorded": _("Terms of the end"),
                "agreement.ran_out": _("Ran out"),
                "agreement.ended": _("Ended before its time"),
                "agreement.withdrawn": pgettext_lazy("history", "Withdrawn"),
                "signature.recorded": _("Signature recorded"),
                "signature.changed": _("Signature corrected"),
                "signature.sealed": _("Seal recorded"),
                "signature.removed": _("Signature removed"),
                "party.added": _("Party added"),
                "party.changed": _("Party changed"),
                "party.named": _("Name at signing kept"),
                "party.removed": _("Party removed"),
                "places.added": _("Places added"),
                "places.changed": _("Places changed"),
                "places.used": _("Use of places recorded"),
                "places.removed": _("Places removed"),
                "places.amended": _("Places amended"),
                "agreement.reviewed": _("Activity reviewed"),
                "agreement.review_asked": _("Owner asked for a review"),
                "agreement.texts_stated": _("Authentic texts stated"),
                "text.added": _("Version of the text added"),
                "texts.compared": _("Texts compared"),
                "difference.judged": _("Difference of texts decided on"),
                "agreement.archived": _("Handed over to the archive"),
                "schooling.registered": _("Programme or institution registered"),
                "schooling.changed": pgettext_lazy("history", "Changed"),
                "schoolingmajor.added": _("Major added"),
                "schoolingmajor.changed": _("Major changed"),
                "schoolingmajor.removed": _("Major removed"),
                "studyplan.added": _("Plan of studies added"),
                "studyplan.changed": _("Plan of studies changed"),
                "studyplan.removed": _("Plan of studies removed"),
                "committeemeeting.added": _("Meeting of the committee added"),
                "committeemeeting.changed": _("Meeting of the committee changed"),
                "committeemeeting.removed": _("Meeting of the committee removed"),
                "yearlyreport.added": _("Yearly report added"),
                "yearlyreport.changed": _("Yearly report changed"),
                "yearlyreport.removed": _("Yearly report removed"),
                "schoolingevaluation.added": _("Evaluation added"),
                "schoolingevaluation.changed": _("Evaluation changed"),
                "schoolingevaluation.removed": _("Evaluation removed"),
                "archive.drawn_up": _("List drawn up"),
                "archive.handed_over": _("Handed over to the archive"),
                "archive.received": _("Receipt recorded"),
                "archive.receipt_corrected": _("Receipt corrected"),
                "archive.discarded": _("List discarded"),
                "archive_item.added": _("Line added"),
                "archive_item.renewed": _("Line brought up to date"),
                "archive_item.changed": _("Line changed"),
                "archive_item.removed": _("Line taken off"),
                "archive_item.handed_over": _("Line handed over"),
                "archive_item.numbered": _("Archive number entered"),
            }
        )
