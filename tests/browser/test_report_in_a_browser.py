"""The report as Chromium shows it: formulas, widths, both schemes, print, keyboard, and no word to the network."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from lemmata.record.names import key_of

DESKTOP, PHONE, SMALL = (1280, 900), (390, 844), (320, 568)


@contextmanager
def shown(browser: Browser, file: Path, size: tuple[int, int] = DESKTOP, **context: str) -> Iterator[Page]:
    """The page in a window of its own, which must neither ask for anything nor complain."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, **context)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(file.as_uri())
    yield page
    assert [url.partition("#")[0] for url in asked] == [file.as_uri()], asked
    assert said == []
    page.close()


def test_every_formula_has_a_place_and_nothing_is_left_as_markup(browser, page_file, evidence):
    with shown(browser, page_file) as page:
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        formulas = page.evaluate(
            """[...document.querySelectorAll('math')].map(each => {
                const box = each.getBoundingClientRect();
                return {text: each.textContent, source: each.getAttribute('alttext'), width: box.width, height: box.height,
                        display: getComputedStyle(each).display,
                        flat: [...each.querySelectorAll('mi, mn, mo')].filter(
                            leaf => leaf.textContent.trim() && leaf.getBoundingClientRect().width === 0).length};
            })"""
        )
    assert len(formulas) > 2 * len(evidence["claims"])
    for formula in formulas:
        assert formula["display"] == "math", "not rendered as mathematics"
        assert formula["width"] > 2 and formula["height"] > 5 and formula["flat"] == 0, formula
        assert not re.search(r"[_^]", formula["text"]), formula


def test_every_statement_of_the_catalogue_is_typeset(browser, page_file, evidence):
    with shown(browser, page_file) as page:
        for claim in evidence["claims"]:
            words = page.locator(f"[id='claim-{key_of(claim)}'] dd.mathematics").first.inner_text()
            assert words.strip() and "_{" not in words, claim["id"]


@pytest.mark.parametrize("size", [DESKTOP, PHONE, SMALL], ids=["desktop", "phone", "small"])
def test_the_page_never_scrolls_sideways(browser, page_file, size):
    with shown(browser, page_file, size) as page:
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        # Nothing is cut off either: whatever is wider than the page lies in a box that scrolls.
        cut = page.evaluate(
            """width => [...document.querySelectorAll('main *, header *')].filter(each =>
                each.getBoundingClientRect().right > width + 1 && !each.closest('.wide, .mathematics') && each.checkVisibility()
            ).map(each => each.outerHTML.slice(0, 120))""",
            size[0],
        )
        assert cut == []


