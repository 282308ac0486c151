"""Languages in which services are given in Canada, by their ISO 639 codes.

Pure: no model, no request. The names follow the lists of the Canadian community-information sector (OpenCIOC, CC0).
"""

NAMES = {
    "en": ("English", "anglais"),
    "fr": ("French", "français"),
    "ase": ("American Sign Language (ASL)", "langue des signes américaine (ASL)"),
    "fcs": ("Quebec Sign Language (LSQ)", "langue des signes québécoise (LSQ)"),
    "iks": ("Inuit Sign Language", "langue des signes inuite"),
    "alq": ("Algonquin", "algonquin"),
    "atj": ("Atikamekw", "atikamekw"),
    "bla": ("Blackfoot", "pied-noir"),
    "crx": ("Carrier (Dakelh)", "porteur (dakelh)"),
    "cr": ("Cree", "cri"),
    "den": ("Slavey (Dene)", "esclave (déné)"),
    "chp": ("Dene (Chipewyan)", "déné (chipewyan)"),
    "dgr": ("Tłı̨chǫ", "tłı̨chǫ"),
    "gwi": ("Gwich’in", "gwich’in"),
    "ikt": ("Inuinnaqtun", "inuinnaqtun"),
    "iu": ("Inuktitut", "inuktitut"),
    "ivl": ("Inuvialuktun", "inuvialuktun"),
    "kkz": ("Kaska", "kaska"),
    "moe": ("Innu", "innu"),
    "mic": ("Mi’kmaq", "mi’kmaq"),
    "crg": ("Michif", "michif"),
    "moh": ("Mohawk", "mohawk"),
    "nsk": ("Naskapi", "naskapi"),
    "tce": ("Southern Tutchone", "tutchone du Sud"),
    "oj": ("Ojibwe", "ojibwé"),
    "ojs": ("Oji-Cree", "oji-cri"),
    "af": ("Afrikaans", "afrikaans"),
    "am": ("Amharic", "amharique"),
    "ar": ("Arabic", "arabe"),
    "hy": ("Armenian", "arménien"),
    "bn": ("Bengali", "bengali"),
    "bs": ("Bosnian", "bosniaque"),
    "bg": ("Bulgarian", "bulgare"),
    "my": ("Burmese", "birman"),
    "yue": ("Cantonese", "cantonais"),
    "zh": ("Chinese", "chinois"),
    "hr": ("Croatian", "croate"),
    "cs": ("Czech", "tchèque"),
    "prs": ("Dari", "dari"),
    "nl": ("Dutch", "néerlandais"),
    "fa": ("Persian (Farsi)", "persan (farsi)"),
    "fil": ("Filipino", "filipino"),
    "de": ("German", "allemand"),
    "el": ("Greek", "grec"),
    "gu": ("Gujarati", "gujarati"),
    "ht": ("Haitian Creole", "créole haïtien"),
    "he": ("Hebrew", "hébreu"),
    "hi": ("Hindi", "hindi"),
    "hu": ("Hungarian", "hongrois"),
    "id": ("Indonesian", "indonésien"),
    "it": ("Italian", "italien"),
    "ja": ("Japanese", "japonais"),
    "km": ("Khmer", "khmer"),
    "rw": ("Kinyarwanda", "kinyarwanda"),
    "ko": ("Korean", "coréen"),
    "ku": ("Kurdish", "kurde"),
    "lo": ("Lao", "lao"),
    "ln": ("Lingala", "lingala"),
    "cmn": ("Mandarin", "mandarin"),
    "ml": ("Malayalam", "malayalam"),
    "ne": ("Nepali", "népalais"),
    "ps": ("Pashto", "pachto"),
    "pl": ("Polish", "polonais"),
    "pt": ("Portuguese", "portugais"),
    "pa": ("Punjabi", "pendjabi"),
    "ro": ("Romanian", "roumain"),
    "rn": ("Rundi", "kirundi"),
    "ru": ("Russian", "russe"),
    "sr": ("Serbian", "serbe"),
    "si": ("Sinhala", "cinghalais"),
    "so": ("Somali", "somali"),
    "es": ("Spanish", "espagnol"),
    "sw": ("Swahili", "swahili"),
    "tl": ("Tagalog", "tagalog"),
    "ta": ("Tamil", "tamoul"),
    "te": ("Telugu", "télougou"),
    "th": ("Thai", "thaï"),
    "ti": ("Tigrinya", "tigrigna"),
    "tr": ("Turkish", "turc"),
    "tw": ("Twi", "twi"),
    "uk": ("Ukrainian", "ukrainien"),
    "ur": ("Urdu", "ourdou"),
    "vi": ("Vietnamese", "vietnamien"),
    "yi": ("Yiddish", "yiddish"),
    "yo": ("Yoruba", "yorouba"),
}


def name(code: str, language: str) -> str:
    """Return the name of a language, given by its code, in "en" or "fr"; "" for a code that is not in the table."""
    english, french = NAMES.get(code, ("", ""))
    return french if language == "fr" else english


def choices(language: str) -> list[tuple[str, str]]:
    """Return [(code, name)] in the order of a form in "en" or "fr": the two official languages first, then by name."""
    rest = sorted(
        (code for code in NAMES if code not in ("en", "fr")), key=lambda code: name(code, language).casefold()
    )
    return [(code, name(code, language)) for code in ("en", "fr", *rest)]
