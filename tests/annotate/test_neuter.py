from __future__ import annotations

import pytest

from short_reports import mentions_of


def its(text: str) -> list[str]:
    """What stands behind each "it" that is read."""
    return [text[m.span.end + 1 :] for m in mentions_of(text) if m.kind == "pronoun"]


@pytest.mark.parametrize(
    "after",
    [
        "would withdraw its men.",
        "had not been attacked.",
        "had shot down a drone.",
        "was investigating the raid.",
        "was ready to talk.",
        "would take part in the talks.",
        "opposed the plan.",
        "could still attack.",
    ],
)
@pytest.mark.parametrize(
    "body", ["The Falcon Brigade said", "The army announced on Monday that", "France has said"]
)
def test_what_a_body_says_that_it_does(body: str, after: str) -> None:
    assert its(f"{body} it {after}") == [after]


@pytest.mark.parametrize(
    "text",
    [
        "The army said it was late.",
        "The army said it would be a mistake.",
        "The army said it would take two days.",
        "The army said it had been a long night.",
        "Mr. Sow said it would help.",
        "The army left and it would come back.",
        "The army said the road was mined. Then it would be cleared.",
    ],
)
def test_what_nobody_does(text: str) -> None:
    assert its(text) == []
