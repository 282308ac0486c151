"""What cancers are called at the locator editors' desk: by their texts on the site, since they read no drafts."""

from django.utils.translation import gettext as _

from cancers.models import CancerVersion
from publishing.alphabet import sort_key


def cancer_names(also=()):
    """{id of a cancer: “English / French”}, in alphabetical order; `also` are ids that must be among them."""
    names = {}
    for pk, title in CancerVersion.objects.live().order_by("language").values_list("page", "title"):
        names[pk] = f"{names[pk]} / {title}" if pk in names else title
    names = dict(sorted(names.items(), key=lambda pair: sort_key(pair[1])))
    unnamed = {pk: _("a cancer without a page on the site (%(number)s)") % {"number": pk} for pk in also}
    return names | {pk: name for pk, name in unnamed.items() if pk not in names}
