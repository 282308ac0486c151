"""Glossary links: which words are linked, where never, and that the reader's text stays as it was."""

import re
import unicodedata
from html.parser import HTMLParser

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.inflection import LONGEST_WORD
from glossary.linking import MOST_WORDS, NEVER_INSIDE, Dictionary, Name

# Private characters: no test text holds them, so taking them out gives back what went in.
OPEN, CLOSE = "\ue000", "\ue001"


def wrap(term, matched):
    return OPEN + matched + CLOSE


def unwrap(html):
    return html.replace(OPEN, "").replace(CLOSE, "")


def make_dictionary(*names, language="en"):
    """Each name is a text, or a Name; a text is its own term."""
    names = [name if isinstance(name, Name) else Name(name, name) for name in names]
    return Dictionary(names, language=language)


def linked(html, *names, language="en", seen=None):
    """What is linked in `html`, as it stands there."""
    seen = set() if seen is None else seen
    output = make_dictionary(*names, language=language).link(html, wrap=wrap, seen=seen)
    assert unwrap(output) == html
    return re.findall(f"{OPEN}(.*?){CLOSE}", output, re.DOTALL)


def exactly(text):
    return Name(text, text, match_case=True)


NAIVE_NFD = unicodedata.normalize("NFD", "naïve")
ENGLISH = [
    # Case
    ("biopsy", "A Biopsy is done.", "Biopsy"),
    ("Biopsy", "a BIOPSY", "BIOPSY"),
    # Regular plurals, either way
    ("stem cell", "two stem cells", "stem cells"),
    ("stem cells", "one stem cell", "stem cell"),
    ("biopsy", "biopsies", "biopsies"),
    ("biopsies", "a biopsy", "biopsy"),
    ("mass", "masses", "masses"),
    ("masses", "a mass", "mass"),
    ("X-ray", "X-rays", "X-rays"),
    ("pathologist", "pathologists", "pathologists"),
    ("reflux", "refluxes", "refluxes"),
    ("stomach", "stomachs", "stomachs"),
    ("patch", "patches", "patches"),
    ("rash", "rashes", "rashes"),
    ("doses", "a dose", "dose"),
    # Greek and Latin plurals
    ("metastasis", "metastases", "metastases"),
    ("metastases", "a metastasis", "metastasis"),
    ("diagnosis", "diagnoses", "diagnoses"),
    ("nucleus", "nuclei", "nuclei"),
    ("bacteria", "a bacterium", "bacterium"),
    ("vertebra", "the vertebrae", "vertebrae"),
    ("leukemia", "leukemias", "leukemias"),
    # No other ending
    ("biopsy", "biopsied", None),
    ("cancer", "cancerous", None),
    ("genetics", "a genetic test", None),
    ("AIDS", "an aid", None),
    ("mass", "mas", None),
    ("virus", "viru", None),
    ("stem cell", "stems cell", None),
    # Hyphens, spaces and line breaks between words
    ("T cell", "a T-cell", "T-cell"),
    ("T-cell", "T cells", "T cells"),
    ("T-cell", "T\u2011cell", "T\u2011cell"),
    ("T cell", "T&nbsp;cell", "T&nbsp;cell"),
    ("T cell", "T\u00a0cell", "T\u00a0cell"),
    ("T cell", "T\u202fcell", "T\u202fcell"),
    ("stem cell", "stem\n   cell", "stem\n   cell"),
    ("stem cell", "stem&#160;cell", "stem&#160;cell"),
    ("IL-2", "IL-2", "IL-2"),
    ("IL-2", "IL-20", None),
    ("T cell", "Tcell", None),
    ("T cell", "T, cell", None),
    ("T cell", "T - cell", None),
    ("T cell", "T--cell", None),
    ("stem cell", "stem. Cell", None),
    # Standing alone
    ("cancerous", "non-cancerous", None),
    ("interferon", "anti-interferon", None),
    ("cancer", "cancer-free", None),
    ("cancer", "breast- and skin cancer", "cancer"),
    ("breast", "breast- and skin cancer", "breast"),
    ("cancer", "- cancer", "cancer"),
    ("cancer", "-cancer", "cancer"),
    ("cancer", "cancer--or not", "cancer"),
    ("cancer", "cancer–free", "cancer"),
    ("cancer", "pancancer", None),
    ("cancer", "cancer_b", None),
    ("cancer", "(cancer)", "cancer"),
    ("cancer", "“cancer”", "cancer"),
    ("A33", "A33.", "A33"),
    ("A33", "A331", None),
    ("5%", "0.5%", None),
    ("50", "50.5", None),
    # Apostrophes
    ("Crohn's disease", "Crohn's disease", "Crohn's disease"),
    ("Crohn's disease", "Crohn’s disease", "Crohn’s disease"),
    ("Crohn’s disease", "Crohn's disease", "Crohn's disease"),
    ("Crohn’s disease", "Crohn&#x27;s disease", "Crohn&#x27;s disease"),
    ("Crohn", "Crohn's disease", "Crohn"),
    ("doctor", "your doctor’s letter", "doctor"),
    ("doctor", "the doctors' room", "doctors"),
    ("t", "don't", None),
    ("s", "Crohn's", None),
    ("don", "don't", None),
    ("cell", "'cell'", "cell"),
    # One letter, two ways of writing
    ("oestrogen", "œstrogen", "œstrogen"),
    ("fœtus", "foetus", "foetus"),
    ("cæcum", "caecum", "caecum"),
    ("naïve", NAIVE_NFD, NAIVE_NFD),
    ("naive", NAIVE_NFD, None),
]


