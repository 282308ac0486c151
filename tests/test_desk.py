"""The desk as editors, reviewers and publishers use it, and as others may not."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cancers.models import CancerVersion
from drugs.models import DrugVersion
from glossary.models import TermVersion
from publishing.checks import kinds_of
from publishing.fact_records import FactRecord
from publishing.models import HistoryEntry, Stage, State, Version, VersionPart
from publishing.roles import ADMINISTRATOR, EDITOR, PUBLISHER, REVIEWER, ROLES

from .factories import (
    approve,
    make_cancer,
    make_draft,
    make_drug,
    make_editor,
    make_everyone,
    make_picture,
    make_publisher,
    make_reviewer,
    make_term,
    make_user,
    publish,
    submit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk(client):
    """Sign somebody in: at_desk(user) answers a client that acts as this person."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def url(version, page="change", **more):
    return reverse(
        f"admin:{version._meta.app_label}_{version._meta.model_name}_{page}", args=[version.pk, *more.values()]
    )


def list_url(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def form_of(client, version, **changes):
    """What a browser would send back from the change form of a version, with some fields changed."""
    page = client.get(url(version))
    form = page.context["adminform"].form
    data = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    for inline in page.context["inline_admin_formsets"]:
        formset = inline.formset
        data |= {f"{formset.prefix}-{key}": value for key, value in formset.management_form.initial.items()}
        for row in formset.initial_forms:
            data |= {row.add_prefix(name): row.get_initial_for_field(field, name) for name, field in row.fields.items()}
    data = {name: value for name, value in data.items() if value is not None and value is not False}
    return {**data, **changes}


def move(client, version, name, **data):
    return client.post(url(version, "move", move=name), data, follow=True)


def messages_of(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_an_editor_starts_writes_and_submits_a_page(at_desk):
    client = at_desk(make_editor())
    start = reverse("admin:drugs_drugversion_add")

    client.post(start, {"language": "fr", "title": "Interféron", "slug": "interferon"})
    draft = DrugVersion.objects.get()
    answer = client.post(url(draft), form_of(client, draft, what_it_is="<p>Une protéine.</p>", _submit_for_review="1"))
    assert answer.url == url(draft, "move", move="submit")
    move(client, draft, "submit")

    draft.refresh_from_db()
    assert (draft.language, draft.stage, draft.what_it_is) == ("fr", Stage.IN_REVIEW, "<p>Une protéine.</p>")
    assert draft.edit_counter == 1


def test_rows_are_added_changed_and_removed(at_desk):
    client = at_desk(make_editor())
    cancer = make_cancer().page
    draft = make_draft(DrugVersion, "Interferon", rows={"types": [{"name": "alfa"}, {"name": "beta"}]})
    rows = {
        "types-0-name": "interferon alfa",
        "types-1-DELETE": "on",
        "uses-TOTAL_FORMS": "1",
        "uses-0-cancer": cancer.pk,
        "uses-0-name": "kidney cancer",
        "uses-0-position": "1",
    }

    client.post(url(draft), form_of(client, draft, **rows))

    assert list(draft.types.values_list("name", flat=True)) == ["interferon alfa"]
    assert list(draft.uses.values_list("cancer", "name")) == [(cancer.pk, "kidney cancer")]
    assert draft.history.filter(move="edit").count() == 1


def test_an_untouched_save_writes_no_history(at_desk):
    client = at_desk(make_editor())
    text = "<p>10<sup>9</sup>/L, l’interféron&nbsp;: « œ »</p>"
    draft = make_draft(DrugVersion, "Interferon", what_it_is=text, rows={"types": [{"name": "alfa"}]})
    before = DrugVersion.objects.get(pk=draft.pk)

    client.post(url(draft), form_of(client, draft))

    after = DrugVersion.objects.get(pk=draft.pk)
    assert (after.edit_counter, after.what_it_is) == (before.edit_counter, before.what_it_is)
    assert not draft.history.filter(move="edit").exists()


def test_a_reviewer_approves_exactly_what_they_saw(at_desk):
    draft = submit(make_draft(DrugVersion, "Interferon"))
    client = at_desk(make_reviewer())
    seen = seen_by(client, draft)
    draft.take_back(by=make_editor())
    draft.title = "Changed"
    draft.save()
    submit(draft)

    answer = move(client, draft, "approve", **seen)

    assert "changed after you opened it" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.stage == Stage.IN_REVIEW


def test_a_reviewer_approves_exactly_the_pictures_they_saw(at_desk):
    picture = make_picture(caption_en="Take one.", caption_fr="Prenez-en un.")
    draft = submit(make_draft(CancerVersion, "Leukemia", body=f'<img data-picture="{picture.pk}">'))
    client = at_desk(make_reviewer())
    seen = seen_by(client, draft)
    draft.take_back(by=make_editor())
    picture.caption_en = "Take ten."
    picture.save()
    submit(draft)

    answer = move(client, draft, "approve", **seen)

    assert "changed after you opened it" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.stage == Stage.IN_REVIEW


def test_a_reviewer_approves_what_nobody_took_back_meanwhile(at_desk):
    draft = submit(make_draft(DrugVersion, "Interferon"))
    client = at_desk(make_reviewer())

    move(client, draft, "approve", **seen_by(client, draft))

    draft.refresh_from_db()
    assert draft.stage == Stage.APPROVED


def seen_by(client, draft):
    """What the form of an approval holds for who follows its link from the text."""
    link = re.search(r'href="([^"]*move/approve/[^"]*)"', client.get(url(draft)).content.decode()).group(1)
    form = client.get(unescape(link)).context["form"]
    return {field.name: field.value() for field in form.hidden_fields()}


def test_one_press_approves_and_publishes_for_who_has_both_roles(at_desk):
    draft = submit(make_draft(DrugVersion, "Interferon"))
    client = at_desk(make_user(REVIEWER, PUBLISHER))

    move(client, draft, "approve", digest=draft.digest, publish_now="on")

    assert DrugVersion.objects.live().get() == draft


def test_a_reviewer_who_is_no_publisher_is_not_offered_to_publish(at_desk):
    draft = submit(make_draft(DrugVersion, "Interferon"))
    client = at_desk(make_reviewer())

    move(client, draft, "approve", digest=draft.digest, publish_now="on")

    draft.refresh_from_db()
    assert draft.state == State.APPROVED


def test_sending_back_without_a_reason_says_so_and_keeps_everything(at_desk):
    draft = submit(make_draft(DrugVersion, "Interferon"))
    client = at_desk(make_reviewer())

    answer = move(client, draft, "send_back", why="")
    assert "This field is required" in answer.content.decode()

    move(client, draft, "send_back", why="The dose is missing.")
    client = at_desk(make_editor())
    assert "The dose is missing." in client.get(url(draft)).content.decode()


def test_a_publisher_schedules_cancels_and_publishes(at_desk):
    draft = approve(make_draft(DrugVersion, "Interferon"))
    client = at_desk(make_publisher())
    tomorrow = timezone.localtime(timezone.now() + timedelta(days=1))

    move(client, draft, "publish", at_0=f"{tomorrow:%Y-%m-%d}", at_1="08:00:00")
    draft.refresh_from_db()
    assert draft.state == State.SCHEDULED
    assert timezone.localtime(draft.live_from).hour == 8

    move(client, draft, "unschedule")
    move(client, draft, "publish")
    draft.refresh_from_db()
    assert draft.state == State.LIVE


def test_a_time_in_the_past_is_answered_beside_the_form_with_the_words_kept(at_desk):
    draft = approve(make_draft(DrugVersion, "Interferon"))
    client = at_desk(make_publisher())

    answer = move(client, draft, "publish", at_0="2020-01-01", at_1="08:00:00", why="My words")

    assert "This time has passed" in answer.content.decode()
    assert "My words" in answer.content.decode()


def test_a_withdrawal_asks_where_a_moved_page_went(at_desk):
    live = make_drug()
    client = at_desk(make_publisher())

    answer = move(client, live, "withdraw", outcome="moved", why="Merged.")
    assert "Choose the page that readers are led to" in answer.content.decode()

    target = make_drug("Other")
    move(client, live, "withdraw", outcome="moved", moved_to=target.pk, why="Merged.")
    assert DrugVersion.objects.live().get() == target


def test_who_has_nothing_to_do_yet_is_told_so(at_desk):
    page = at_desk(make_user()).get(reverse("admin:index")).content.decode()

    assert "There is nothing to work on here for your roles yet." in page


# Lists


def test_the_list_shows_one_row_per_page_and_language_with_its_newest_version(at_desk):
    live = make_drug("Interferon")
    french = live.translate(by=make_editor())
    draft = live.open_draft(by=make_editor())
    abandoned = publish(make_draft(DrugVersion, "Other")).open_draft(by=make_editor())
    abandoned.abandon(by=make_editor())
    client = at_desk(make_editor())

    rows = client.get(list_url(DrugVersion)).context["cl"].result_list

    assert {row.pk for row in rows} == {draft.pk, french.pk, abandoned.siblings.live().get().pk}


@pytest.mark.parametrize("question", ["?state=in_review", "?language=fr&state=in_review", "?q=rev"])
def test_the_list_can_be_narrowed(at_desk, question):
    wanted = submit(make_draft(DrugVersion, "In review", language="fr"))
    make_drug("Live")
    client = at_desk(make_editor())

    assert list(client.get(list_url(DrugVersion) + question).context["cl"].result_list) == [wanted]


@pytest.mark.parametrize("question", ["?state=%00", "?language=%00", "?q=%00", "?state=nonsense", "?o=99", "?p=99"])
def test_a_senseless_question_to_the_list_is_answered_with_the_list(at_desk, question):
    make_drug("Live")

    assert at_desk(make_editor()).get(list_url(DrugVersion) + question, follow=True).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/admin/pages/menuentry/?menu__exact=%00",
        "/admin/pages/menuentry/?label_en=%00",
        "/admin/pages/notice/?kind__exact=%00",
        "/admin/drugs/drugversion/?title=%00",
        "/admin/images/picture/choices/?q=%00",
        f"/admin/images/picture/choices/?q={'a' * 60_000}",
    ],
)
def test_a_senseless_question_anywhere_at_the_desk_is_no_error(at_desk, address):
    make_picture()
    make_drug()

    assert at_desk(make_user(EDITOR, PUBLISHER)).get(address, follow=True).status_code == 200


