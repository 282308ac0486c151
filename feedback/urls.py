from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

app_name = "feedback"
urlpatterns = [
    path("", views.answer, name="answer"),
    path(_("thanks/"), views.thanks, name="thanks"),
]