@pytest.mark.parametrize(("name", "text", "expected"), ENGLISH)
def test_an_english_name_is_found_in_its_forms(name, text, expected):
    assert linked(text, name) == ([expected] if expected else [])


FRENCH = [
    ("tumeur", "Tumeurs", "Tumeurs"),
    ("tumeurs", "une tumeur", "tumeur"),
    ("cellule tueuse naturelle", "les cellules tueuses naturelles", "cellules tueuses naturelles"),
    ("cellules tueuses naturelles", "une cellule tueuse naturelle", "cellule tueuse naturelle"),
    ("cellule souche", "cellules souche", "cellules souche"),
    ("ganglion régional", "ganglions régionaux", "ganglions régionaux"),
    ("canaux biliaires", "le canal biliaire", "canal biliaire"),
    ("noyau", "les noyaux", "noyaux"),
    ("vaisseau sanguin", "vaisseaux sanguins", "vaisseaux sanguins"),
    ("vaisseaux", "un vaisseau", "vaisseau"),
    ("cheveu", "cheveux", "cheveux"),
    ("cancéreux", "cancéreux", "cancéreux"),
    ("mal", "les maux", "maux"),
    # A feminine is another word
    ("cancéreux", "cancéreuse", None),
    ("interne", "internée", None),
    ("régional", "régionales", None),
    # Not every last s or x is a plural
    ("tau", "le taux", None),
    ("toux", "tous", None),
    ("fil", "son fils", None),
    ("pus", "il a pu", None),
    ("os", "le groupe O", None),
    ("pus", "du pus", "pus"),
    ("taux", "des taux", "taux"),
    # Accents
    ("foie", "la foi", None),
    ("côlon", "le colon", None),
    ("côlon", unicodedata.normalize("NFD", "le côlon"), unicodedata.normalize("NFD", "côlon")),
    (unicodedata.normalize("NFD", "côlon"), "le CÔLON", "CÔLON"),
    ("œil", "l’oeil", "oeil"),
    ("oesophage", "l'Œsophage", "Œsophage"),
    ("cæcum", "le caecum", "caecum"),
    ("côlon", "c&ocirc;lon", "c&ocirc;lon"),
    # Elision
    ("interféron", "l’interféron", "interféron"),
    ("interféron", "d'interférons", "interférons"),
    ("interféron", "L'Interféron", "Interféron"),
    ("une", "jusqu'une", "une"),
    ("une", "lorsqu’une", "une"),
    ("une", "qu’une", "une"),
    ("hui", "aujourd'hui", None),
    ("hui", "aujourd’hui", None),
    ("aujourd", "aujourd'hui", None),
    ("aujourd'hui", "aujourd’hui", "aujourd’hui"),
    ("un", "quelqu’un", None),
    ("C", "c'est", None),
    ("lit d'hôpital", "lits d’hôpital", "lits d’hôpital"),
    # Hyphens
    ("anti-inflammatoire", "des anti-inflammatoires", "anti-inflammatoires"),
    ("inflammatoire", "anti-inflammatoire", None),
    ("cellule T", "cellules\u00a0T", "cellules\u00a0T"),
]


@pytest.mark.parametrize(("name", "text", "expected"), FRENCH)
def test_a_french_name_is_found_in_its_forms(name, text, expected):
    assert linked(text, name, language="fr") == ([expected] if expected else [])


