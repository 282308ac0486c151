"""Imports and exports by command and at the desk."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from locator.exchange.runs import forget_old_imports, run_waiting_imports
from locator.exchange_admin import ImportForm
from locator.import_runs import KEPT_FOR, SILENCE, ImportRun, ImportState
from locator.models import (
    Service,
)

from .exchange_files import EXAMPLES, a_service, identity, make_confidential, package_file, rows, whole_text
from .factories import (
    make_editor,
    make_locator_editor,
    make_service,
)

pytestmark = pytest.mark.django_db


def test_the_command_imports_says_what_happened_and_writes_the_report(tmp_path, capsys):
    make_locator_editor()
    tables = rows(service=[a_service(), a_service(id="x", name="Wigs")])
    report = tmp_path / "report.csv"

    call_command("import_services", package_file(tmp_path, tables), by="locator-editor", report=report, source="Them")

    said = capsys.readouterr().out
    assert "service: 1 new, 1 refused" in said
    assert "refused: services.csv 3 service x id: This is no UUID. [Wigs]" in said
    assert "4 of 4 rows" in said
    assert "Wigs" in report.read_text(encoding="utf-8")
    assert Service.objects.get().source == "Them"
    assert Service.history.get().history_user.username == "locator-editor"


def test_a_dry_run_says_so_and_changes_nothing(tmp_path, capsys):
    call_command("import_services", package_file(tmp_path), dry_run=True)

    assert "nothing was changed" in capsys.readouterr().out
    assert Service.objects.count() == 0


@pytest.mark.parametrize(
    "name,content,options,words",
    [
        ("x.zip", b"no zip", {}, "not a zip file"),
        ("x.csv", b"a,b\n", {}, "needs a mapping"),
        ("x.csv", b"a,b\n1,2\n", {"mapping": "odhf"}, "lacks these columns"),
        ("x.json", b"[]", {"by": "nobody"}, "nobody"),
    ],
)
def test_the_command_refuses_in_a_sentence(tmp_path, name, content, options, words):
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(CommandError, match=words):
        call_command("import_services", path, **options)


def test_the_command_checks_a_round_trip(capsys):
    call_command("import_services", EXAMPLES / "csv", check=True)

    assert "21 rows, 0 refused" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["out.zip", "out.json", "out.csv"])
def test_the_command_exports(tmp_path, name):
    make_service()

    call_command("export_services", tmp_path / name)

    assert "Rides to treatment" in whole_text((tmp_path / name).read_bytes())


def test_the_command_exports_nothing_to_an_unknown_kind_of_file(tmp_path):
    with pytest.raises(CommandError, match="must end in"):
        call_command("export_services", tmp_path / "out.doc")


def upload(client, content, name="partner.zip", **fields):
    data = {"file": SimpleUploadedFile(name, content), "source": "Them", "language": "en", "is_trial": "on"} | fields
    return client.post(reverse("admin:locator_importrun_add"), data, follow=True)


def test_a_file_is_tried_first_and_then_imported(client, tmp_path):
    client.force_login(make_locator_editor())

    page = upload(client, package_file(tmp_path).read_bytes())
    assert "A trial: nothing is changed." in page.content.decode()
    assert 'http-equiv="refresh"' in page.content.decode()
    run_waiting_imports()
    assert Service.objects.count() == 0
    run = ImportRun.objects.get()
    tried = client.get(reverse("admin:locator_importrun_change", args=[run.pk])).content.decode()
    assert "1 new" in tried
    assert 'http-equiv="refresh"' not in tried
    client.post(reverse("admin:locator_importrun_again", args=[run.pk]))
    run_waiting_imports()

    assert Service.objects.get().source == "Them"
    assert Service.history.get().history_user.username == "locator-editor"
    assert {run.state for run in ImportRun.objects.all()} == {ImportState.DONE}


def test_a_file_larger_than_a_picture_gets_through_and_one_beyond_the_limit_is_refused(client, monkeypatch):
    client.force_login(make_locator_editor())
    large = b"{" + b" " * 12_000_000

    upload(client, large, name="large.json")
    monkeypatch.setattr("locator.exchange_admin.MOST_BYTES", 1000)
    page = upload(client, large, name="larger.json")

    assert len(ImportRun.objects.get().content) == len(large)
    assert "too large" in page.content.decode()


def test_an_upload_without_the_token_of_the_form_is_refused(client, tmp_path):
    client.handler.enforce_csrf_checks = True
    client.force_login(make_locator_editor())

    page = upload(client, package_file(tmp_path).read_bytes())

    assert page.status_code == 403
    assert not ImportRun.objects.exists()


def test_only_locator_editors_import_and_export(client):
    run = ImportRun.objects.create(file_name="x", content=b"", source="x", asked_by=make_locator_editor())
    client.force_login(make_editor())
    addresses = [
        reverse("admin:locator_importrun_changelist"),
        reverse("admin:locator_importrun_add"),
        reverse("admin:locator_importrun_change", args=[run.pk]),
        reverse("admin:locator_importrun_report", args=[run.pk]),
        reverse("admin:locator_export", args=["zip"]),
    ]

    answers = [client.get(address).status_code for address in addresses]

    assert answers == [403] * len(addresses)
    assert client.post(reverse("admin:locator_importrun_again", args=[run.pk])).status_code == 403
    assert ImportRun.objects.count() == 1


@pytest.mark.parametrize("kind", ["zip", "json", "csv"])
def test_the_desk_exports_for_others_unless_asked_otherwise(client, kind):
    make_confidential()
    client.force_login(make_locator_editor())
    address = reverse("admin:locator_export", args=[kind])

    for_others = b"".join(client.get(address).streaming_content)
    for_us = b"".join(client.get(address, {"confidential": "yes"}).streaming_content)

    assert "77 Secret Street" not in whole_text(for_others)
    assert "77 Secret Street" in whole_text(for_us)


def test_addresses_that_do_not_exist_are_not_found(client):
    client.force_login(make_locator_editor())

    assert client.get(reverse("admin:locator_export", args=["doc"])).status_code == 404
    assert client.get(reverse("admin:locator_export", args=["zip"]), {"language": "xx"}).status_code == 404
    assert client.get(reverse("admin:locator_importrun_report", args=[identity(1)])).status_code == 404


def test_the_list_of_imports_reads_no_files(client, django_assert_max_num_queries):
    client.force_login(make_locator_editor())
    for number in range(3):
        ImportRun.objects.create(file_name=f"f{number}", content=b"x", source="x", asked_by=make_locator_editor())

    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("admin:locator_importrun_changelist")).content.decode()

    assert "f2" in page
    assert not [query["sql"] for query in queries if '"content"' in query["sql"]]


def test_a_file_that_cannot_be_read_ends_with_the_sentence(client):
    client.force_login(make_locator_editor())
    upload(client, b"no zip")

    run_waiting_imports()

    run = ImportRun.objects.get()
    assert run.state == ImportState.FAILED
    assert "not a zip file" in client.get(reverse("admin:locator_importrun_change", args=[run.pk])).content.decode()


def test_a_run_that_was_cut_off_is_taken_up_again_and_a_running_one_is_not():
    editor, now = make_locator_editor(), timezone.now()
    told = {"source": "x", "asked_by": editor, "content": b"x", "state": ImportState.RUNNING}
    ImportRun.objects.create(file_name="cut off", heard_at=now - SILENCE - timedelta(minutes=1), **told)
    ImportRun.objects.create(file_name="at work", heard_at=now, **told)

    due = [run.file_name for run in ImportRun.objects.due()]

    assert due == ["cut off"]


def test_files_and_reports_are_forgotten_after_a_month():
    run = ImportRun.objects.create(file_name="x", content=b"x", source="x", asked_by=make_locator_editor())
    ImportRun.objects.update(asked_at=timezone.now() - KEPT_FOR - timedelta(days=1))

    forget_old_imports()

    assert not ImportRun.objects.filter(pk=run.pk).exists()


def test_the_form_offers_the_mappings():
    assert ("odhf", "odhf") in ImportForm().fields["mapping"].choices
