from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from api.views import documentation
from images.views import picture, unsent_picture
from stories.views import story_photo

from . import feeds, site_files, sitemaps, views

urlpatterns = [
    path("", views.choose_language, name="choose_language"),
    path("styleguide/", views.choose_language, {"page": "styleguide"}, name="styleguide_in_ones_language"),
    path("health/", views.health, name="health"),
    path("robots.txt", site_files.robots, name="robots"),
    path(".well-known/security.txt", site_files.security, name="security"),
    path("favicon.ico", site_files.favicon, name="favicon"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemaps/<slug:section>/<slug:language>/<int:part>.xml", sitemaps.file, name="sitemap_file"),
    path("admin/password-reset/", include("accounts.urls")),
    path("admin/", admin.site.urls),
    path("pictures/<int:number>/<int:width>/", picture, name="picture"),
    path("pictures/unsent/<slug:name>/", unsent_picture, name="unsent_picture"),
    path("pictures/stories/<int:number>/<int:width>/", story_photo, name="story_photo"),
    path("api/v1/", include("api.urls")),
    *i18n_patterns(
        path("", views.home, name="home"),
        path(_("drugs/"), include("drugs.urls")),
        path(_("cancers/"), include("cancers.urls")),
        path(_("glossary/"), include("glossary.urls")),
        path(_("stories/"), include("stories.urls")),
        path(_("services/"), include("locator.urls")),
        path(_("visit-sheet/"), include("visit.urls")),
        path(_("search/"), include("search.urls")),
        path(_("feeds/all.atom"), feeds.feed, {"kind": "all"}, name="feed_all"),
        path(_("feeds/drugs.atom"), feeds.feed, {"kind": "drugs"}, name="feed_drugs"),
        path(_("feeds/cancers.atom"), feeds.feed, {"kind": "cancers"}, name="feed_cancers"),
        path(_("feeds/words.atom"), feeds.feed, {"kind": "words"}, name="feed_words"),
        path(_("feeds/stories.atom"), feeds.feed, {"kind": "stories"}, name="feed_stories"),
        path("api/", documentation, name="api_docs"),
        path("styleguide/", views.styleguide, name="styleguide"),
        path(_("feedback/"), include("feedback.urls")),
        # Last: site pages stand at the first level, beside the sections.
        path("", include("pages.urls")),
    ),
]
handler400 = "cancerinfo.views.bad_request"
handler403 = "cancerinfo.views.permission_denied"
handler404 = "cancerinfo.views.page_not_found"
handler500 = "cancerinfo.views.server_error"
