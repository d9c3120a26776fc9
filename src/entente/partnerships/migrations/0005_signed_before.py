"""What was signed before signatures of parties were kept demands none."""

from django.db import migrations

PROMISED = ("signed", "in_force", "ended")


def mark_as_retrospective(apps, _schema):
    """Note that these were recorded as a whole, as documents registered after the fact are."""
    agreements = apps.get_model("partnerships", "Agreement").objects
    agreements.filter(state__in=PROMISED).update(is_retrospective=True)


def forget(apps, _schema):
    """Clear the mark; the column goes next."""
    apps.get_model("partnerships", "Agreement").objects.update(is_retrospective=False)


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0004_signatures")]
    operations = [migrations.RunPython(mark_as_retrospective, forget)]