def test_the_next_draft_is_opened_from_the_list_in_one_press(at_desk):
    live = make_drug()
    client = at_desk(make_editor())
    page = client.get(list_url(DrugVersion)).content.decode()
    target = re.search(r'formaction="([^"]*/open_draft/)"', page).group(1)

    answer = client.post(target)

    assert answer.url == url(live.siblings.working().get())


# Lost updates


def test_a_second_editor_is_told_and_both_texts_are_shown(at_desk):
    draft = make_draft(DrugVersion, "Interferon", summary="At first.")
    client = at_desk(make_editor())
    mine = form_of(client, draft, summary="My words.", what_it_is="<p>My text.</p>")
    other = make_user(EDITOR, username="colleague")
    theirs = DrugVersion.objects.get(pk=draft.pk)
    theirs.summary = "Their words."
    theirs.save()
    theirs.record_edit(by=other)

    answer = client.post(url(draft), mine)

    page = answer.content.decode()
    assert "colleague saved this while you were working" in page
    assert "Their words." in page
    assert "My words." in page
    draft.refresh_from_db()
    assert draft.summary == "Their words."


def test_after_reading_both_texts_a_person_can_still_save_their_own(at_desk):
    draft = make_draft(DrugVersion, "Interferon", summary="At first.")
    client = at_desk(make_editor())
    mine = form_of(client, draft, summary="My words.")
    DrugVersion.objects.get(pk=draft.pk).record_edit(by=make_user(EDITOR))
    refused = client.post(url(draft), mine)
    shown = re.search(r'name="seen_counter" value="(\d+)"', refused.content.decode()).group(1)

    client.post(url(draft), mine | {"seen_counter": shown})

    draft.refresh_from_db()
    assert draft.summary == "My words."


