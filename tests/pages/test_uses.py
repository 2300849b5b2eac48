"""Which claims build on a step that is false as printed, and how a run says so."""

from __future__ import annotations

from typing import Any

from lemmata.record.shaken import shaken, shaken_lines, used_by, with_shaken


def lecture(*, text: str = "t", **claims: str) -> list[dict[str, Any]]:
    """Claims of one text by what they are as printed and what they use: ``c="refuted a b"``."""
    return [
        {
            "text": text,
            "id": id,
            "uses": words.split()[1:],
            "forms": [
                {"role": "printed", "verdict": words.split()[0]},
                {"role": "control", "verdict": "refuted"},
            ],
        }
        for id, words in claims.items()
    ]


def by_id(claims: list[dict[str, Any]]) -> dict[str, list[str]]:
    """What shakes the claims of one text, by id as they name it themselves."""
    assert [[f"t/{step}" for step in claim["shaken_by"]] for claim in with_shaken(claims)] == list(
        shaken(claims).values()
    )
    return {claim["id"]: claim["shaken_by"] for claim in with_shaken(claims)}


def test_a_claim_is_shaken_by_what_it_uses_directly_or_through_others_in_the_order_of_the_lecture() -> None:
    found = by_id(lecture(a="refuted", b="holds a", c="refuted", d="holds c b", e="refuted d", f="holds"))
    assert found == {"a": [], "b": ["a"], "c": [], "d": ["a", "c"], "e": ["a", "c"], "f": []}


def test_only_what_was_refuted_as_printed_shakes() -> None:
    for verdict in ("holds", "undecided", "error", "not_run"):
        assert by_id(lecture(a=verdict, b="holds a")) == {"a": [], "b": []}
    without_a_printed_form = [
        {"text": "t", "id": "a", "uses": [], "forms": [{"role": "control", "verdict": "refuted"}]}
    ]
    assert by_id(without_a_printed_form + lecture(b="holds a"))["b"] == []


def test_what_is_not_part_of_the_run_does_not_count() -> None:
    assert by_id(lecture(a="refuted", c="holds missing a")) == {"a": [], "c": ["a"]}
    assert by_id(lecture(c="holds missing")) == {"c": []}


def test_a_circle_ends_and_no_claim_shakes_itself() -> None:
    circle = lecture(a="refuted b", b="refuted a")
    assert by_id(circle) == {"a": ["b"], "b": ["a"]}
    assert shaken_lines(circle, 100) == ["2 claims build on steps that are false as printed: a (b), b (a)"]
    assert by_id(lecture(a="refuted a")) == {"a": []}
    itself = lecture(a="refuted", b="holds a b", c="holds a")
    assert shaken_lines(itself, 100)[0].endswith(": b (a), c (a)")


def test_the_lines_name_the_conclusions_most_shaken_first() -> None:
    claims = lecture(
        a="refuted", b="refuted", c="refuted a", d="refuted c", e="holds b", f="holds d b", g="holds f", h="refuted"
    )
    words = "5 claims build on steps that are false as printed:"
    assert shaken_lines(claims, 140) == [f"{words} g (a, b +2), e (b), 3 more"]
    assert shaken_lines(claims, 65) == [f"{words} g (a, b +2),", "  e (b), 3 more"]
    exactly = len(f"{words} g (a, b +2),")
    assert shaken_lines(claims, exactly)[0] == f"{words} g (a, b +2)," and shaken_lines(claims, exactly - 1)[0] == words
    assert shaken_lines(claims, 10) == [words, "  g (a, b +2),", "  e (b),", "  3 more"]


def test_the_false_steps_that_a_claim_uses_itself_are_named_first() -> None:
    claims = lecture(a="refuted", b="refuted a", c="refuted b", d="refuted c", e="holds d")
    assert "e (d, a +2)" in shaken_lines(claims, 140)[0]


def test_a_few_conclusions_stand_for_many() -> None:
    many = lecture(false="refuted", **{f"conclusion_{i}": "holds false" for i in range(40)})
    assert shaken_lines(many, 200) == [
        "40 claims build on a step that is false as printed: "
        "conclusion_0 (false), conclusion_1 (false), conclusion_2 (false), 37 more"
    ]
    assert shaken_lines(lecture(a="refuted", b="holds a"), 140) == [
        "1 claim builds on a step that is false as printed: b (a)"
    ]
    assert shaken_lines(lecture(a="refuted", b="holds"), 140) == []


def test_a_false_step_shakes_claims_of_other_texts() -> None:
    first = lecture(text="first", a="refuted", b="holds a", c="holds second/a")
    second = lecture(text="second", a="refuted first/b", b="holds b first/b third/a")
    found = shaken(first + second)
    assert found == {
        "first/a": [], "first/b": ["first/a"], "first/c": ["first/a", "second/a"], "second/a": ["first/a"],
        "second/b": ["first/a"],
    }  # fmt: skip
    names = [claim["shaken_by"] for claim in with_shaken(first + second)]
    assert names == [[], ["a"], ["a", "second/a"], ["first/a"], ["first/a"]]
    assert used_by(first[1], first + second) == ["second/a", "second/b"]
    assert shaken_lines(first + second, 140) == [
        "4 claims build on steps that are false as printed: c (second/a, first/a), second/b (first/a), 2 more"
    ]
