"""Seven pathogens as tables a region can be given, from the pathogen table of daedalus with the ages of its severities put right.

Run it to make the folders again: `python -m bothhands.data.pathogens.build`. Each folder holds `pathogen.csv` (severity by age) and
`parameters.csv` (natural history). Upstream exchanges the severities of ages 5–19 and 20–64; here they are put back. What daedalus
does not have is ASSUMED and says so: the split of the latent time, the share who need intensive care, ranges.
"""

from __future__ import annotations

import csv
from pathlib import Path

from bothhands.validate.daedalus_tables import pathogen_of

HERE = Path(__file__).parent
SOURCE = "jameel-institute/daedalus.data @c97c1b8 (MIT), pathogens; severities of ages 5-19 and 20-64, exchanged upstream, put back"
NAMES = {
    "sars_cov_1": ("SARS coronavirus of 2003", "2003年SARS冠状病毒"),
    "influenza_2009": ("influenza of 2009", "2009年流感"),
    "influenza_1957": ("influenza of 1957", "1957年流感"),
    "influenza_1918": ("influenza of 1918", "1918年流感"),
    "sars_cov_2_pre_alpha": ("SARS-CoV-2, before alpha", "新冠病毒（阿尔法株之前）"),
    "sars_cov_2_omicron": ("SARS-CoV-2, omicron", "新冠病毒（奥密克戎株）"),
    "sars_cov_2_delta": ("SARS-CoV-2, delta", "新冠病毒（德尔塔株）"),
}
PRESYMPTOMATIC_SHARE = 1.6 / 4.6
"""ASSUMED: part of the time from infection to symptoms in which one infects, as for the pathogen of every region."""
DYING_IN_INTENSIVE_CARE = 0.5
"""ASSUMED: share of those in intensive care who die, which gives the share who need it."""
RANGE = 0.2
"""ASSUMED: ends of the range of the basic reproduction number, against its value."""
GROUPS = (0, 5, 20, 65)


def main() -> None:
    """Write every folder."""
    with (HERE.parent / "defaults" / "pathogen.csv").open(encoding="utf-8", newline="") as file:
        bands = list(csv.DictReader(file))
    for name, (title, title_zh) in NAMES.items():
        folder = HERE / name
        folder.mkdir(exist_ok=True)
        _write(folder / "pathogen.csv", severity(name, bands))
        _write(folder / "parameters.csv", natural_history(name))
        (folder / "pathogen.toml").write_text(f'title = "{title}"\ntitle_zh = "{title_zh}"\n', encoding="utf-8")


def severity(name: str, bands: list[dict[str, str]]) -> list[dict[str, str]]:
    """Severity by age band; years left to live stay those of the default table."""
    pathogen, rows = pathogen_of(name, mended=True), []
    for band in bands:
        at = max(n for n, age in enumerate(GROUPS) if age <= int(band["age_from"]))
        hospital = pathogen.eta[at] / (pathogen.eta[at] + pathogen.gamma_Is)
        rows.append({
            "age_from": band["age_from"],
            "symptomatic_share": f"{pathogen.p_sigma:.6g}",
            "hospital_share": f"{hospital:.6g}",
            "intensive_share": f"{min(1.0, pathogen.hfr[at] / DYING_IN_INTENSIVE_CARE):.6g}",
            "fatality_share": f"{pathogen.hfr[at]:.6g}",
            "life_years_left": band["life_years_left"],
            "source": f"{SOURCE}; ASSUMED: half of those in intensive care die",
            "quality": "estimated",
            "period": "",
            "known_from": "",
            "note": "",
        })  # fmt: skip
    return rows


def natural_history(name: str) -> list[dict[str, str]]:
    """Parameters of the disease."""
    one = pathogen_of(name)
    before = PRESYMPTOMATIC_SHARE / one.sigma
    split = f"{SOURCE}; ASSUMED split of 1/sigma"
    figures = {
        "basic_reproduction_number": (one.r0, "1", f"{SOURCE}; range ASSUMED"),
        "latent_days": (1 / one.sigma - before, "days", split),
        "presymptomatic_days": (before, "days", split),
        "asymptomatic_days": (1 / one.gamma_Ia + before, "days", f"{SOURCE}; presymptomatic days added"),
        "symptomatic_days": (1 / one.gamma_Is, "days", SOURCE),
        "ward_days": (1 / one.gamma_H_recovery, "days", SOURCE),
        "waning_rate": (one.rho, "per day", SOURCE),
        "asymptomatic_infectiousness": (one.epsilon, "share", SOURCE),
    }
    ranges = {"basic_reproduction_number": (one.r0 * (1 - RANGE), one.r0 * (1 + RANGE))}
    return [
        {
            "parameter": parameter,
            "value": f"{value:.6g}",
            "low": f"{ranges[parameter][0]:.6g}" if parameter in ranges else "",
            "high": f"{ranges[parameter][1]:.6g}" if parameter in ranges else "",
            "unit": unit,
            "source": source,
            "quality": "estimated",
            "period": "",
            "known_from": "",
            "note": "",
        }
        for parameter, (value, unit, source) in figures.items()
    ]


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