def test_rows_that_somebody_else_changed_are_shown_too(at_desk):
    draft = make_draft(DrugVersion, "Interferon", rows={"types": [{"name": "alfa"}]})
    client = at_desk(make_editor())
    mine = form_of(client, draft, **{"types-0-name": "my alfa"})
    draft.types.update(name="their alfa")
    draft.record_edit(by=make_user(EDITOR))

    answer = client.post(url(draft), mine)

    assert "their alfa" in answer.content.decode()
    assert draft.types.get().name == "their alfa"


def test_a_draft_that_was_submitted_meanwhile_refuses_the_save(at_desk):
    draft = make_draft(DrugVersion, "Interferon")
    client = at_desk(make_editor())
    mine = form_of(client, draft, title="Smuggled")
    submit(draft)

    answer = client.post(url(draft), mine)

    assert answer.status_code == 403
    draft.refresh_from_db()
    assert draft.title == "Interferon"


def test_two_administrators_do_not_overwrite_one_another(at_desk):
    person = make_user(EDITOR, username="person", first_name="At first")
    client = at_desk(make_user(ADMINISTRATOR))
    address = reverse("admin:accounts_user_change", args=[person.pk])
    form = {"username": "person", "is_active": "on", "seen_counter": "0", "last_name": ""}
    client.post(address, form | {"first_name": "Theirs"})

    answer = client.post(address, form | {"first_name": "Mine"})

    assert "saved this while you were working" in answer.content.decode()
    assert User.objects.get(pk=person.pk).first_name == "Theirs"


