from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import detail_views, list_views, suggest_views, views

app_name = "locator"
urlpatterns = [
    path("", views.index, name="index"),
    path(_("find/"), views.find, name="find"),
    path(_("my-list/"), list_views.my_list, name="list"),
    path(_("suggest/"), suggest_views.suggest_new, name="suggest_new"),
    path("<uuid:pk>/", detail_views.detail, name="detail"),
    path(_("<uuid:pk>/suggest/"), suggest_views.suggest, name="suggest"),
]
