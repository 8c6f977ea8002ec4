from __future__ import annotations

import pytest

from dragoman.annotate.carried import carried_attributions
from dragoman.annotate.coreference import find_chains
from dragoman.annotate.nesting import link_nested, polarity_of
from dragoman.annotate.speakers import resolve_speakers
from dragoman.stages import FoundAttribution
from dragoman.types import Span, ZoneName
from short_reports import attribution, make_doc, make_segments, mentions_of, place

Told = tuple[str | None, str | None]


def speakers(text: str, *found: FoundAttribution, zones: dict[str, ZoneName] | None = None) -> list[Told]:
    """Who speaks in each attribution, those carried included, in the order of the text."""
    doc, segments, mentions = make_doc(text), make_segments(text, zones), mentions_of(text, zones)
    carried = carried_attributions(doc, segments, found)
    every = sorted([*found, *carried], key=lambda a: a.content[0])
    chains = find_chains(doc, segments, mentions)
    resolved = resolve_speakers(doc, segments, mentions, chains, every)
    assert all((a.speaker is None) == ("speaker" in a.why) for a in resolved)
    return [
        (None if a.speaker is None else mentions[a.speaker].span.of(text), a.speaker_basis) for a in resolved
    ]


@pytest.mark.parametrize(
    ("text", "source", "speaker"),
    [
        ("President Adama Sow said it rains.", "President Adama Sow", ("Adama Sow", "named")),
        ("Officials said it rains.", "Officials", ("Officials", "named")),
        ("Two Israeli officials said it rains.", "Two Israeli officials", ("Two Israeli officials", "named")),
        ("President Adama Sow left. Sow said it rains.", place("President Adama Sow left. Sow", "Sow", 1),
         ("Adama Sow", "coreference")),
        ("President Adama Sow left. He said it rains.", "He", ("Adama Sow", "coreference")),
        ("Foreign Minister Adama Sow left. The minister said it rains.", "The minister", ("Adama Sow", "coreference")),
        ("He said it rains.", "He", (None, None)),
        ("The minister said it rains.", "The minister", (None, None)),
        ("A spokesman for the ministry said it rains.", "A spokesman for the ministry",
         ("A spokesman for the ministry", "named")),
        ("President Adama Sow's lawyer said it rains.", "President Adama Sow's lawyer", (None, None)),
        ("Mayor Adama Sow, who said it rains, left.", "who", ("Adama Sow", "coreference")),
        ("The wind said it rains.", "The wind", (None, None)),
    ],
)  # fmt: skip
def test_sources(text: str, source: str | Span, speaker: Told) -> None:
    (found,) = speakers(text, attribution(text, source, "said", "it rains"))
    if speaker == (None, None) and "lawyer" in text:
        assert found[0] != "Adama Sow"
    else:
        assert found == speaker


QUOTE = "“We are waiting for the rain to come.”"


def test_a_quotation_carries_the_speaker_over() -> None:
    text = f"President Adama Sow said it rains.\n{QUOTE}\nSow left."
    said = attribution(text, "President Adama Sow", "said", "it rains")
    assert speakers(text, said) == [("Adama Sow", "named"), ("Adama Sow", "carried")]


def test_a_sentence_about_somebody_leads_up_to_a_quotation() -> None:
    text = f"President Adama Sow stepped before the cameras. {QUOTE}"
    assert speakers(text) == [("Adama Sow", "carried")]
    assert speakers(f"Adama Sow and Lena Vogt stepped before the cameras. {QUOTE}") == [(None, None)]
    assert speakers(f"President Adama Sow left for the north.\n{QUOTE}") == [(None, None)]


def test_who_was_asked_answers() -> None:
    text = f"President Adama Sow was asked about the rain.\n{QUOTE}"
    asked = attribution(text, None, "was asked about", "the rain")
    assert speakers(text, asked)[-1] == ("Adama Sow", "carried")


def test_after_an_answer_it_is_the_others_turn() -> None:
    text = f"“It rains,” President Adama Sow said.\n“It does not,” Mayor Lena Vogt told him.\n{QUOTE}"
    one = attribution(text, "President Adama Sow", "said", "“It rains,”", "direct")
    two = attribution(text, "Mayor Lena Vogt", "told", "“It does not,”", "direct")
    assert speakers(text, one, two)[-1] == (None, None)


@pytest.mark.parametrize(
    "source", ["One of the negotiators, President Adama Sow,", "the pilot, Flight Lieutenant Adama Sow, 29,"]
)
def test_a_name_behind_a_description(source: str) -> None:
    text = f"It rains, {source} said."
    assert speakers(text, attribution(text, source, "said", "It rains")) == [("Adama Sow", "named")]


def test_over_several_quotations() -> None:
    text = f"President Adama Sow said it rains.\n{QUOTE}\n“And then we shall see what grows.”\nIt rained."
    said = attribution(text, "President Adama Sow", "said", "it rains")
    assert speakers(text, said)[1:] == [("Adama Sow", "carried")] * 2


def test_without_an_earlier_speaker_there_is_none() -> None:
    assert speakers(f"It rained all day.\n{QUOTE}\nIt rained.") == [(None, None)]
    assert speakers(QUOTE) == [(None, None)]


def test_two_speakers_before_and_no_sign_which() -> None:
    text = f"President Adama Sow said it rains, and Mayor Lena Vogt denied it rained.\n{QUOTE}\nIt rained."
    one = attribution(text, "President Adama Sow", "said", "it rains")
    two = attribution(text, "Mayor Lena Vogt", "denied", "it rained")
    assert speakers(text, one, two)[-1] == (None, None)