MATCH_CASE = [
    ("ALL", "all of it", None),
    ("ALL", "All of it", None),
    ("ALL", "ALL is", "ALL"),
    ("MRI", "two MRIs", "MRIs"),
    ("MRI", "two MRIS", None),
    ("Crohn's disease", "crohn's disease", None),
    ("Crohn's disease", "Crohn’s disease", "Crohn’s disease"),
    ("CD4+ T cell", "CD4+ T-cells", "CD4+ T-cells"),
    ("CD4+ T cell", "cd4+ T-cells", None),
]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("name", "text", "expected"), MATCH_CASE)
def test_a_name_that_minds_its_capitals_is_found_only_with_them(name, text, expected, language):
    assert linked(text, exactly(name), language=language) == ([expected] if expected else [])


SPECIAL = [
    ("1-(", "a 1-( b", "1-("),
    ("A33", "A33", "A33"),
    ("(1->3)-beta-glucan", "the (1-&gt;3)-beta-glucan test", "(1-&gt;3)-beta-glucan"),
    ("(1->3)-beta-glucan", "1-&gt;3-beta-glucan", None),
    ("50%", "50% of", "50%"),
    ("50%", "50 of", None),
    ("50%", "150%", None),
    ("α-fetoprotein", "α fetoprotein", "α fetoprotein"),
    ("α-fetoprotein", "Α-fetoprotein", "Α-fetoprotein"),
    ("interferon β", "interferon &beta;", "interferon &beta;"),
    ("2/3", "2/3", "2/3"),
    ("2/3", "2 3", None),
    ("AR+", "AR+ tumor", "AR+"),
    ("AR+", "AR tumor", None),
    ("CD4+ T cell", "CD4+ T cell", "CD4+ T cell"),
    ("natural killer cell", "Natural-killer cells", "Natural-killer cells"),
    ("AT/RT", "an AT/RT", "AT/RT"),
    ("R&D", "R&amp;D", "R&amp;D"),
    ("cells, cannot exclude", "cells,&nbsp;cannot exclude", "cells,&nbsp;cannot exclude"),
    ("cells, cannot exclude", "cells cannot exclude", None),
]


@pytest.mark.parametrize(("name", "text", "expected"), SPECIAL)
def test_a_name_with_marks_and_figures_is_found_as_written(name, text, expected):
    assert linked(text, name) == ([expected] if expected else [])


@pytest.mark.parametrize("name", ["", "   ", "\u00a0", "+", "[ ]", "'", "\u2011"])
def test_a_name_without_a_letter_or_digit_is_left_out(name):
    assert linked(f"a {name} b cell", name, "cell") == ["cell"]


def test_a_name_may_have_as_many_words_as_promised_and_no_more():
    longest, too_long = "a " * (MOST_WORDS - 1) + "b", "c " * MOST_WORDS + "d"

    assert linked(f"{longest}, {too_long}", longest, too_long) == [longest]


def test_an_unknown_language_is_refused():
    with pytest.raises(KeyError):
        Dictionary([], language="de")


def test_the_longest_name_wins():
    names = "stem", "stem cell", "stem cell transplant"

    assert linked("A stem cell transplant. A stem cell.", *names) == ["stem cell transplant", "stem cell"]


def test_the_leftmost_name_wins_over_one_that_overlaps_it():
    assert linked("blood stem cell", "blood stem", "stem cell") == ["blood stem"]


def test_a_shorter_name_is_found_where_the_longer_one_breaks_off():
    assert linked("stem cell therapy", "stem cell transplant", "stem cell") == ["stem cell"]


def test_a_shorter_name_is_found_where_the_longer_one_does_not_stand_alone():
    assert linked("stem cell transplant-like", "stem cell transplant", "stem cell") == ["stem cell"]


def test_a_name_is_found_inside_a_longer_one_that_breaks_off():
    assert linked("acute stem cell leukemia", "acute stem cell disease", "stem cell") == ["stem cell"]


def test_only_the_first_use_is_linked():
    assert linked("<p>Biopsy, biopsies.</p><p>biopsy</p>", "biopsy") == ["Biopsy"]


def test_another_name_of_a_linked_term_is_not_linked():
    names = Name("kidney", 1), Name("renal", 1)

    assert linked("renal, kidney", *names) == ["renal"]


def test_a_term_that_was_seen_before_is_not_linked_and_linked_terms_are_remembered():
    seen = {"cell"}

    assert linked("cell, biopsy", "cell", "biopsy", seen=seen) == ["biopsy"]
    assert seen == {"cell", "biopsy"}


def test_a_longer_use_that_was_seen_hides_the_shorter_name_in_it():
    assert linked("stem cell transplant, stem cell transplant", "stem cell", "stem cell transplant") == [
        "stem cell transplant"
    ]


