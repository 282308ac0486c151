"""Start-up checks: what whoever adds a kind of page may forget, `manage.py check` says."""

import pytest
from django.db import models
from django.test.utils import isolate_apps

from drugs.models import DrugVersion
from publishing.checks import parts_are_declared_whole, versions_are_declared_whole
from publishing.models import Page, Version, VersionPart


@pytest.fixture
def with_models(monkeypatch):
    """Let the checks see these models alone."""

    def see(*found):
        monkeypatch.setattr(
            "publishing.checks.apps.get_models", lambda: [model for model in found if not model._meta.abstract]
        )

    return see


def ids(problems):
    return [problem.id for problem in problems]


def test_the_kinds_that_exist_are_declared_whole():
    assert versions_are_declared_whole(None) == []
    assert parts_are_declared_whole(None) == []


@isolate_apps("drugs")
def test_a_version_whose_meta_inherits_nothing_loses_its_constraints(with_models):
    class Leaflet(Page):
        class Meta:
            app_label = "drugs"

    class LeafletVersion(Version):
        page = models.ForeignKey(Leaflet, models.PROTECT, related_name="versions")

        class Meta:
            app_label = "drugs"

    with_models(LeafletVersion)

    assert ids(versions_are_declared_whole(None)) == ["publishing.E002"]


@isolate_apps("drugs")
def test_a_version_names_its_page_page(with_models):
    class Leaflet(Page):
        class Meta:
            app_label = "drugs"

    class LeafletVersion(Version):
        leaflet = models.ForeignKey(Leaflet, models.PROTECT)

        class Meta:
            app_label = "drugs"

    with_models(LeafletVersion)

    assert "publishing.E001" in ids(versions_are_declared_whole(None))


def test_a_relation_that_a_draft_would_lose_is_reported(monkeypatch, with_models):
    monkeypatch.setattr(DrugVersion, "parts", ("types", "names", "uses", "givings", "side_effects"))
    with_models(DrugVersion)

    problems = versions_are_declared_whole(None)

    assert ids(problems) == ["publishing.E003"]
    assert "sources" in problems[0].msg


@isolate_apps("drugs")
def test_many_to_many_is_refused_on_a_version(with_models):
    class Leaflet(Page):
        class Meta:
            app_label = "drugs"

    class LeafletVersion(Version):
        page = models.ForeignKey(Leaflet, models.PROTECT, related_name="versions")
        related = models.ManyToManyField(Leaflet)

        class Meta(Version.Meta):
            app_label = "drugs"

    with_models(LeafletVersion)

    assert ids(versions_are_declared_whole(None)) == ["publishing.E004"]


@isolate_apps("drugs")
def test_a_row_names_its_version_and_keeps_its_key(with_models):
    class Note(VersionPart):
        leaflet_version = models.ForeignKey(DrugVersion, models.CASCADE)

        class Meta:
            app_label = "drugs"

    with_models(Note)

    assert ids(parts_are_declared_whole(None)) == ["publishing.E005", "publishing.E006"]
