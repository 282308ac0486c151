from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class FeedbackConfig(AppConfig):
    name = "feedback"
    verbose_name = pgettext_lazy("section of the desk", "What readers say")