# Doors that are closed


ALL_MODELS = [DrugVersion, CancerVersion, TermVersion]


def test_nothing_can_be_deleted_from_the_desk(at_desk):
    boss = make_user(*ROLES, is_superuser=True)
    client = at_desk(boss)
    made = [make_drug(), make_cancer(), make_term(), make_draft(DrugVersion, "Draft")]

    for version in made:
        assert client.post(url(version, "delete"), {"post": "yes"}).status_code == 403
        sent = {"action": "delete_selected", "_selected_action": [version.pk], "post": "yes"}
        client.post(list_url(type(version)), sent)
        assert type(version).objects.filter(pk=version.pk).exists()
    assert client.post(reverse("admin:accounts_user_delete", args=[boss.pk]), {"post": "yes"}).status_code == 403


def test_save_as_new_is_not_a_way_to_copy(at_desk):
    draft = make_draft(DrugVersion, "Interferon")
    client = at_desk(make_editor())

    client.post(url(draft), form_of(client, draft, _saveasnew="1"))

    assert DrugVersion.objects.count() == 1


def test_a_live_version_is_shown_but_takes_no_post(at_desk):
    live = make_drug(what_it_is="<p>A <strong>protein</strong>.</p>")
    client = at_desk(make_editor())

    shown = client.get(url(live))
    assert "<p>A <strong>protein</strong>.</p>" in shown.content.decode()
    assert client.post(url(live), {"title": "Smuggled", "slug": "x"}).status_code == 403


def test_the_desk_keeps_no_titles_in_a_log_of_its_own(at_desk):
    client = at_desk(make_editor())
    draft = make_draft(DrugVersion, "Interferon")
    client.post(url(draft), form_of(client, draft, title="Secret title"))

    texts = [str(list(HistoryEntry.objects.values()))]
    from django.contrib.admin.models import LogEntry  # noqa: PLC0415

    texts.append(str(list(LogEntry.objects.values())))
    assert not any("Secret title" in text for text in texts)


def test_every_address_of_the_desk_asks_for_a_sign_in(client):
    live = make_drug()
    addresses = [list_url(DrugVersion), url(live), url(live, "preview"), url(live, "history"), reverse("admin:index")]
    addresses.append(url(live, "move", move="withdraw"))

    for address in addresses:
        assert client.get(address).headers["Location"].startswith(reverse("admin:login"))


@pytest.mark.parametrize("role", ["moderator", "locator_editor", "administrator"])
def test_who_does_not_work_on_pages_sees_none_of_them(at_desk, role):
    draft = make_draft(DrugVersion, "Secret title")
    client = at_desk(make_everyone()[role])

    for page in ("change", "preview", "history"):
        answer = client.get(url(draft, page), follow=True)
        assert answer.status_code == 403
        assert "Secret title" not in answer.content.decode()
    assert client.get(url(draft, "move", move="submit")).status_code == 403
    assert client.get(list_url(DrugVersion)).status_code == 403


def test_a_translator_notes_that_the_text_was_brought_up_to_date(at_desk):
    english = make_drug()
    french = publish(english.translate(by=make_editor()))
    publish(english.open_draft(by=make_editor()))
    draft = french.open_draft(by=make_editor())
    client = at_desk(make_editor())

    assert "has changed since" in client.get(url(draft)).content.decode()
    client.post(url(draft, "move", move="follow_source"))

    assert "has changed since" not in client.get(url(draft)).content.decode()


