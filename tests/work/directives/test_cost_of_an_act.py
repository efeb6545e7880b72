"""What the next act costs: a patch of four files adds one, with its form and its route; of three, a field.

Each patch is applied to a copy of the source, and a process of its own asks the copy for all that was not
written: the route and its body, the form with its labels, the receipt, the sentences in both languages. It
takes some seconds, for the copy is imported from the beginning.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import thangdo

SOURCE = Path(thangdo.__file__).parent
PATCHES = Path(__file__).parents[2] / "data/patches"
LEFT = shutil.ignore_patterns("__pycache__", "compiled.json", "vendor", "fonts", "*.woff2")
ASK = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "thangdo.site.settings"
import django
django.setup()
import thangdo
assert thangdo.__file__.startswith(os.getcwd()), thangdo.__file__
from django.utils.translation import override
from thangdo.faces.api import api, openapi
from thangdo.faces.look import wording
from thangdo.faces.office import acts
from thangdo.records.acts import fields, forms
from thangdo.work.directives.acts import DIRECTIVES

name, address, field = sys.argv[1:]
described = openapi.describe(api.api, "en")
operation = described["paths"][f"/api/v1/directives/{{slug}}/units/{{unit}}/{address}"]["post"]
body = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
assert field in described["components"]["schemas"][body]["properties"], body
act = DIRECTIVES.acts[name]
where = ("mot-cua", ("sample", "X1"))
typed = {"due": "3/7/2026", "reason": "Xong sớm", "progress": "40"}
given, faults = forms.read(act.takes, typed)
assert faults == {} and field in fields.canonical(given)
assert set(forms.read(act.takes, {})[1]), "nothing typed is a fault"
for language in ("vi", "en"):
    with override(language):
        form = acts.form(DIRECTIVES, name, "/", where, seen=3)
        labels = {one.name: one.label for one in form.fields}
        assert form.title and form.button and labels[field] != field, (form, labels)
        assert wording.act_name(f"directive-{name}") != f"directive-{name}"
        assert wording.act_text(f"directive-{name}", "done")
"""


def copy(tmp_path: Path, patch: str) -> set[str]:
    """A copy of the source with a patch applied; the files that it touches."""
    shutil.copytree(SOURCE, tmp_path / "src/thangdo", ignore=LEFT)
    subprocess.run(["git", "apply", str(PATCHES / patch)], cwd=tmp_path, check=True)
    lines = (PATCHES / patch).read_text(encoding="utf-8").splitlines()
    return {line.removeprefix("+++ b/src/thangdo/") for line in lines if line.startswith("+++ ")}


def ask(tmp_path: Path, *named: str) -> None:
    """Ask the copy, in a process of its own."""
    path = {**os.environ, "PYTHONPATH": str(tmp_path / "src"), "THANGDO_DATA": str(tmp_path / "var")}
    done = subprocess.run(
        [sys.executable, "-c", ASK, *named],
        cwd=tmp_path,
        env=path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize(
    ("patch", "name", "address", "field", "files"),
    [
        (
            "directives-act.patch",
            "reopen_one",
            "reopen",
            "reason",
            {
                "work/directives/actions/deciding.py",  # what it appends
                "work/directives/acts.py",  # who may, in which states, with which input
                "faces/api/directives.py",  # its address
                "library/words/directives.yaml",  # its words, labels and the sentence of its event
            },
        ),
        (
            "directives-field.patch",
            "ask_extension",
            "extension",
            "progress",
            {
                "work/directives/actions/reporting.py",  # the input, and what of it is appended
                "work/directives/events.py",  # what the ledger keeps
                "library/words/directives.yaml",  # its label
            },
        ),
    ],
    ids=["an act", "a field"],
)
def test_one_more_act_or_field_is_written_in_many_places(
    tmp_path: Path, patch: str, name: str, address: str, field: str, files: set[str]
) -> None:
    assert copy(tmp_path, patch) == files
    ask(tmp_path, name, address, field)