def terms_in(text, *names):
    seen = set()
    linked(text, *names, seen=seen)
    return seen


def test_the_first_given_of_two_terms_with_one_name_wins():
    assert terms_in("a cell", Name("cell", 2), Name("Cell", 1)) == {2}


@pytest.mark.parametrize("text", ["cells", "Cells"])
def test_the_term_spelled_as_in_the_text_wins_over_one_that_is_inflected(text):
    assert terms_in(text, Name("cell", 1), Name("cells", 2)) == {2}


def test_the_term_that_minds_its_capitals_wins_where_they_fit():
    names = Name("all", 1), Name("ALL", 2, match_case=True)

    assert terms_in("ALL", *names) == {2}
    assert terms_in("all", *names) == {1}


@pytest.mark.parametrize("names", [("AR", "AR+"), ("AR+", "AR")])
def test_the_name_with_its_marks_wins_over_the_bare_one(names):
    assert linked("AR+ and AR", *names) == ["AR+", "AR"]


@pytest.mark.parametrize("tag", sorted(NEVER_INSIDE))
def test_nothing_is_linked_inside_of(tag):
    assert linked(f"<{tag}>cell <em>cell</em> cell</{tag}>", "cell") == []
    assert linked(f'<{tag.upper()} class="a > b">cell</{tag}>', "cell") == []
    assert linked(f"<{tag}>cell</{tag}> <em>cell</em>", "cell") == ["cell"]


def test_a_closing_tag_that_nothing_opened_allows_nothing():
    assert linked("</h3><a><h2>cell</a> cell</h3> cell</h2> the cells", "cell") == ["cells"]


def test_a_tag_whose_name_only_begins_like_a_heading_is_no_heading():
    assert linked("<header>cell</header>", "cell") == ["cell"]


def test_attributes_and_comments_are_never_linked():
    html = '<p title="cell > cell &quot;cell&quot;" lang=cell>a</p><!-- cell > cell --><?cell?><!cell>'

    assert linked(html, "cell") == []


def test_a_name_does_not_cross_tags():
    assert linked("stem <em>cell</em>", "stem cell") == []


@pytest.mark.parametrize(
    "html",
    [
        "<em>non</em>cancer",
        "non<strong>cancer</strong>",
        "non<em></em>cancer",
        "<em>cancer</em>ous",
        "<em>non-</em>cancer",
        "<em>non</em>-cancer",
        "<em>cancer</em>-free",
        "cancer<sup>2</sup>",
        "<em>don</em>'cancer",
        "&eacute;<em>cancer</em>",
    ],
)
def test_a_word_goes_on_across_tags_within_a_line(html):
    assert linked(html, "cancer") == []


@pytest.mark.parametrize(
    "html", ["<p>non</p>cancer", "<li>cancer</li><li>ous</li>", "non<br>cancer", "<em>a</em> cancer"]
)
def test_a_word_ends_where_a_block_or_line_ends(html):
    assert linked(html, "cancer") == ["cancer"]


def test_an_elision_may_end_within_a_tag():
    assert linked("<em>l’</em>interféron", "interféron", language="fr") == ["interféron"]


@pytest.mark.parametrize("name", ["amp", "nbsp", "lt", "eacute", "x27", "39", "x", "T", "000000000000039"])
def test_the_letters_of_an_entity_are_never_linked(name):
    html = "R&amp;D a&nbsp;b &lt;5 &eacute; &#x27; &#39; &amp b AT&T &#000000000000039;"

    assert linked(html, name) == []


def test_what_looks_like_an_entity_to_the_reader_is_text():
    assert linked("write &amp;amp; for it", "amp") == ["amp"]


def test_a_link_takes_in_whole_entities():
    assert linked("a&nbsp;b&nbsp;stem&nbsp;cell&nbsp;&amp;c", "stem cell") == ["stem&nbsp;cell"]


def test_the_caller_decides_on_the_markup():
    dictionary = make_dictionary(Name("cell", 7))

    html = dictionary.link("<p>a cell</p>", wrap=lambda term, matched: f"<b {term}>{matched}</b>", seen=set())

    assert html == "<p>a <b 7>cell</b></p>"


BROKEN = [
    "",
    "<",
    "cell <",
    "<p cell",
    '<a href="cell',
    '<a href="cell>cell',
    "a < cell > b",
    "<!-- cell",
    "<!-",
    "&",
    "&#; &#x; &; &#99999999999; &#0; &#xD800; &#1; cell",
    "\0cell\0",
    "🦀cell👩‍🔬",
    "خلية cell خلية",
    "\ud800 cell",
    "</ cell></>< p>",
    "<a<b<c>cell",
    "cell" * 5_000,
    "ß ﬁ İ ŉ cell",
    "e" + "\u0316\u0301" * 5_000,
]


