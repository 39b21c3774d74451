"""The tables, the snippet and the example of "Add a vaccine or a variant" are what the program takes."""

import re
import runpy
from pathlib import Path

import pytest

from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.inputs.overlay import with_files
from bothhands.model.epidemic.params import from_region

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "how-to" / "add-a-vaccine-or-a-variant.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.S)


def test_its_tables_make_a_region(tmp_path):
    names = ("vaccines", "vaccination", "variants")
    texts = [text for language, text in BLOCKS if language == "csv"]
    assert len(texts) == len(names)
    for name, text in zip(names, texts, strict=True):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    region = with_files(load("two-towns"), [tmp_path / f"{name}.csv" for name in names])
    params = from_region(region, axes_of(region))
    assert [layer.name for layer in params.disease.layers] == ["two_doses", "booster"]
    assert params.disease.strains == ("quick",)
    assert float(params.dated.doses["two_doses"].sum()) == pytest.approx(18_000)


def test_its_snippet_runs():
    for language, text in BLOCKS:
        if language == "python":
            exec(compile(text, "how-to", "exec"), {})


def test_the_example_makes_its_regions():
    example = runpy.run_path(str(ROOT / "examples" / "vaccine_and_variant.py"))
    regions = example["regions"]()
    made = {name: from_region(region, axes_of(region)).disease for name, region in regions.items()}
    assert {name: (one.strains, tuple(layer.name for layer in one.layers)) for name, one in made.items()} == {
        "as they are": ((), ()),
        "a vaccine": ((), ("two_doses",)),
        "a variant": (("quick",), ()),
        "both": (("quick",), ("two_doses",)),
    }
