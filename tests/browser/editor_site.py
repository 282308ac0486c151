"""A site of one form for the editor's tests: two texts, and rows that can be added, kept in memory."""

import json

from csp.decorators import csp_exempt, csp_update
from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import path
from django.views.i18n import JavaScriptCatalog

from publishing.fields import RichTextFormField
from publishing.richtext import EDITOR_CSP

# What has been saved, and which fields the last save saw as changed.
SAVED = {}
CHANGED = []


class TextForm(forms.Form):
    body = RichTextFormField(label="How it works", required=False)
    aside = RichTextFormField(label="Aside", required=False)


class RowForm(forms.Form):
    note = RichTextFormField(label="Note", required=False)


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


urlpatterns = [
    path("", csp_update(EDITOR_CSP)(edit)),
    path("without-policy/", csp_exempt()(edit)),
    path("saved/", csp_exempt()(saved)),
    path("favicon.ico", lambda request: HttpResponse(status=204)),
    path("catalog.js", JavaScriptCatalog.as_view(packages=["django.contrib.admin"])),
]
