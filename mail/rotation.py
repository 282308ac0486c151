"""Encrypts anew, with the first key, what older keys encrypted: every encrypted field of every model."""

from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import F, QuerySet, TextField
from django.db.models.functions import Cast

from .encryption import EncryptedTextField, Undecipherable, decrypt, is_newest

BATCH = 200


@dataclass
class Count:
    """What became of the values of one field."""

    label: str
    encrypted_anew: int = 0
    up_to_date: int = 0
    changed_meanwhile: int = 0
    unreadable: list[int] = field(default_factory=list)

    def __str__(self):
        counts = f"{self.encrypted_anew} encrypted anew, {self.up_to_date} up to date"
        return f"{self.label}: {counts}, {self.changed_meanwhile} changed meanwhile, {len(self.unreadable)} unreadable"


def encrypted_fields():
    """Yield (model, field) for each encrypted field of the project, each column once."""
    # A proxy shows the columns of another model.
    for model in apps.get_models(include_auto_created=True):
        for column in [] if model._meta.proxy else model._meta.local_concrete_fields:
            if isinstance(column, EncryptedTextField):
                yield model, column


def rotate(model, column):
    """Encrypt the values of one field anew and return the Count. It bears being cut off, and being done twice."""
    count = Count(f"{model._meta.label}.{column.name}")
    last = None
    while batch := _batch_after(last, _with_tokens(model, column)):
        for key, token in batch:
            rotate_one(key, token, model, column, count)
        last = batch[-1][0]
    return count


def _with_tokens(model, column):
    """The rows that hold something, each with what is stored. Not by the model's manager, which may hide some rows."""
    rows = QuerySet(model).filter(**{f"{column.name}__isnull": False}).exclude(**{column.name: ""})
    return rows.annotate(_token=Cast(F(column.name), TextField()))


def _batch_after(last, rows):
    rows = rows if last is None else rows.filter(pk__gt=last)
    return list(rows.order_by("pk").values_list("pk", "_token")[:BATCH])


def rotate_one(key, token, model, column, count):
    """Encrypt anew the value of one row, if it still is the token that was read."""
    if is_newest(token):
        count.up_to_date += 1
        return
    try:
        text = decrypt(token)
    except Undecipherable:
        count.unreadable.append(key)
        return
    same = _with_tokens(model, column).filter(pk=key, _token=token)
    if same.update(**{column.name: text}):
        count.encrypted_anew += 1
    else:
        count.changed_meanwhile += 1
