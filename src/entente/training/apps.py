"""Non-degree education as a Django app."""

from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TrainingConfig(AppConfig):
    """Projects outside degrees, their adverts, classes, learners and certificates."""

    name = "entente.training"
    label = "training"
    verbose_name = _("Non-degree education")

    def ready(self) -> None:
        """Give the roles what the pages need, fill the slots, name what the history tells."""
        from entente.kit.history import name_verbs
        from entente.office import roles
        from entente.office.deadline_kinds import name_deadlines
        from entente.office.enums import UnitKind
        from entente.office.reckoning import declare_rules, name_words
        from entente.training import enums, measures, parts  # noqa: F401

        managers = (roles.HEAD, roles.CONTINUING)
        readers = (*roles.KEEPERS, roles.CONTINUING, roles.FINANCE)
        roles.allow([enums.VIEW_PROJECT, enums.VIEW_ORGANISER], *readers)
        roles.allow(enums.CHANGE_PROJECT, *roles.KEEPERS)
        roles.allow(
            [enums.APPROVE_PROJECT, enums.OVERRIDE_SCREENING, enums.CHANGE_ORGANISER], *managers
        )
        roles.allow(enums.SUPERVISE, *managers)
        roles.name_permissions(
            {
                enums.SUPERVISE: _("supervise training classes"),
                enums.APPROVE_PROJECT: _("approve training projects and their adverts"),
                enums.OVERRIDE_SCREENING: _("let forbidden words pass with a reason"),
            }
        )
        name_deadlines(
            {
                "training.finding": _("Finding or complaint to be answered"),
                "training.close": _("Training class to be closed"),
                "training.archive": _("Training project to be archived"),
            }
        )
        declare_rules(Path(__file__).with_name("rules.toml"))
        name_words(["training.organiser_kinds"], dict(UnitKind.choices))
        name_words(["training.excluded_kinds"], dict(enums.ProjectKind.choices))
        questions = dict(enums.ContractQuestion.choices)
        name_words(["training.contract_no", "training.contract_yes"], questions)
        name_words(["training.archive_list"], dict(enums.ArchivePaper.choices))
        name_verbs(
            {
                "organiser.approved": _("Organiser approved"),
                "organiser.ended": _("Approval of an organiser ended"),
                "project.drafted": _("Project drafted"),
                "project.changed": _("Project changed"),
                "project.submitted": _("Project submitted for approval"),
                "project.approved": _("Project approved"),
                "project.returned": _("Project returned"),
                "project.taken_back": _("Project taken back to be revised"),
                "project.began": _("Project began"),
                "project.closed": _("Project closed"),
                "project.archived": _("Project handed over to the archive"),
                "project.words_let_pass": _("Forbidden words let pass"),
                "advert.written": _("Advert written"),
                "advert.changed": _("Advert changed"),
                "advert.submitted": _("Advert submitted for review"),
                "advert.approved": _("Advert approved"),
                "advert.returned": _("Advert returned"),
                "advert.published": _("Advert published"),
                "advert.withdrawn": _("Advert withdrawn"),
                "advert.words_let_pass": _("Forbidden words of an advert let pass"),
                "appearance.entered": _("Appearance of an advert entered"),
                "appearance.removed": _("Appearance of an advert removed"),
                "class.opened": _("Class opened"),
                "class.changed": _("Class changed"),
                "class.started": _("Class started"),
                "class.closed": _("Class closed"),
                "class.cancelled": _("Class cancelled"),
                "lesson.entered": _("Lesson entered"),
                "lesson.changed": _("Lesson changed"),
                "lesson.removed": _("Lesson removed"),
                "lesson.attendance_entered": _("Attendance entered"),
                "evaluation.opened": _("Evaluation opened"),
                "evaluation.changed": _("Days of an evaluation changed"),
                "finding.entered": _("Finding entered"),
                "finding.answered": _("Finding answered"),
                "finding.asked_again": _("Finding asked again"),
                "finding.closed": _("Finding closed"),
                "class.enrolment_opened": _("Enrolment by the learners opened"),
                "attendance.noted": _("Attendance noted by the learner"),
                "learner.admitted": _("Learner admitted from the waiting list"),
                "learner.enrolled": _("Learner enrolled"),
                "learner.assessed": _("Assessment of a learner entered"),
                "learner.changed": _("Learner changed"),
                "learner.removed": _("Learner removed"),
                "learner.erased": _("Data of a learner erased"),
                "learner.certified": _("Certificate issued to a learner"),
                "payment.entered": pgettext_lazy("history", "Fee entered"),
                "payment.erased": _("Data of a payer erased"),
            }
        )