def test_the_next_paragraph_settles_which() -> None:
    text = f"President Adama Sow said it rains, and Mayor Lena Vogt denied it rained.\n{QUOTE}\nVogt added it was dry."
    one = attribution(text, "President Adama Sow", "said", "it rains")
    two = attribution(text, "Mayor Lena Vogt", "denied", "it rained")
    three = attribution(text, place(text, "Vogt", 1), "added", "it was dry")
    assert speakers(text, one, two, three)[2] == ("Lena Vogt", "carried")


def test_a_dialogue_is_left_open() -> None:
    text = f"Mayor Lena Vogt said it was dry.\nPresident Adama Sow said it rains.\n{QUOTE}\nVogt added it was warm."
    one = attribution(text, "Mayor Lena Vogt", "said", "it was dry")
    two = attribution(text, "President Adama Sow", place(text, "said", 1), "it rains")
    three = attribution(text, place(text, "Vogt", 1), "added", "it was warm")
    assert speakers(text, one, two, three)[2] == (None, None)


def test_a_colon_announces_the_speaker() -> None:
    text = f"President Adama Sow was clear:\n{QUOTE}"
    assert speakers(text) == [("Adama Sow", "carried")]


def test_the_second_quotation_of_a_paragraph() -> None:
    text = "“It rains,” President Adama Sow said. “We are waiting for the snow.”"
    said = attribution(text, "President Adama Sow", "said", "“It rains,”", "direct")
    assert speakers(text, said) == [("Adama Sow", "named"), ("Adama Sow", "carried")]


def test_words_in_marks_are_no_quotation_of_their_own() -> None:
    text = "President Adama Sow said it rains. The so-called “rain makers” left."
    said = attribution(text, "President Adama Sow", "said", "it rains")
    assert len(speakers(text, said)) == 1


def test_a_quotation_in_a_teaser_is_nobodys() -> None:
    text = f"President Adama Sow said it rains.\n{QUOTE}"
    said = attribution(text, "President Adama Sow", "said", "it rains")
    assert len(speakers(text, said, zones={QUOTE: "teaser"})) == 1


def test_a_participle_shares_the_speaker() -> None:
    text = "President Adama Sow said it rains, adding that snow would come."
    said = attribution(text, "President Adama Sow", "said", "it rains")
    adding = attribution(text, None, "adding", "that snow would come")
    assert speakers(text, said, adding)[1] == ("Adama Sow", "carried")


def test_a_passive_names_nobody() -> None:
    text = "President Adama Sow said it rains. It was reported that snow would come."
    said = attribution(text, "President Adama Sow", "said", "it rains")
    passive = attribution(text, None, "was reported", "that snow would come")
    assert speakers(text, said, passive)[1] == (None, None)


def test_first_person_inside_a_quotation() -> None:
    text = "“I said it rains,” President Adama Sow said."
    outer = attribution(text, "President Adama Sow", place(text, "said", 1), "“I said it rains,”", "direct")
    inner = attribution(text, "I", "said", "it rains")
    assert speakers(text, outer, inner) == [("Adama Sow", "named"), ("Adama Sow", "coreference")]


def test_a_thousand_quotations_in_a_row() -> None:
    text = "President Adama Sow said it rains.\n" + "\n".join([QUOTE] * 1000)
    said = attribution(text, "President Adama Sow", "said", "it rains")
    assert set(speakers(text, said)[1:]) == {("Adama Sow", "carried")}


@pytest.mark.parametrize("gap", ["\n", "\n\n", " "])
def test_the_line_below_a_quotation_names_its_speaker(gap: str) -> None:
    signed = f"{QUOTE}{gap}— Lena Vogt (@lenavogt) March 3, 2021"
    text = f"President Adama Sow said it rains.\n{signed}\nMayor Lena Vogt left."
    said = attribution(text, "President Adama Sow", "said", "it rains")
    assert speakers(text, said) == [("Adama Sow", "named"), ("Lena Vogt", "named")]


@pytest.mark.parametrize("text", ["", "😀", "“”", "“\0”", "““", "\r\n“نحن ننتظر المطر في الشمال اليوم.”\r\n"])
def test_odd_text(text: str) -> None:
    assert all(told == (None, None) for told in speakers(text))


def test_nested() -> None:
    text = "TASS reported that Sow said it rains."
    outer = attribution(text, "TASS", "reported", "that Sow said it rains")
    inner = attribution(text, "Sow", "said", "it rains")
    assert [a.inside for a in link_nested([inner, outer])] == [1, None]
    assert [a.inside for a in link_nested([outer, outer])] == [None, None]


def test_the_narrowest_holder() -> None:
    spans = [Span(0, 100), Span(10, 90), Span(20, 80)]
    found = [FoundAttribution(source=(), cue=(), content=(span,), form="indirect") for span in spans]
    assert [a.inside for a in link_nested(found)] == [None, 0, 1]


@pytest.mark.parametrize(
    ("cue", "polarity"),
    [
        ("denied", "denied"), ("dismissed reports that", "denied"), ("rejected claims", "denied"),
        ("has strongly denied", "denied"), ("did not deny", "affirmed"), ("didn’t deny", "affirmed"),
        ("never denied", "affirmed"), ("said", "affirmed"), ("", "affirmed"), ("DENIED", "denied"),
        ("identified", "affirmed"), ("are in dispute over", "affirmed"), ("in a dispute over", "affirmed"),
        ("disputes", "denied"), ("disputed that", "denied"), ("disclaimed", "denied"), ("scoffed at", "denied"),
    ],
)  # fmt: skip
def test_polarity(cue: str, polarity: str) -> None:
    assert polarity_of(cue) == polarity
