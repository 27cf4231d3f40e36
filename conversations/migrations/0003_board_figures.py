"""What the board counts stands in the row; where earlier conversations ended is told from what they still hold."""

from django.db import migrations, models


def look_back(apps, schema_editor):
    ended = apps.get_model("conversations", "Conversation").objects.filter(state="resolved")
    ended.filter(last_agent__isnull=False).update(ended_in="live")
    ended.filter(last_agent=None, arrived_at__isnull=False).update(ended_in="queued")
    ended.filter(last_agent=None, arrived_at=None).update(ended_in="bot")


class Migration(migrations.Migration):

    dependencies = [
        ('conversations', '0002_incarnation'),
    ]

    operations = [
        migrations.AddField(
            model_name='conversation',
            name='bot_answered',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='conversation',
            name='ended_in',
            field=models.CharField(blank=True, max_length=8),
        ),
        migrations.AddField(
            model_name='conversation',
            name='first_answered_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='conversation',
            name='first_response_s',
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='conversation',
            name='promise_kept',
            field=models.BooleanField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name='conversation',
            index=models.Index(fields=['state', 'visitor_spoke_at'], name='conversatio_state_736a80_idx'),
        ),
        migrations.AddIndex(
            model_name='conversation',
            index=models.Index(fields=['created_at'], name='conversatio_created_5a5006_idx'),
        ),
        migrations.AddIndex(
            model_name='conversation',
            index=models.Index(fields=['resolved_at'], name='conversatio_resolve_56cbef_idx'),
        ),
        migrations.AddIndex(
            model_name='conversation',
            index=models.Index(fields=['first_answered_at'], name='conversatio_first_a_0383a6_idx'),
        ),
        migrations.RunPython(look_back, migrations.RunPython.noop),
    ]
