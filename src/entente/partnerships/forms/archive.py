"""Forms of hand-over lists to the archive."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.kit.fields import area, choice_of, day, line
from entente.kit.files.kinds import PDF, PICTURES
from entente.kit.files.uploads import UploadField
from entente.kit.forms import DeskForm, VersionedForm
from entente.office.models import Unit
from entente.partnerships.archiving import CHANGE_ARCHIVE
from entente.partnerships.models import ArchiveItem, ArchiveList
from entente.partnerships.models.archive import FIRST_YEAR, LAST_YEAR, MOST


class DrawUpForm(DeskForm):
    """Of which unit and year a list is drawn up."""

    year = forms.IntegerField(
        label=_("Year"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=_("What was signed or ended in this year and is not with the archive yet."),
    )
    with_earlier = forms.BooleanField(
        label=_("Also what is still here from earlier years"), required=False
    )
    notes = area(_("Notes"), 2000)

    def prepare(self) -> None:
        """Offer the units for which this person hands over."""
        units = Unit.objects.open().visible_to(self.officer, CHANGE_ARCHIVE)
        unit = choice_of(units, label=_("Unit"), help_text=_("With all that lies below it."))
        self.fields = {"unit": unit, **self.fields}


class ArchiveItemForm(VersionedForm):
    """What is counted of a line, or why it is left out."""

    sections = ((_("Leave it out"), ("left_out_because", "for_good")),)

    copies = forms.IntegerField(
        label=_("Copies of the original"), required=False, min_value=1, max_value=MOST
    )
    pages = forms.IntegerField(
        label=_("Pages of the original"), required=False, min_value=1, max_value=MOST
    )
    remark = line(_("Remark"), 300)
    left_out_because = line(
        _("Left out because"),
        300,
        help_text=_("Filled in, the line is not handed over; a later list proposes it again."),
    )
    for_good = forms.BooleanField(
        label=_("Left out for good"),
        required=False,
        help_text=_("No later list proposes it: for example there is no original."),
    )
    pairs = (("copies", "pages"),)


class HandOverListForm(DeskForm):
    """The day of the hand-over."""

    handed_over_on = day(_("Handed over on"))


class ReceiptForm(DeskForm):
    """The archive's receipt, with the number of the list or of each line."""

    received_on = day(_("Received on"))
    receiver = forms.CharField(label=_("Received by"), max_length=200)
    archive_number = line(
        _("Archive number of the list"),
        100,
        help_text=_("It holds for each line that has no number of its own."),
    )

    def __init__(self, *args: Any, chosen: ArchiveList, **kwargs: Any) -> None:
        self.lines: list[ArchiveItem] = list(chosen.items.filter(handed_over=True))
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Ask for the number of each line."""
        for item in self.lines:
            self.fields[f"number_{item.pk}"] = line(
                str(item.title), 100, initial=item.archive_number, help_text=item.number
            )
        names = tuple(f"number_{item.pk}" for item in self.lines)
        self.sections = ((_("Archive number of each line"), names),)  # type: ignore[misc]


class NewReceiptForm(ReceiptForm):
    """The receipt as it comes in, with its scan."""

    field_order = ("received_on", "receiver", "archive_number", "scan")
    scan = UploadField(label=_("Scan of the receipt"), allowed=(PDF, *PICTURES), required=False)


class CorrectReceiptForm(ReceiptForm, VersionedForm):
    """The correction of a receipt."""
