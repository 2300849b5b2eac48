"""One claim as text: what `lemmata show` prints."""

from __future__ import annotations

from collections.abc import Iterator

from lemmata.record.claim_list import columns
from lemmata.record.one_form import cases_of, collect, numbers, refutation, word
from lemmata.record.power import in_place, open_variants, power_in_words
from lemmata.record.schema import ClaimEntry, FormEntry
from lemmata.record.tally import best_counterexample, by_search, of_role, plural, unexpected

__all__ = ["one_claim"]

STATUS = {
    "T": "true as printed",
    "Q": "true as printed, once given numbers",
    "F": "false as printed",
    "I": "incomplete as printed: an assumption is missing",
    "typo": "a misprint that has no reading",
}
KINDS = {"stronger": "stronger", "false_surviving": "survives"}


def one_claim(claim: ClaimEntry, *, found: bool) -> str:
    """Its statements, its forms with the verdicts expected and (where there was a run) found, and how to run it."""
    return "\n".join(
        [*_facts(claim), "", *_forms(claim, found), *_power(claim), *_counterexample(claim), "", *_to_run(claim, found)]
    )


def _facts(claim: ClaimEntry) -> Iterator[str]:
    yield f"{claim['id']} · {claim['title']}"
    yield ""
    errata = dict.fromkeys(form["erratum"] for form in claim["forms"] if form["erratum"])
    kindest = dict.fromkeys(form["kindest"] for form in claim["forms"] if form.get("kindest"))
    facts = {
        "slide": f"{claim['text_title']}, {claim['slide']}",
        "file": claim["file"],
        "status": STATUS.get(claim["status"], claim["status"]),
        "printed": claim["statement_printed"],
        "corrected" if claim["status"] in ("F", "I", "typo") else "in full": claim["statement_corrected"],
        "erratum": "\n".join(errata),
        "kindest": "\n".join(kindest),
        "scope": claim["scope"],
        "uses": ", ".join(claim["uses"]),
        "false steps": ", ".join(claim["shaken_by"]),
        "controls": claim["far_controls"],
    }
    for name, text in facts.items():
        if text:
            yield _labelled(name, text)


def _forms(claim: ClaimEntry, found: bool) -> list[str]:
    head = ("form", "", "grade", "expected", *(("found", "cases", "found by search") if found else ()))
    rows = [head]
    for form in claim["forms"]:
        row = (form["role"], form["name"], form["grade"], form["expected"])
        rows.append((*row, word(form), cases_of(form), _search(form)) if found else row)
    reasons = {form["name"]: form["blindness"] for form in claim["forms"] if form["blindness"]}
    return [*columns(rows), *(f"{name} is not seen: {_line(why)}" for name, why in reasons.items())]


def _power(claim: ClaimEntry) -> Iterator[str]:
    """What the check makes of the variants of the form that holds, where a run has judged them."""
    if "power" in claim:
        power = claim["power"]
        yield ""
        yield f"{'all' if power['all'] else 'a few'} variants of {power['form']}: {power_in_words(power)}"
        for head, looser in (("open", False), ("looks weaker", True)):
            yield from (_labelled(head, line) for line in open_variants(power, looser=looser))
        for survivor in power["survivors"]:
            if survivor["kind"] != "open":
                yield _labelled(KINDS[survivor["kind"]], f"{in_place(survivor)} {survivor['sentence']}")
    if claim.get("constants"):
        rows = [("constant", "stated", "refuted at", "stands at", "case")]
        for best in claim["constants"]:
            rows.append(
                (best["name"], best["stated"], best["refuted_at"] or "–", best["stands_at"], best["case"] or "–")
            )
        yield from ("", *columns(rows))


def _search(form: FormEntry) -> str:
    return f"in {plural(form['search_cases'] or 0, 'case')}" if by_search([form]) else ""


def _counterexample(claim: ClaimEntry) -> list[str]:
    """What refutes a form that should hold; otherwise what refutes the printed one. The best case is shown."""
    forms = [*of_role(claim, "printed"), *of_role(claim, "corrected")]
    form = best_counterexample(unexpected(forms)) or best_counterexample(forms)
    if form is None:
        return []
    shown = refutation(form)
    return [
        "",
        f"counterexample of {form['name']}, {form['grade']}",
        _labelled("case", shown["case"]),
        _labelled("numbers", numbers(shown)),
        "",
        "the same in Python",
        *(f"  {line}" for line in shown["snippet"].splitlines()),
    ]


def _to_run(claim: ClaimEntry, found: bool) -> list[str]:
    head = "to run it, or one form of it" + (", from the root directory that pytest names" if found else "")
    nodes = [form["node"] for form in claim["forms"]]
    whole = dict.fromkeys(node.rpartition("[")[0] for node in nodes)
    return [head, *(f"  {collect(node)}" for node in (*whole, *nodes))]


def _labelled(name: str, text: str) -> str:
    return f"{name:<11}  {_line(text)}"


def _line(text: str) -> str:
    return " ".join(text.split())
