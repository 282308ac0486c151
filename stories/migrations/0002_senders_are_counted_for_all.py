from django.db import migrations


class Migration(migrations.Migration):
    # Both live on in publishing. Their rows are kept for a day at most, and nobody misses those of today.
    dependencies = [("publishing", "0002_senders"), ("stories", "0001_initial")]

    operations = [
        migrations.DeleteModel(name="SenderTally"),
        migrations.DeleteModel(name="DailySalt"),
    ]
