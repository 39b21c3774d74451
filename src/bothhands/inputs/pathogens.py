"""A region with another pathogen: severity by age and natural history from a folder of two tables.

Why this file exists: a pathogen is data. Its folder holds `pathogen.csv`, which takes the place of the region's, `parameters.csv`,
whose rows replace those of the same name, and `pathogen.toml` with a title. Reported cases were of another disease and are left out.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from bothhands.errors import Fault, InputError
from bothhands.inputs.codes import nearest
from bothhands.inputs.loading import DATA
from bothhands.inputs.overlay import joined_parameters, rows_of_files
from bothhands.inputs.region import Region

OF_A_PATHOGEN = ("pathogen", "parameters")


def pathogens() -> tuple[str, ...]:
    """Names of the pathogens that come with the package."""
    return tuple(sorted(path.parent.name for path in (DATA / "pathogens").glob("*/pathogen.csv")))


def with_pathogen(region: Region, name_or_folder: str | Path) -> Region:
    """The region struck by another pathogen, under a name that says so, without the cases of its own.

    Parameters
    ----------
    region
        The region.
    name_or_folder
        One of `pathogens()`, or a folder of the user's in the same form.

    Raises
    ------
    InputError
        Every fault of the folder at once; an unknown name with the nearest.
    """
    folder = _folder(name_or_folder)
    files = [(folder / f"{table}.csv", table) for table in OF_A_PATHOGEN]
    missing = [
        Fault("BH-INP-046", f"{folder.name} has no {path.name}", "severity by age and natural history", "add it")
        for path, _ in files
        if not path.is_file()
    ]
    rows = rows_of_files([file for file in files if file[0].is_file()], missing)
    title, title_zh = _titles(folder)
    parameters = joined_parameters(region, rows["parameters"])
    struck = region.replace(pathogen=rows["pathogen"], parameters=parameters, cases=())
    return struck.with_settings(
        name=f"{region.name}-{folder.name.replace('_', '-')}"[:60],
        title=f"{region.title}, {title}",
        title_zh=f"{region.title_zh}，{title_zh}",
        hypothetical=" ".join([*filter(None, [region.hypothetical]), f"Hypothetical: the region meets {title}; its reported cases are left out."]),
        hypothetical_zh=region.settings.hypothetical_zh + f"假设该地区遭遇{title_zh}；其报告病例不计。",
    )  # fmt: skip


def _folder(name_or_folder: str | Path) -> Path:
    if str(name_or_folder) in pathogens():
        return DATA / "pathogens" / str(name_or_folder)
    path = Path(name_or_folder)
    if path.is_dir():
        return path
    known = ", ".join(pathogens())
    raise InputError(
        Fault(
            "BH-INP-047",
            f"no pathogen {str(name_or_folder)!r}",
            f"a folder, or one of {known}",
            nearest(str(name_or_folder), pathogens()),
        )
    )


def _titles(folder: Path) -> tuple[str, str]:
    """Names in English and Chinese; the folder's own where it gives none."""
    path = folder / "pathogen.toml"
    keys = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    title = str(keys.get("title", folder.name))
    return title, str(keys.get("title_zh", title))
