"""Start-up checks that the rules of publishing were followed by whoever added a kind of page."""

from django.apps import apps
from django.core.checks import Error, register

from .parts import VersionPart
from .versions import Version


def kinds_of(base):
    return [model for model in apps.get_models() if issubclass(model, base)]


@register()
def versions_are_declared_whole(app_configs, **kwargs):
    return [problem for model in kinds_of(Version) for problem in [*_meta_problems(model), *_copy_problems(model)]]


@register()
def parts_are_declared_whole(app_configs, **kwargs):
    return [problem for model in kinds_of(VersionPart) for problem in _part_problems(model)]


def _meta_problems(model):
    if "page" not in {field.name for field in model._meta.fields}:
        yield Error("A version names the foreign key to its page `page`.", obj=model, id="publishing.E001")
    if _lost_constraints(model, Version):
        yield Error(
            "A version's Meta inherits Version.Meta, or its constraints are lost.", obj=model, id="publishing.E002"
        )


def _copy_problems(model):
    declared = {*model.parts, *model.not_copied}
    for relation in model._meta.related_objects:
        if relation.get_accessor_name() not in declared:
            yield Error(
                f"`{relation.get_accessor_name()}` is neither in `parts` nor in `not_copied`: drafts would lose it.",
                obj=model,
                id="publishing.E003",
            )
    for field in model._meta.many_to_many:
        yield Error(f"`{field.name}`: use rows with a key instead of many-to-many.", obj=model, id="publishing.E004")


def _part_problems(model):
    if "version" not in {field.name for field in model._meta.fields}:
        yield Error("A row of a version names its foreign key `version`.", obj=model, id="publishing.E005")
    if _lost_constraints(model, VersionPart):
        yield Error("A row's Meta inherits VersionPart.Meta, or its key is lost.", obj=model, id="publishing.E006")


def _lost_constraints(model, base):
    names = {"app_label": model._meta.app_label, "class": model._meta.model_name}
    promised = {constraint.name % names for constraint in base.Meta.constraints}
    return promised - {constraint.name for constraint in model._meta.constraints}
