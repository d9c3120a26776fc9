"""What is typed about agreements."""

from entente.partnerships.forms.agreements import (
    AgreementForm,
    ChangePartyForm,
    HandOverForm,
    NewAgreementForm,
    OurPartyForm,
    PartnerForm,
    RegisterForm,
    SignForm,
)
from entente.partnerships.forms.checks import AnswerForm, AuthorisationForm, SubmitForm
from entente.partnerships.forms.endings import TerminateForm
from entente.partnerships.forms.following import FollowForm
from entente.partnerships.forms.places import (
    AddPlacesForm,
    BalanceForm,
    ChangePlacesForm,
    CopyYearForm,
    ReviewForm,
    YearForm,
)
from entente.partnerships.forms.signatures import (
    ChangeSignatureForm,
    RecordSignatureForm,
    SealForm,
    SignatureFileForm,
)

__all__ = [
    "AddPlacesForm",
    "AgreementForm",
    "AnswerForm",
    "AuthorisationForm",
    "BalanceForm",
    "ChangePartyForm",
    "ChangePlacesForm",
    "ChangeSignatureForm",
    "CopyYearForm",
    "FollowForm",
    "HandOverForm",
    "NewAgreementForm",
    "OurPartyForm",
    "PartnerForm",
    "RecordSignatureForm",
    "RegisterForm",
    "ReviewForm",
    "SealForm",
    "SignForm",
    "SignatureFileForm",
    "SubmitForm",
    "TerminateForm",
    "YearForm",
]
