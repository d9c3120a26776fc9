"""Certificates as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CertificatesConfig(AppConfig):
    """Certificates that anyone can verify."""

    name = "entente.certificates"
    label = "certificates"
    verbose_name = _("Certificates")

    def ready(self) -> None:
        """Give the roles what the pages need, fill the slots, name what the history tells."""
        from entente.certificates import enums, parts  # noqa: F401
        from entente.kit.history import name_verbs
        from entente.office import roles

        issuers = (*roles.KEEPERS, roles.CONTINUING)
        roles.allow([enums.VIEW, enums.VIEW_SERIES, enums.VIEW_TEMPLATE, enums.ISSUE], *issuers)
        roles.allow(
            [enums.REVOKE, enums.CHANGE_SERIES, enums.CHANGE_TEMPLATE],
            *(roles.OFFICER, roles.HEAD, roles.CONTINUING),
        )
        roles.name_permissions(
            {
                enums.ISSUE: _("issue certificates"),
                enums.REVOKE: _("make certificates void, revoke and reissue them"),
            }
        )
        name_verbs(
            {
                "certificate_template.added": _("Template entered"),
                "certificate_template.changed": pgettext_lazy("history", "Changed"),
                "certificate_template.retired": _("Taken out of use"),
                "certificate_template.reopened": _("Taken into use again"),
                "series.opened": _("Series opened"),
                "series.closed": _("Series closed"),
                "series.reopened": _("Series opened again"),
                "certificate.issued": _("Certificate issued"),
                "certificate.issued_anew": _("Issued in the place of another"),
                "certificate.made_void": _("Made void"),
                "certificate.revoked": _("Certificate revoked"),
                "certificate.reissued": _("Replaced by a new one"),
                "certificate.mailed": _("Sent to its holder"),
                "certificate.printed": _("Copy made to be printed"),
            }
        )
