from django.utils import timezone
from ninja import Query, Router

from cancers.models import CancerVersion

from .pages import Kind, Texts, in_order, sources_of, withdrawal_of
from .paging import page, part_of
from .parameters import Asked, Paged
from .shapes import Cancer, CancerInBrief, Page

router = Router(tags=["cancers"])
CANCERS = Kind(CancerVersion, "api_cancer")


@router.get("", response=Page[CancerInBrief], url_name="api_cancers", operation_id="cancers")
def cancers(request, asked: Query[Paged]):
    at = timezone.now()
    rows = in_order(CANCERS.live(at=at))
    keys = [key for key, _title in part_of(asked, rows)]
    found = CANCERS.without_texts(at=at).prefetch_related("names").in_bulk(keys)
    alternates = CANCERS.alternates(found.values(), at=at)
    contents = [CancerInBrief(**_brief(found[key], alternates)) for key in keys if key in found]
    return page(asked, len(rows), contents)


@router.get("/{slug}", response=Cancer, url_name="api_cancer", operation_id="cancer")
def cancer(request, slug: str, asked: Query[Asked]):
    at = timezone.now()
    version = CANCERS.one(CancerVersion.objects.prefetch_related("names", "sources"), slug, at=at)
    return Cancer(
        **_brief(version, CANCERS.alternates([version], at=at)),
        body=Texts([version], at=at).rich(version.body),
        sources=sources_of(version),
        withdrawal=withdrawal_of(version),
    )


def _brief(version, alternates):
    names = [one.name for one in version.names.all()]
    return CANCERS.brief(version, alternates.get(version.page_id)) | {"names": names}
