"""What exactly was approved: one fingerprint of a version's text and rows."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder


def digest_of(version):
    """Return the SHA-256 (hexadecimal) of all that a reader of this version could see, rows included.

    Reads the version's fields from memory and its rows from the database.
    """
    content = {"fields": _values(version, type(version).BOOKKEEPING)}
    for name in version.parts:
        content[name] = [_values(row, ("id", "version")) for row in getattr(version, name).all().order_by("key")]
    text = json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _values(row, left_out):
    return {field.name: _stable(row, field) for field in type(row)._meta.concrete_fields if field.name not in left_out}


def _stable(row, field):
    """A row of the same version is named by its key, which every copy keeps; its id is different in each copy."""
    if field.is_relation and hasattr(field.related_model, "key") and getattr(row, field.attname):
        return str(getattr(row, field.name).key)
    return getattr(row, field.attname)
