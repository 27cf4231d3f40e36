"""Every database is born with a random epoch of its own."""

from django.db import migrations

from chatdesk.kernel import ids


def be_born(apps, schema_editor):
    apps.get_model("conversations", "Incarnation").objects.get_or_create(pk=1, defaults={"epoch": ids.public()})


class Migration(migrations.Migration):
    dependencies = [("conversations", "0001_initial")]
    operations = [migrations.RunPython(be_born, migrations.RunPython.noop)]