def contrast(page: Page) -> list[str]:
    """Texts whose contrast to what is behind them is below 4.5 [WCAG 2.2, 1.4.3]."""
    return page.evaluate(
        """() => {
        const level = text => {
            const [r, g, b] = text.match(/[\\d.]+/g).map(Number).map(v => v / 255)
                .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
            return .2126 * r + .7152 * g + .0722 * b;
        };
        const behind = each => {
            for (let node = each; node; node = node.parentElement) {
                const colour = getComputedStyle(node).backgroundColor;
                if (!/, 0\\)$/.test(colour)) return colour;
            }
            return getComputedStyle(document.documentElement).backgroundColor;
        };
        const found = new Set();
        for (const each of document.querySelectorAll('body :not(svg, svg *)')) {
            const own = [...each.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
            if (!own || !each.checkVisibility()) continue;
            const [a, b] = [level(getComputedStyle(each).color), level(behind(each))].sort((x, y) => y - x);
            if ((a + .05) / (b + .05) < 4.5) found.add(each.tagName + '.' + each.className + ': ' + each.textContent.slice(0, 40));
        }
        return [...found];
    }"""
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_are_readable_in_both_schemes(browser, page_file, scheme, shots):
    with shown(browser, page_file, color_scheme=scheme) as page:
        light = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert light == (scheme == "light")
        assert contrast(page) == []
        page.screenshot(path=shots / f"report-{scheme}.png")


def test_the_graph_shows_either_view_and_says_it_without_colour(browser, page_file, shots, evidence):
    with shown(browser, page_file) as page:

        def visible(selector: str) -> int:
            return page.evaluate(
                f"[...document.querySelectorAll('{selector}')].filter(e => getComputedStyle(e).display !== 'none').length"
            )

        nodes = len(evidence["claims"])
        refuted = page.locator("#graph a.p-refuted").count()
        assert refuted >= 38 and visible("#graph a .mark-p") == nodes and visible("#graph a .mark-c") == 0
        signs = page.evaluate("[...document.querySelectorAll('#graph a.p-refuted .mark-p')].map(e => e.textContent)")
        assert set(signs) == {"✗"}
        broken = page.locator("#graph path.p-refuted").first
        assert broken.evaluate("e => getComputedStyle(e).strokeDasharray") != "none"
        page.locator("#graph").screenshot(path=shots / "graph-as-printed.png")
        page.locator("#view-p").focus()
        page.keyboard.press("ArrowRight")
        assert visible("#graph a .mark-p") == 0 and visible("#graph a .mark-c") == nodes
        signs = page.evaluate("[...document.querySelectorAll('#graph a .mark-c')].map(e => e.textContent)")
        assert set(signs) == {"✓"}
        assert broken.evaluate("e => getComputedStyle(e).strokeDasharray") == "none"
        page.locator("#graph").screenshot(path=shots / "graph-as-corrected.png")


def test_no_two_nodes_overlap_and_names_stay_inside(browser, page_file):
    with shown(browser, page_file) as page:
        boxes = page.evaluate(
            """[...document.querySelectorAll('svg.graph')].map(svg => [...svg.querySelectorAll('a.node')].map(node => {
                const box = node.querySelector('rect').getBoundingClientRect();
                const texts = [...node.querySelectorAll(':scope > text')].map(text => text.getBoundingClientRect());
                return {x: box.x, y: box.y, right: box.right, bottom: box.bottom,
                        out: texts.some(text => text.x < box.x || text.right > box.right || text.bottom > box.bottom),
                        name: node.getAttribute('href')};
            }))"""
        )
    for part in boxes:
        for place, one in enumerate(part):
            assert not one["out"], one["name"]
            for other in part[place + 1 :]:
                apart = (
                    one["right"] <= other["x"] or other["right"] <= one["x"]
                    or one["bottom"] <= other["y"] or other["bottom"] <= one["y"]
                )  # fmt: skip
                assert apart, f"{one['name']} and {other['name']}"


def test_a_link_of_the_graph_leads_to_its_claim(browser, page_file):
    with shown(browser, page_file) as page:
        page.locator("#graph a[href='#claim-lecture17/jacobian-order']").click()
        assert page.evaluate("location.hash") == "#claim-lecture17/jacobian-order"
        assert (
            abs(page.evaluate("document.getElementById('claim-lecture17/jacobian-order').getBoundingClientRect().y"))
            < 100
        )


def test_one_click_marks_a_whole_command(browser, page_file):
    with shown(browser, page_file) as page:
        block = page.locator("[id='claim-lecture17/jacobian-order'] details.again pre").first
        page.locator("[id='claim-lecture17/jacobian-order'] details.again summary").first.click()
        block.click()
        assert page.evaluate("getSelection().toString()").strip() == block.inner_text().strip()


def test_claims_on_a_screen_and_on_a_phone(browser, page_file, shots):
    for name, size in (("desktop", DESKTOP), ("phone", PHONE)):
        with shown(browser, page_file, size) as page:
            page.screenshot(path=shots / f"top-{name}.png")
            page.evaluate(
                "document.getElementById('claim-lecture17/jacobian-order')"
                ".querySelectorAll('details').forEach(each => each.open = true)"
            )
            page.locator("[id='claim-lecture17/jacobian-order']").screenshot(path=shots / f"claim-{name}.png")


def test_in_print_everything_is_on_paper(browser, page_file, shots, evidence):
    with shown(browser, page_file) as page:
        page.emulate_media(media="print")
        file = shots / "report.pdf"
        page.pdf(path=file, format="A4", margin={"top": "15mm", "bottom": "15mm", "left": "12mm", "right": "12mm"})
    text = subprocess.run(["pdftotext", "-raw", str(file), "-"], check=True, capture_output=True, text=True).stdout
    for claim in evidence["claims"]:
        assert claim["id"] in text, claim["id"]
    # what is folded on a screen: a control, by the words of its name
    flat = re.sub(r"\s+", "", text)
    assert "slopes_inside_the_inverse" in flat