@pytest.mark.parametrize("html", BROKEN)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_broken_text_comes_back_as_it_was(html, language):
    linked(html, "cell", "stem cell", "p", "a", "e" * (LONGEST_WORD + 1), language=language)


def test_an_open_angle_bracket_is_text():
    assert linked("5 < 6 cell", "cell") == ["cell"]


NAMES = ["cell", "stem cell", "T-cell", "Crohn's disease", "R&D", "(1->3)-beta", "50%", "été", "œil", "amp"]
WORDS = ["cells", "T cells", "stem", "the", "a", "é", "œ", "e\u0301", "s", "ous", "T", "👩‍🔬", "خلية"]
MARKS = [" ", "\u00a0", "\n", "-", "\u2011", "’", "'", ".", "&", "<", ">", '"', ";", "#", "("]
FRAGMENTS = NAMES + WORDS + MARKS
INLINE = ["strong", "em", "sub", "sup", "a", "abbr", "code", "span"]
BLOCK = ["p", "h2", "h3", "ul", "li", "table", "td", "th", "blockquote"]


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\u00a0", "&nbsp;")


def element(tag, attribute, children):
    title = escape(attribute).replace('"', "&quot;")
    return f'<{tag} title="{title}">{"".join(children)}</{tag}>'


texts = st.lists(st.sampled_from(FRAGMENTS), max_size=8).map("".join)
trees = st.recursive(
    texts.map(escape),
    lambda children: st.builds(element, st.sampled_from(INLINE + BLOCK), texts, st.lists(children)),
    max_leaves=20,
)
broken = st.lists(st.sampled_from([*FRAGMENTS, "<a ", '<a id="', "</a>", "&amp", "&#", "<!--"])).map("".join)
dictionaries = st.builds(
    lambda names, language: make_dictionary(*names, language=language),
    st.lists(st.one_of(st.sampled_from(NAMES), texts), max_size=12),
    st.sampled_from(["en", "fr"]),
)


class Reader(HTMLParser):
    """What a reader sees, and what stands where a link must not."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.stack = []
        self.linked_in_banned = []
        self.crossing = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        if tag == "mark" and NEVER_INSIDE.union(["mark"]) & set(self.stack):
            self.linked_in_banned.append(list(self.stack))
        self.stack.append(tag)

    def handle_endtag(self, tag):
        if self.stack.pop() != tag:
            self.crossing.append(tag)

    def handle_data(self, data):
        self.text += data


def mark(term, matched):
    return f"<mark>{matched}</mark>"


@settings(max_examples=600, deadline=None)
@given(trees, dictionaries)
def test_the_text_that_a_reader_sees_never_changes(html, dictionary):
    reader = Reader(dictionary.link(html, wrap=mark, seen=set()))

    assert reader.text == Reader(html).text
    assert reader.linked_in_banned == []
    assert reader.crossing == []


@settings(max_examples=300, deadline=None)
@given(trees, dictionaries)
def test_text_as_nh3_leaves_it_comes_back_when_the_links_are_taken_out(html, dictionary):
    html = nh3.clean(html, tags={*INLINE, *BLOCK}, attributes={"*": {"title"}}, link_rel=None)

    assert unwrap(dictionary.link(html, wrap=wrap, seen=set())) == html


@settings(max_examples=600, deadline=None)
@given(st.one_of(st.text(), broken), dictionaries)
def test_any_string_comes_back_when_the_links_are_taken_out(html, dictionary):
    assert unwrap(dictionary.link(html, wrap=wrap, seen=set())) == html


@settings(max_examples=200, deadline=None)
@given(trees, dictionaries)
def test_linking_again_with_what_was_seen_links_nothing_more(html, dictionary):
    seen = set()
    dictionary.link(html, wrap=wrap, seen=seen)

    assert dictionary.link(html, wrap=wrap, seen=set(seen)) == html


@settings(max_examples=200, deadline=None)
@given(trees, dictionaries, st.sampled_from(sorted(NEVER_INSIDE - {"script", "style", "textarea"})))
def test_whatever_stands_in_a_heading_or_a_link_stays_untouched(html, dictionary, tag):
    html = f"<{tag}>{html}</{tag}>"

    assert dictionary.link(html, wrap=wrap, seen=set()) == html
