"""Examples for the documentation: tests/test_api_schema.py holds each against the shape that its route promises."""

SITE = "https://example.org"
LIVE = "2026-03-02T14:00:00Z"
A_PAGE = {
    "total_items": 1,
    "total_pages": 1,
    "page_number": 1,
    "size": 1,
    "first_page": True,
    "last_page": True,
    "empty": False,
}
SERVICE = "3f0d9c1e-6c1b-4a6e-9d55-1d9f0a2f7c11"


def _brief(number, slug, title, section, *, summary):
    return {
        "number": number,
        "language": "en",
        "title": title,
        "slug": slug,
        "summary": summary,
        "url": f"{SITE}/en/{section}/{slug}/",
        "api_url": f"{SITE}/api/v1/{'terms' if section == 'glossary' else section}/{slug}?language=en",
        "is_demonstration": True,
        "reviewed_at": None,
        "live_since": LIVE,
        "alternate": None,
    }


DRUG = _brief(12, "interferon", "Interferon", "drugs", summary="A protein that helps the body fight cancer.")
CANCER = _brief(3, "kidney-cancer", "Kidney cancer", "cancers", summary="Cancer that starts in the kidney.")
TERM = _brief(7, "cytokine", "cytokine", "glossary", summary="") | {
    "pronunciation": "SY-toh-kine",
    "names": [],
    "definition": {"html": "<p>A substance with which cells talk.</p>", "text": "A substance with which cells talk."},
}
LINK = {name: CANCER[name] for name in ("number", "title", "slug", "url", "api_url")}
SOURCE = {
    "title": "Drug Product Database",
    "publisher": "Health Canada",
    "url": "https://www.canada.ca/",
    "read_on": "2026-01-15",
}
STORY = {
    "number": 5,
    "language": "en",
    "title": "The garden",
    "url": f"{SITE}/en/stories/5/",
    "api_url": f"{SITE}/api/v1/stories/5?language=en",
    "live_since": LIVE,
    "is_demonstration": True,
    "cancer": LINK,
    "content_notes": [],
}
A_SERVICE = {
    "id": SERVICE,
    "name": "Rides to treatment",
    "status": "active",
    "by_phone": True,
    "organization": {"id": "6a1e3c0e-35d7-4a6c-8b0b-6f7f0a4d2b10", "name": "Helping Hands", "description": "Not given"},
    "phones": [{"id": "0b6d1b62-7f5d-4d0e-8a53-3e2b9f7d1c22", "number": "613-555-0123", "type": "voice"}],
    "site_url": f"{SITE}/en/services/{SERVICE}/",
    "api_url": f"{SITE}/api/v1/services/{SERVICE}?language=en",
    "is_demonstration": True,
}
A_KIND = {
    "id": "c2a7cf3a-0d0c-4b0a-8f0e-0f6ad2a5b8aa",
    "code": "rides",
    "name": "Rides",
    "description": "lift, drive",
    "taxonomy": "cancerinfo: kinds of help",
    "language": "en",
}
# What a route is asked with, in its path and in its query.
PATHS = {"drug": "interferon", "term": "cytokine", "cancer": "kidney-cancer", "story": 5, "service": SERVICE}
QUERIES = {
    "searchTerms": {"query": "cyto", "match": "begins"},
    "suggestTerms": {"query": "cyt"},
    "services": {"near": "45.42,-75.70", "within": 25},
    "stories": {"language": "en"},
}
ANSWERS = {
    "drugs": A_PAGE | {"contents": [DRUG | {"names": ["Intron A"]}]},
    "drug": DRUG
    | {
        "pronunciation": "in-ter-FEER-on",
        "names": [{"name": "Intron A", "kind": "brand", "type": "interferon alfa-2b", "no_longer_sold": True}],
        "types": [{"name": "interferon alfa-2b", "note": ""}],
        "what_it_is": {
            "html": "<p>A drug like a protein of the body.</p>",
            "text": "A drug like a protein of the body.",
        },
        "how_it_works": None,
        "uses": [{"qualifier": "some types of", "name": "kidney cancer", "note": "", "cancer": LINK}],
        "use_text": None,
        "givings": [{"route": "an injection under the skin", "for_types": "", "schedule": "three times a week"}],
        "given_text": None,
        "side_effects": [{"effect": "fever", "how_often": "common", "what_to_do": "Call your team.", "call_now": True}],
        "before_treatment": None,
        "sources": [SOURCE],
        "withdrawal": None,
    },
    "terms": A_PAGE | {"contents": [TERM]},
    "term": TERM | {"withdrawal": None},
    "searchTerms": {"total_items": 1, "from": 0, "size": 1, "contents": [TERM | {"matched_names": []}]},
    "suggestTerms": {
        "contents": [{name: TERM[name] for name in ("number", "title", "slug", "api_url")} | {"name": "cytokine"}]
    },
    "cancers": A_PAGE | {"contents": [CANCER | {"names": []}]},
    "cancer": CANCER | {"names": [], "body": None, "sources": [SOURCE], "withdrawal": None},
    "stories": A_PAGE | {"contents": [STORY]},
    "story": STORY | {"text": None},
    "services": A_PAGE | {"contents": [A_SERVICE | {"distance_kilometres": 2.4}]},
    "service": A_SERVICE,
    "taxonomyTerms": A_PAGE | {"contents": [A_KIND]},
}
