"""The form of what follows an agreement."""

from __future__ import annotations

from entente.kit.forms import DeskForm
from entente.partnerships.forms.agreements import AgreementForm


class FollowForm(DeskForm):
    """Titles and days of the new agreement; the rest is taken over and can be changed."""

    title_zh = AgreementForm.base_fields["title_zh"]
    title_en = AgreementForm.base_fields["title_en"]
    starts_on = AgreementForm.base_fields["starts_on"]
    ends_on = AgreementForm.base_fields["ends_on"]
