"""Copies of a version: all its text, all its rows, none of its past."""

import copy


def copy_version(version, *, language, by):
    """Return an unsaved draft with the text of a version and the next number of its page in a language."""
    model = type(version)
    text = {
        field.attname: getattr(version, field.attname)
        for field in model._meta.concrete_fields
        if field.name not in model.BOOKKEEPING and field.name not in ("language", "change_note", "is_minor")
    }
    number = model.next_number(version.page, language)
    return model(**text, language=language, number=number, created_by=by, edited_by=by)


def copy_parts(source, target):
    """Copy the rows of one version to another, keys kept. A row that points to a sibling row points to its copy."""
    copies = {}
    for name in source.parts:
        originals = list(getattr(source, name).all())
        rows = [_copy_row(row, target, copies) for row in originals]
        if not rows:
            continue
        type(rows[0]).objects.bulk_create(rows)
        copies |= {(type(row), row.pk): new for row, new in zip(originals, rows, strict=True)}


def _copy_row(row, target, copies):
    new = copy.copy(row)
    new._state = type(row._state)()
    new.pk = None
    new.version = target
    for field in type(row)._meta.concrete_fields:
        sibling = copies.get((field.related_model, getattr(row, field.attname))) if field.is_relation else None
        if sibling:
            setattr(new, field.name, sibling)
    return new
