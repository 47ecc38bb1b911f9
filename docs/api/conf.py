"""The reference of both packages, from their docstrings: `make api` builds it into `build/api`."""

import importlib
import pkgutil

import quire
import studylib

# autodoc imports with TYPE_CHECKING set, and a model of pydantic is not complete then: so before it, and plainly.
for package in (quire, studylib):
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)

project = html_title = "Smart Cities Study: the code"
extensions = ["sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_theme = "sphinx_book_theme"
html_theme_options = {"navbar_persistent": [], "use_download_button": False}
html_copy_source = False
html_show_copyright = False
add_module_names = False
default_role = "code"
autodoc_member_order = "bysource"
autodoc_typehints = "description"
napoleon_google_docstring = False
napoleon_use_ivar = True  # or the attributes of a dataclass would be described twice
suppress_warnings = ["ref.python"]  # two modules may have a class of one name


def part_examples(app, what, name, obj, options, lines):  # type: ignore[no-untyped-def]
    """Set examples apart from the section before them: napoleon takes them for parameters otherwise."""
    for number in reversed(range(1, len(lines))):
        if lines[number].startswith(">>>") and not lines[number - 1]:
            lines.insert(number, "")


def setup(app):  # type: ignore[no-untyped-def]
    """Do so before napoleon reads the text."""
    app.connect("autodoc-process-docstring", part_examples, priority=400)
