"""The board's indexes begin with the site, so that none of its questions reads the past."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('conversations', '0004_handing_on'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='conversation',
            name='conversatio_state_736a80_idx',
        ),
        migrations.RemoveIndex(
            model_name='conversation',
            name='conversatio_created_5a5006_idx',
        ),
        migrations.RemoveIndex(
            model_name='conversation',
            name='conversatio_resolve_56cbef_idx',
        ),
        migrations.RemoveIndex(
            model_name='conversation',
            name='conversatio_first_a_0383a6_idx',
        ),
        migrations.AddIndex(
            model_name='conversation',
            index=models.Index(fields=['site', 'state', 'visitor_spoke_at'], name='board_by_state'),
        ),
        migrations.AddIndex(
            model_name='conversation',
            index=models.Index(fields=['site', 'state', 'resolved_at'], name='board_by_end'),
        ),
        migrations.AddIndex(
            model_name='conversation',
            index=models.Index(fields=['site', 'created_at'], name='board_by_beginning'),
        ),
        migrations.AddIndex(
            model_name='conversation',
            index=models.Index(fields=['site', 'first_answered_at'], name='board_by_answer'),
        ),
    ]
