"""A forgotten password: four pages beside the desk's own, under the names that its login page looks for."""

from django.contrib.auth import views
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _

from .forms import DeskPasswordResetForm
from .views import ChooseAnotherPassword

desk = {"site_header": _("CancerInfo desk"), "site_title": _("CancerInfo desk")}

urlpatterns = [
    path(
        "",
        views.PasswordResetView.as_view(
            form_class=DeskPasswordResetForm,
            success_url=reverse_lazy("password_reset_done"),
            extra_context=desk,
        ),
        name="admin_password_reset",
    ),
    path("sent/", views.PasswordResetDoneView.as_view(extra_context=desk), name="password_reset_done"),
    path("<uidb64>/<token>/", ChooseAnotherPassword.as_view(extra_context=desk), name="password_reset_confirm"),
    path("done/", views.PasswordResetCompleteView.as_view(extra_context=desk), name="password_reset_complete"),
]
