"""Proposals that could only be read wait for a person now, like all others."""

from django.db import migrations


def let_wait(apps, _schema_editor):
    apps.get_model("intake", "Proposed").objects.filter(state="read").update(state="open")


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_every_proposal_can_be_decided")]

    operations = [migrations.RunPython(let_wait, migrations.RunPython.noop)]
