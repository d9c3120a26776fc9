"""Pages that draft what follows an agreement."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from entente.kit.pages import ActionPage
from entente.office.acting import signed_in
from entente.partnerships import services
from entente.partnerships.enums import CHANGE, FollowKind
from entente.partnerships.forms import FollowForm
from entente.partnerships.models import Agreement


class FollowPage(ActionPage):
    """Draft an agreement that follows this one."""

    model = Agreement
    form_class = FollowForm
    submit_label = _("Save as a draft")
    permission_required = CHANGE
    done = _("The draft is saved, with the parties and terms of the agreement that it follows.")
    follows_as: ClassVar[FollowKind]

    def initial(self) -> dict[str, Any]:
        """Start with the titles of what it follows."""
        agreement = self.object
        return {"title_zh": agreement.title_zh, "title_en": agreement.title_en}

    def perform(self, values: Mapping[str, Any]) -> str:
        """Go on to the new draft."""
        follower = services.follow_agreement(
            self.object, follows_as=self.follows_as, by=signed_in(self), **values
        )
        return follower.get_absolute_url()

    def act(self, values: Mapping[str, Any]) -> None:
        """Draft it and stay."""
        self.perform(values)


class AmendPage(FollowPage):
    """Draft an amendment."""

    title = _("Draft an amendment")
    explanation = _("It changes the agreement, which runs on. It is checked and signed as any.")
    follows_as = FollowKind.AMENDMENT


class RenewPage(FollowPage):
    """Draft a renewal."""

    title = _("Draft a renewal")
    explanation = _(
        "Before a renewal somebody looks back on what the agreement brought: the review is made on"
        " its page."
    )
    follows_as = FollowKind.RENEWAL

    def initial(self) -> dict[str, Any]:
        """Begin on the day after the last one."""
        said = super().initial()
        if self.object.ends_on:
            said["starts_on"] = str(self.object.last_day + datetime.timedelta(days=1))
        return said


class ReplacePage(FollowPage):
    """Draft an agreement that takes the place of this one."""

    title = _("Draft a replacement")
    explanation = _("On the first day of the new agreement this one has ended.")
    follows_as = FollowKind.REPLACEMENT


class EndByAgreementPage(FollowPage):
    """Draft an agreement to end this one."""

    title = _("Draft an agreement to end")
    explanation = _("The day on which it begins is the last day of this agreement.")
    follows_as = FollowKind.TERMINATION
