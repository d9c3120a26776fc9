"""Templates, series, certificates."""

from entente.certificates.models.certificates import Certificate
from entente.certificates.models.copies import Copy
from entente.certificates.models.credentials import Credential
from entente.certificates.models.handouts import Handout
from entente.certificates.models.series import CertificateSeries
from entente.certificates.models.templates import CertificateTemplate

__all__ = [
    "Certificate",
    "CertificateSeries",
    "CertificateTemplate",
    "Copy",
    "Credential",
    "Handout",
]
