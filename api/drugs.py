from django.utils import timezone
from ninja import Query, Router

from cancers.models import CancerVersion
from drugs.models import DrugVersion

from .pages import Kind, Texts, in_order, sources_of, withdrawal_of
from .paging import page, part_of
from .parameters import Asked, Paged
from .shapes import Drug, DrugInBrief, DrugName, DrugType, DrugUse, Giving, Page, SideEffect

router = Router(tags=["drugs"])
DRUGS = Kind(DrugVersion, "api_drug")
CANCERS = Kind(CancerVersion, "api_cancer")


@router.get("", response=Page[DrugInBrief], url_name="api_drugs", operation_id="drugs")
def drugs(request, asked: Query[Paged]):
    at = timezone.now()
    rows = in_order(DRUGS.live(at=at))
    keys = [key for key, _title in part_of(asked, rows)]
    found = DRUGS.without_texts(at=at).prefetch_related("names").in_bulk(keys)
    alternates = DRUGS.alternates(found.values(), at=at)
    return page(asked, len(rows), [_brief(found[key], alternates) for key in keys if key in found])


@router.get("/{slug}", response=Drug, url_name="api_drug", operation_id="drug")
def drug(request, slug: str, asked: Query[Asked]):
    at = timezone.now()
    version = DRUGS.one(DrugVersion.objects.with_parts(language=asked.language, at=at), slug, at=at)
    texts = Texts([version], at=at)
    return Drug(
        **DRUGS.brief(version, DRUGS.alternates([version], at=at).get(version.page_id)),
        pronunciation=version.pronunciation,
        names=_names(version),
        types=[DrugType(name=one.name, note=one.note) for one in version.types.all()],
        what_it_is=texts.rich(version.what_it_is),
        how_it_works=texts.rich(version.how_it_works),
        uses=[_use(one) for one in version.uses.all()],
        use_text=texts.rich(version.use_text),
        givings=[
            Giving(route=one.route, for_types=one.for_types, schedule=one.schedule) for one in version.givings.all()
        ],
        given_text=texts.rich(version.given_text),
        side_effects=[_side_effect(one) for one in version.side_effects.all()],
        before_treatment=texts.rich(version.before_treatment),
        sources=sources_of(version),
        withdrawal=withdrawal_of(version),
    )


def _brief(version, alternates):
    names = dict.fromkeys(one.name for one in version.names.all() if one.name != version.title)
    return DrugInBrief(**DRUGS.brief(version, alternates.get(version.page_id)), names=list(names))


def _names(version):
    types = {one.pk: one.name for one in version.types.all()}
    return [
        DrugName(name=one.name, kind=one.kind, type=types.get(one.type_id, ""), no_longer_sold=one.no_longer_sold)
        for one in version.names.all()
    ]


def _use(use):
    cancer = use.live_cancer()
    words = {"qualifier": use.qualifier, "name": use.name, "note": use.note}
    return DrugUse(**words, cancer=CANCERS.link(cancer) if cancer else None)


def _side_effect(effect):
    return SideEffect(
        effect=effect.effect, how_often=effect.how_often, what_to_do=effect.what_to_do, call_now=effect.call_now
    )
