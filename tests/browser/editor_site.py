"""A site of one form for the editor's tests: two texts, and rows that can be added, kept in memory."""

import json

from csp.decorators import csp_exempt, csp_update
from django import forms
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.template import engines
from django.urls import include, path
from django.views.i18n import JavaScriptCatalog

from publishing.fields import RichTextFormField
from publishing.richtext import EDITOR_CSP

# What the dialogs find. The names are hostile: whoever writes them into a page as HTML gives them a say.
HOSTILE = '<img src=x onerror="alert(1)">'
PAGES = [
    {"reference": "page:drugs.drug:12", "name": "Interferon", "kind": "Drug", "note": ""},
    {"reference": "page:cancers.cancer:3", "name": "Kidney cancer", "kind": "Cancer", "note": "not on the site yet"},
    {"reference": "page:glossary.term:4", "name": HOSTILE, "kind": HOSTILE, "note": HOSTILE},
]
PICTURES = [
    {"id": 12, "name": "A pump", "alt": "A pump on a belt", "src": "/pictures/12/320/", "width": 320, "height": 200},
    {"id": 7, "name": HOSTILE, "alt": HOSTILE, "src": "/pictures/7/320/", "width": 320, "height": 200},
]
# Smaller than any picture: one transparent dot.
DOT = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c000000000100010000020144003b")

# What has been saved, and which fields the last save saw as changed.
SAVED = {}
CHANGED = []


class AnyTextField(RichTextFormField):
    """Takes texts that a form of the site would refuse, such as a table without a caption."""

    validate = forms.CharField.validate


class TextForm(forms.Form):
    body = AnyTextField(label="How it works", required=False)
    aside = AnyTextField(label="Aside", required=False)


class RowForm(forms.Form):
    note = AnyTextField(label="Note", required=False)


# What the admin tells its script about rows that can be added.
ROW_OPTIONS = {"name": "#rows", "options": {"prefix": "rows", "addText": "Add a row", "deleteText": "Remove"}}
RowFormSet = forms.formset_factory(RowForm, extra=0)

PAGE = """{% load static %}<!DOCTYPE html>
<html lang="{{ LANGUAGE_CODE }}"><head><meta charset="utf-8"><title>Editor</title>
<script src="/catalog.js"></script>
<script src="{% static "admin/js/vendor/jquery/jquery.js" %}"></script>
<script src="{% static "admin/js/jquery.init.js" %}"></script>
{{ form.media }}
<script src="{% static "admin/js/inlines.js" %}"></script>
</head><body><main><h1>Editor</h1><form method="post">{% csrf_token %}
<div>{{ form.body.label_tag }}{{ form.body }}</div>
<details><summary>More</summary><div>{{ form.aside.label_tag }}{{ form.aside }}</div></details>
<div class="js-inline-admin-formset inline-group" id="rows-group" data-inline-type="stacked"
     data-inline-formset="{{ row_options }}">
{{ rows.management_form }}
{% for row in rows %}
<div class="inline-related" id="rows-{{ forloop.counter0 }}"><h3><span class="inline_label">Row</span></h3>
{{ row.note.label_tag }}{{ row.note }}</div>{% endfor %}
<div class="inline-related empty-form last-related" id="rows-empty"><h3><span class="inline_label">Row</span></h3>
{{ rows.empty_form.note.label_tag }}{{ rows.empty_form.note }}</div>
</div>
<button>Save</button></form></main></body></html>"""


def edit(request):
    form = TextForm(request.POST or None, initial=SAVED)
    initial = [{"note": note} for note in SAVED.get("notes", [])]
    rows = RowFormSet(request.POST or None, initial=initial, prefix="rows")
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        CHANGED[:] = form.changed_data + [name for row in rows for name in row.changed_data]
        SAVED.update(form.cleaned_data, notes=[row.cleaned_data.get("note", "") for row in rows])
        return HttpResponseRedirect("/saved/")
    context = {"form": form, "rows": rows, "row_options": json.dumps(ROW_OPTIONS)}
    page = engines["django"].from_string(PAGE).render(context, request)
    return HttpResponse(page)


def saved(request):
    return HttpResponse("<!DOCTYPE html><html lang=en><title>Saved</title><p>Saved")


def pages(request):
    reference, name = request.GET.get("reference"), request.GET.get("q", "").lower()
    found = [page for page in PAGES if (page["reference"] == reference if reference else name in page["name"].lower())]
    return JsonResponse({"pages": found, "more": False})


def pictures(request):
    found = [picture for picture in PICTURES if request.GET["q"].lower() in picture["name"].lower()]
    return JsonResponse({"pictures": found, "more": True})


def picture(request, pk, width):
    return HttpResponse(DOT, content_type="image/gif")


desk = [
    path("", saved, name="index"),
    path("pages/", pages, name="link_targets"),
    path("pictures/", pictures, name="images_picture_choices"),
]
urlpatterns = [
    path("admin/", include((desk, "admin"))),
    path("pictures/<int:pk>/<int:width>/", picture, name="picture"),
    path("", csp_update(EDITOR_CSP)(edit)),
    path("without-policy/", csp_exempt()(edit)),
    path("saved/", csp_exempt()(saved)),
    path("favicon.ico", lambda request: HttpResponse(status=204)),
    path("catalog.js", JavaScriptCatalog.as_view(packages=["django.contrib.admin"])),
]
