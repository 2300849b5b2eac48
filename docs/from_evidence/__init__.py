"""What the site takes from an evidence file: a page for each claim, the list of them, the errata, the counts.

A Sphinx extension. It writes its pages below the sources, into folders that git ignores, before Sphinx looks for them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.config import Config

from from_evidence import api, claim_page, errata_page, overview
from from_evidence.pictures import pictures
from from_evidence.source import Sources
from lemmata.pages.report import report
from lemmata.record.atomic import write_text
from lemmata.record.evidence_file import Unreadable, read
from lemmata.record.names import key_of, labels
from lemmata.record.tally import by_text, counts, spent

__all__ = ["setup"]

MAKE = "pytest claims --claims-evidence build/evidence.json"


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_config_value("lemmata_evidence", "", "env", (str,))
    app.connect("config-inited", write_pages)
    app.connect("source-read", put_errata)
    app.connect("doctree-read", link_claims)
    app.connect("build-finished", put_report)
    app.connect("autodoc-process-docstring", api.escaped, priority=800)  # after napoleon
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def write_pages(app: Sphinx, config: Config) -> None:
    """Read the evidence and write what is made of it. Exits with one sentence where that cannot be done."""
    path, docs = Path(config.lemmata_evidence), Path(app.srcdir)
    try:
        document = read(path)
        sources = Sources([docs.parent / "claims", docs.parent], document["claims"])
    except Unreadable as error:
        print(f"{error}. To make one: {MAKE}", file=sys.stderr)
        raise SystemExit(2) from None  # Sphinx would put two screens around an error of its own
    app.lemmata = document  # type: ignore[attr-defined]
    run, claims = document["run"], document["claims"]
    config.myst_substitutions = {
        "counts": str(counts(claims)),
        "budget": spent(run["error_probability"]),
        "claims": str(len(claims)),
        "run": f"profile {run['profile']}, seed {run['seed']}, {run['seconds']:.0f} s",
    }
    shown = pictures(docs)
    pages = {f"{key_of(claim)}.md": claim_page.page(claim, document, sources, shown) for claim in claims}
    for title, of_text in by_text(claims):
        pages[f"{of_text[0]['text']}/index.md"] = overview.page_of_text(title, of_text)
    write(docs / "texts", {**pages, "index.md": overview.page(document)})
    write(docs / "api", api.pages())


def write(folder: Path, pages: dict[str, str]) -> None:
    """Make the folder hold these pages and no others; those that are as they were keep their time."""
    folder.mkdir(exist_ok=True)
    for path in folder.rglob("*.md"):
        if path.relative_to(folder).as_posix() not in pages:
            path.unlink()
    for name, text in pages.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            write_text(text, path)


def put_errata(app: Sphinx, docname: str, content: list[str]) -> None:
    """The errata page as it is on the site: from the evidence, with what is written by hand at its end."""
    if docname == "errata":
        app.env.note_dependency(app.config.lemmata_evidence, docname=docname)
        content[0] = errata_page.page(app.lemmata, content[0])  # type: ignore[attr-defined]


def put_report(app: Sphinx, exception: Exception | None) -> None:
    """The report, beside the pages: it is one file, and no page of the site."""
    if exception is None and app.builder.format == "html":
        text = report(app.lemmata)  # type: ignore[attr-defined]
        write_text(text, Path(app.outdir) / "report.html")


def link_claims(app: Sphinx, doctree: nodes.document) -> None:
    """Where a page names a claim in code, such as `chernoff`, it leads to that claim.

    On a page of a text an id is that of this text; elsewhere it leads to a claim where only one text has it.
    """
    claims = app.lemmata["claims"]  # type: ignore[attr-defined]
    here = app.env.current_document.docname
    its_text = here.removeprefix("texts/").partition("/")[0]
    known = {label: key for key, label in labels(claims).items()}
    known.update({key_of(claim): key_of(claim) for claim in claims})
    known.update({claim["id"]: key_of(claim) for claim in claims if claim["text"] == its_text})
    for literal in list(doctree.findall(nodes.literal)):
        target = f"texts/{known.get(literal.astext())}"
        linked = isinstance(literal.parent, nodes.reference | nodes.title | pending_xref)
        if literal.astext() in known and target != here and not linked:
            link = pending_xref(
                "", literal.deepcopy(), refdomain="std", reftype="doc", reftarget=f"/{target}", refexplicit=True,
                refwarn=True, refdoc=here,
            )  # fmt: skip
            literal.replace_self(link)
