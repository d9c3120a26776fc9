"""Say of sums that were kept before which unit their agreement belongs to."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, _editor):
    """Take the unit from the agreement."""
    year = apps.get_model("partnerships", "AgreementYear")
    agreement = apps.get_model("partnerships", "Agreement")
    its = agreement.objects.filter(pk=OuterRef("agreement")).values("unit")[:1]
    year.objects.filter(unit=None).update(unit=Subquery(its))


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0012_unit_of_sums")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
