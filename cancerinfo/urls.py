from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from images.views import picture, unsent_picture
from stories.views import story_photo

from . import views

urlpatterns = [
    path("", views.choose_language, name="choose_language"),
    path("styleguide/", views.choose_language, {"page": "styleguide"}, name="styleguide_in_ones_language"),
    path("health/", views.health, name="health"),
    path("admin/password-reset/", include("accounts.urls")),
    path("admin/", admin.site.urls),
    path("pictures/<int:number>/<int:width>/", picture, name="picture"),
    path("pictures/unsent/<slug:name>/", unsent_picture, name="unsent_picture"),
    path("pictures/stories/<int:number>/<int:width>/", story_photo, name="story_photo"),
    *i18n_patterns(
        path("", views.home, name="home"),
        path(_("drugs/"), include("drugs.urls")),
        path(_("cancers/"), include("cancers.urls")),
        path(_("glossary/"), include("glossary.urls")),
        path(_("stories/"), include("stories.urls")),
        path(_("services/"), include("locator.urls")),
        path("styleguide/", views.styleguide, name="styleguide"),
        # Last: site pages stand at the first level, beside the sections.
        path("", include("pages.urls")),
    ),
]
handler400 = "cancerinfo.views.bad_request"
handler403 = "cancerinfo.views.permission_denied"
handler404 = "cancerinfo.views.page_not_found"
handler500 = "cancerinfo.views.server_error"
