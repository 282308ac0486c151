from django.db import models
from django.utils.translation import gettext_lazy as _


class KeptRow(models.Model):
    """A row of a partner's file that this site has no use for yet, kept as it came, to be given back."""

    table = models.CharField(max_length=40)
    row_id = models.UUIDField()
    row = models.JSONField()
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("kept row")
        constraints = [models.UniqueConstraint(fields=["table", "row_id"], name="a_row_is_kept_once")]

    def __str__(self):
        return f"{self.table} {self.row_id}"
