"""What people agree to when they send a story, in the exact words they read.

Pure: no model, no request. A consent keeps the version and the hash of its wording, so the words stay here for as long
as the site exists. To change one, add a Wording with the next version; never edit one that people have read. A wording
stays as its person read it, so it is not translated through gettext.
"""

import hashlib
from dataclasses import dataclass

# The form around the wordings, with its notice and TAKING_BACK. Raise it when one of these changes its meaning.
FORM_VERSION = 1


@dataclass(frozen=True)
class Wording:
    """The words of one consent, with which people say what may be done with their story."""

    purpose: str
    version: int
    en: str
    fr: str

    def text(self, language: str) -> str:
        """Return the words in "en" or "fr"."""
        return {"en": self.en, "fr": self.fr}[language]

    def hash(self, language: str) -> str:
        """Return the SHA-256 of exactly these words in "en" or "fr", in hexadecimal."""
        return hashlib.sha256(self.text(language).encode()).hexdigest()


WORDINGS = (
    Wording(
        "publish",
        1,
        en=(
            "I agree that CancerInfo publishes my story on this site. Nothing in it is changed unless I agree. "
            "Everyone can read it there, and search engines can find it. "
            "If I do not agree, no part of my story is shown."
        ),
        fr=(
            "J’accepte que CancerInfo publie mon témoignage sur ce site. On n’y change rien sans mon accord. "
            "Tout le monde peut le lire, et les moteurs de recherche peuvent le trouver. "
            "Si je n’accepte pas, rien de mon texte n’est montré."
        ),
    ),
    Wording(
        "quote",
        1,
        en=(
            "I agree that short parts of my story are shown on other pages of this site, with a link to the story. "
            "One of them may also be shown in large type on the page of my story."
        ),
        fr=(
            "J’accepte que de courts extraits de mon témoignage soient mis sur d’autres pages de ce site, avec un lien "
            "vers le texte complet. "
            "L’un d’eux peut aussi être mis en gros caractères sur la page de mon texte."
        ),
    ),
    Wording(
        "photo",
        1,
        en=(
            "I agree that my photo is shown on this site. "
            "It may appear next to my story, and next to short parts of it."
        ),
        fr=(
            "J’accepte que ma photo soit montrée sur ce site, à côté de mon texte et à côté des courts extraits qui en "
            "sont tirés."
        ),
    ),
    Wording(
        "contact",
        1,
        en=(
            "I agree that someone from the team may write to me about other things. "
            "They may ask me a question or invite me, for example. "
            "I get mail about my story itself in any case."
        ),
        fr=(
            "J’accepte que l’équipe m’écrive aussi pour autre chose, par exemple une question ou une invitation. "
            "Les courriels au sujet de mon texte, eux, me parviennent dans tous les cas."
        ),
    ),
    Wording(
        "share",
        1,
        en=(
            "I agree that my story may be used outside this site. "
            "It may go into a newsletter or a leaflet, on social media or in the news. "
            "Short parts of it and my photo may go with it only if I agreed to those, too."
        ),
        fr=(
            "J’accepte que mon témoignage serve ailleurs que sur ce site. "
            "Il peut aller dans une infolettre, un dépliant, les réseaux sociaux ou les médias. "
            "De courts extraits et ma photo peuvent l’accompagner si je les ai acceptés aussi."
        ),
    ),
)

# Stands once below all consents. Not a consent itself, but what is true of each.
TAKING_BACK = Wording(
    "all",
    1,
    en=(
        "I can take back each of these at any time, by the link in the e-mail I get. "
        "Copies that other people have made or printed by then cannot be called back."
    ),
    fr=(
        "Je peux retirer chacun de ces accords en tout temps, par le lien dans le courriel que je reçois. "
        "Les copies que d’autres ont faites ou imprimées d’ici là ne peuvent pas être reprises."
    ),
)


def current(purpose: str) -> Wording:
    """Return the newest wording of a purpose; KeyError when there is none."""
    versions = [wording for wording in WORDINGS if wording.purpose == purpose]
    if not versions:
        raise KeyError(purpose)
    return max(versions, key=lambda wording: wording.version)
