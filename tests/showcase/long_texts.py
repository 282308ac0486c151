"""Texts that are hard on a layout: every allowed tag, words that fill a line, and rows with every field."""

LONG_WORD = "pegmethylprednisolonacetatdihydrochlorid"
LONG_ADDRESS = "https://www.example.org/a/path/that/goes/on/and/on/until-it-is-longer-than-any-line?of=a&narrow=screen"

# Nothing but what may stand in a sentence or a list: a definition has no headings.
WORDY_DEFINITION = (
    f"<p>10<sup>9</sup>/L, H<sub>2</sub>O, <strong>{LONG_WORD}</strong>, <em>slanted</em><br>next line, "
    f'<a href="{LONG_ADDRESS}">{LONG_ADDRESS}</a>, cytokine, «&nbsp;œ&nbsp;» &lt; 5</p>'
    "<ul><li>outer<ul><li>nested<ul><li>deeper</li></ul></li></ul></li></ul><ol><li>first</li><li>second</li></ol>"
)


def wordy(caption):
    """A text with every tag, and a table of this caption: two tables of one page have two names."""
    return (
        f"{WORDY_DEFINITION}<h3>{LONG_WORD.title()}</h3><p>Text.</p><h4>Smaller</h4>"
        f"<blockquote><p>Quote of {LONG_WORD}</p></blockquote>"
        f"<table><caption>{caption}</caption><thead><tr>"
        + "".join(f'<th scope="col">Column {number}</th>' for number in range(1, 8))
        + '</tr></thead><tbody><tr><th scope="row">1</th>'
        + "".join(f"<td>{LONG_WORD[:18]}</td>" for _ in range(6))
        + '</tr><tr><td></td><td colspan="6">rest</td></tr></tbody></table>'
    )


def long_rows(cancer, picture):
    """Fields and rows of a drug with all that it can have."""
    texts = ("what_it_is", "how_it_works", "use_text", "given_text", "before_treatment")
    shown = f'<img data-picture="{picture.pk}">'
    return {text: f"{wordy(f'Cytokine {text}')}{shown}" for text in texts} | {
        "pronunciation": LONG_WORD,
        "rows": {
            "types": [{"name": LONG_WORD, "note": LONG_WORD}, {"name": "second"}],
            "names": [
                {"kind": "brand", "name": LONG_WORD.title(), "no_longer_sold": True},
                {"kind": "generic", "name": LONG_WORD},
                {"kind": "abbreviation", "name": "PMPA"},
            ],
            "uses": [{"cancer": cancer, "name": LONG_WORD, "qualifier": "some types of", "note": LONG_WORD}],
            "givings": [{"route": LONG_WORD, "for_types": LONG_WORD, "schedule": LONG_WORD}],
            "side_effects": [
                {"effect": LONG_WORD, "how_often": "often", "what_to_do": LONG_WORD, "call_now": True},
                {"effect": "tired", "what_to_do": "Rest."},
            ],
            "sources": [{"title": LONG_WORD, "publisher": LONG_WORD, "url": LONG_ADDRESS, "read_on": "2026-11-01"}],
        },
    }