def test_a_move_is_never_made_by_a_link(at_desk):
    live = make_drug()
    client = at_desk(make_user(*ROLES))

    for name in ("open_draft", "translate", "withdraw", "nonsense", "edit", "view", "start"):
        client.get(url(live, "move", move=name))

    assert DrugVersion.objects.count() == 1
    assert DrugVersion.objects.live().get() == live


def test_a_preview_shows_the_draft_and_is_never_kept(at_desk):
    rows = {"uses": [{"cancer": make_cancer("Cancer du rein", language="fr").page, "name": "cancer du rein"}]}
    draft = make_draft(DrugVersion, "Interféron", language="fr", what_it_is="<p>Une protéine.</p>", rows=rows)
    client = at_desk(make_editor())

    answer = client.get(url(draft, "preview"))

    assert "Une protéine." in answer.content.decode()
    assert 'lang="fr' in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


def test_an_administrator_gives_roles_but_cannot_touch_a_superuser(at_desk):
    boss = make_user(username="boss", is_superuser=True)
    person = make_user(username="person")
    client = at_desk(make_user(ADMINISTRATOR))
    roles = [group.pk for group in make_everyone()["editor"].groups.all()]

    form = {"username": "person", "is_active": "on", "seen_counter": "0", "groups": roles, "is_superuser": "on"}
    client.post(reverse("admin:accounts_user_change", args=[person.pk]), form)

    person.refresh_from_db()
    assert [group.name for group in person.groups.all()] == [EDITOR]
    assert not person.is_superuser
    assert client.get(reverse("admin:accounts_user_change", args=[boss.pk])).status_code == 403
    password = reverse("admin:auth_user_password_change", args=[boss.pk])
    assert client.post(password, {"password1": "x", "password2": "x"}).status_code == 403


def test_the_start_page_lists_what_waits_for_each_role(at_desk):
    submit(make_draft(DrugVersion, "To review"))
    approve(make_draft(TermVersion, "to publish", definition="<p>x</p>"))
    make_draft(CancerVersion, "To finish")
    index = reverse("admin:index")

    assert "To finish" in at_desk(make_editor()).get(index).content.decode()
    assert "To review" in at_desk(make_reviewer()).get(index).content.decode()
    assert "to publish" in at_desk(make_publisher()).get(index).content.decode()
    assert "To finish" not in at_desk(make_user(ADMINISTRATOR)).get(index).content.decode()


@pytest.mark.parametrize("base", [Version, VersionPart, FactRecord])
def test_every_field_that_people_fill_in_has_help_beside_it(base):
    fields = [field for model in kinds_of(base) for field in model._meta.concrete_fields if field.editable]
    typed = [field for field in fields if not field.primary_key and field.name not in ("version", "history_user")]

    assert len(typed) > 10
    assert [str(field) for field in typed if not field.help_text] == []


def test_who_only_reads_a_text_sees_its_pictures_and_where_its_links_lead(at_desk):
    picture = make_picture(alt_en="A needle goes under the skin")
    cancer = make_cancer("Melanoma")
    text = f'<p>For <a href="page:cancers.cancer:{cancer.page_id}">melanoma</a>.</p><img data-picture="{picture.pk}">'
    draft = submit(make_draft(DrugVersion, "Interferon", what_it_is=text))

    read = at_desk(make_reviewer()).get(url(draft)).content.decode()

    assert 'alt="A needle goes under the skin"' in read
    assert f'<a href="{cancer.get_absolute_url()}">melanoma</a>' in read
    assert "data-picture" not in read


@pytest.mark.parametrize("heading", ["h1", "h3", "h4"])
def test_a_definition_with_a_heading_is_refused_beside_the_field(at_desk, heading):
    draft = make_draft(TermVersion, "cytokine", definition="<p>A messenger.</p>")
    client = at_desk(make_editor())
    text = f"<{heading}>What it is</{heading}><p>A messenger.</p>"

    answer = client.post(url(draft), form_of(client, draft, definition=text))

    assert "A definition has no headings." in answer.content.decode()
    draft.refresh_from_db()
    assert draft.definition == "<p>A messenger.</p>"
