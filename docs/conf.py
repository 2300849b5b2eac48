"""The documentation site: ``sphinx-build -W --keep-going -b html docs build/docs``.

Everything is served from the site itself: no font, script or picture comes from elsewhere, and mathematics is MathML.
"""

from __future__ import annotations

import os
import sys
from importlib import metadata
from pathlib import Path

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS))  # for from_evidence, and for the figures that draw.py knows

project = "Lemmata"
author = "The Lemmata developers"
copyright = f"{author}, Apache-2.0"
release = version = metadata.version("lemmata")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "from_evidence"]
lemmata_evidence = os.path.abspath(os.environ.get("LEMMATA_EVIDENCE") or DOCS.parent / "build" / "evidence.json")

exclude_patterns = ["examples", "figures", "from_evidence", "_static"]
source_suffix = {".md": "markdown"}
myst_enable_extensions = ["substitution"]
myst_heading_anchors = 3

# Docstrings say `name` for what is code, and napoleon reads their sections.
default_role = "py:obj"
autodoc_default_options = {"member-order": "bysource"}
autodoc_inherit_docstrings = False
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
napoleon_numpy_docstring = False
add_module_names = False
python_use_unqualified_type_names = True
toc_object_entries = False

smartquotes = False  # GitHub, which shows these pages too, leaves them as they are

html_theme = "furo"
html_title = "Lemmata"
html_static_path = ["_static"]
html_css_files = ["lemmata.css"]
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0b5c8a", "color-brand-content": "#0b5c8a"},
    "dark_css_variables": {"color-brand-primary": "#7cc4ee", "color-brand-content": "#7cc4ee"},
}
pygments_style = "friendly"
pygments_dark_style = "native"
