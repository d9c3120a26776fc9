"""Lists of learners, as schools and companies send them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from entente.kit.grids import Table
from entente.kit.imports import SheetReading
from entente.training.forms.desk import LearnerFields
from entente.training.models import Learner, TrainingClass
from entente.training.services.learners import key_of, refuse_twice


class LearnersSheet(SheetReading):
    """Reads who is to be enrolled; what `enrol` would refuse is said beforehand, cell by cell."""

    row_form = LearnerFields
    also_called = {
        "name_zh": ("姓名", "中文姓名", "Chinese name"),
        "name_en": ("英文姓名", "拼音", "Name", "Name in English"),
        "reference": ("学员编号", "工号", "Staff number"),
    }

    def __init__(self, table: Table, *, by: Any, training_class: TrainingClass) -> None:
        super().__init__(table, by=by)
        held = {key_of(learner) for learner in training_class.learners.all()}
        for row in self.rows:
            if not row.form.is_valid():
                continue
            learner = Learner(training_class=training_class, **row.form.cleaned_data)
            try:
                refuse_twice(learner, held)
            except ValidationError as refusal:
                for name, messages in refusal.message_dict.items():
                    self.blame(row, name, messages[0])
            held.add(key_of(learner))
