"""The generated assets: what is missing is named, what is there serves Vietnamese."""

import json
import runpy
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from fontTools.ttLib import TTFont

from thangdo.site import checks

ROOT = checks.PACKAGE.parent.parent
FONTS = checks.PACKAGE / "records" / "documents" / "fonts"
VENDOR = checks.PACKAGE / "faces" / "look" / "static" / "look" / "vendor"


def test_all_assets_are_there() -> None:
    assert checks.missing_assets() == []


def test_a_missing_asset_is_named_and_the_remedy_given(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    assert checks.missing_assets(tmp_path) == ["site/assets.json"]
    (tmp_path / "there.js").touch()
    (tmp_path / "site" / "assets.json").write_text(json.dumps({"files": ["gone.js", "there.js"]}))
    assert checks.missing_assets(tmp_path) == ["gone.js"]


def test_every_command_stops_on_a_missing_asset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "missing_assets", lambda: ["faces/look/static/look/vendor/vega.js"])
    with pytest.raises(CommandError, match=r"(?s)vega\.js is missing.*make setup"):
        call_command("check")


@pytest.mark.parametrize(
    ("file", "family", "style"),
    [
        ("BeVietnamPro-400", "Be Vietnam Pro", "Regular"),
        ("BeVietnamPro-600", "Be Vietnam Pro", "SemiBold"),
        ("Tinos-400", "Tinos", "Regular"),
        ("Tinos-400-italic", "Tinos", "Italic"),
        ("Tinos-700", "Tinos", "Bold"),
        ("Tinos-700-italic", "Tinos", "Bold Italic"),
    ],
)
def test_the_documents_font_has_every_vietnamese_letter(file: str, family: str, style: str) -> None:
    font = TTFont(FONTS / f"{file}.ttf")
    vowels = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
    text = vowels + vowels.upper() + "0123456789,.%–−-₫"
    assert [letter for letter in text if ord(letter) not in font.getBestCmap()] == []
    # What vl-convert and typst find it by.
    assert (font["name"].getDebugName(16), font["name"].getDebugName(17)) == (family, style)
    assert font["OS/2"].usWeightClass == int(file.split("-")[1])


def test_the_web_fonts_cover_four_weights_and_three_subsets() -> None:
    assert len(list(VENDOR.glob("be-vietnam-pro-*.woff2"))) == 12


def test_digits_of_the_table_font_stand_under_one_another() -> None:
    for weight in (400, 500, 600, 700):
        font = TTFont(VENDOR / f"figures-{weight}.woff2")
        cmap = font.getBestCmap()
        assert "".join(map(chr, sorted(cmap))) == "0123456789"
        assert len({font["hmtx"][name][0] for name in cmap.values()}) == 1


def test_a_changed_catalogue_makes_the_assets_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hatch_build = runpy.run_path(str(ROOT / "hatch_build.py"))
    fingerprint = hatch_build["fingerprint"]
    before = fingerprint()
    assert fingerprint() == before
    catalogue = tmp_path / "django.po"
    catalogue.write_text('msgid "Rank"\nmsgstr "Xếp hạng"\n')
    monkeypatch.setitem(fingerprint.__globals__, "catalogues", lambda: [catalogue])
    with_one = fingerprint()
    catalogue.write_text('msgid "Rank"\nmsgstr "Hạng"\n')
    assert len({before, with_one, fingerprint()}) == 3


def test_every_licence_travels_with_what_it_covers() -> None:
    assert len(list(VENDOR.glob("*.LICENSE.txt"))) == 3
    assert {path.name.split("-")[0].split(".")[0] for path in FONTS.iterdir()} == {
        path.name.removesuffix(".LICENSE.txt") for path in FONTS.glob("*.LICENSE.txt")
    }


def test_the_face_of_official_documents_is_as_wide_as_times_new_roman() -> None:
    """Widths of Times New Roman in 2048ths of the size, from Adobe's metrics of Times-Roman and Times-Bold
    (thousandths, public since 1985; both faces were cut to them): letters, figures, hyphen, dash, blank."""
    times = {"400": dict(a=444, n=500, M=889, U=722), "700": dict(a=500, n=556, M=944, U=722)}
    marks = {" ": 250, "-": 333, "–": 500, "0": 500, ",": 250, "/": 278}
    for weight, letters in times.items():
        font = TTFont(FONTS / f"Tinos-{weight}.ttf")
        for sign, width in {**letters, **marks}.items():
            drawn = font["hmtx"][font.getBestCmap()[ord(sign)]][0] * 1000 / font["head"].unitsPerEm
            assert abs(drawn - width) < 1, (weight, sign)
        assert font.getBestCmap()[0x2011] == font.getBestCmap()[ord("-")]
