from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import mine_views, report_views, share_views, views

app_name = "stories"

urlpatterns = [
    path("", views.index, name="index"),
    path(_("share/"), share_views.share, name="share"),
    path(_("mine/"), mine_views.mine, name="mine"),
    path("<int:number>/", views.detail, name="detail"),
    path(_("<int:number>/report/"), report_views.report, name="report"),
]
