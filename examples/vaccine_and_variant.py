"""A vaccine and a variant in two towns: four regions from the same tables, in one file, nothing of bothhands changed.

Run it: `python examples/vaccine_and_variant.py`. Every figure is ASSUMED, for the lesson.
"""

from __future__ import annotations

from datetime import date

import jax
import numpy as np

from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.inputs.region import Region
from bothhands.inputs.tables.vaccination import Doses
from bothhands.inputs.tables.vaccines import Vaccine
from bothhands.inputs.tables.variants import Variant
from bothhands.levers.history import history
from bothhands.model.simulate import model_of, run

VACCINE = Vaccine(
    layer="two_doses", efficacy_infection=0.5, efficacy_onward=0.2, efficacy_hospital=0.8, efficacy_death=0.9, onset_days=14,
    waning_days=180, quality="assumed",
)  # fmt: skip
DOSES = Doses(
    layer="two_doses", age_from=20, date_from=date(2020, 1, 10), date_to=date(2020, 3, 31), doses_per_day=1200
)
VARIANT = Variant(
    variant="quick", transmission_factor=1.5, reinfection_share=0.2, seed_day=date(2020, 2, 1), seed_infections=20, quality="assumed"
)  # fmt: skip


def regions() -> dict[str, Region]:
    """Two towns as they are, and with what is added."""
    plain = load("two-towns")
    given = {"vaccines": (VACCINE,), "vaccination": (DOSES,)}
    return {
        "as they are": plain,
        "a vaccine": plain.replace(**given),
        "a variant": plain.replace(variants=(VARIANT,)),
        "both": plain.replace(**given, variants=(VARIANT,)),
    }


def main() -> None:
    """Infections and deaths of half a year, schools and sectors open again, and the variant's share of the last week."""
    for name, region in regions().items():
        axes = axes_of(region)
        past = history(region, axes)
        open_again = past._replace(openness=np.ones_like(past.openness), school=np.ones_like(past.school))
        record = jax.jit(run)(model_of(region, axes), open_again).epidemic
        infections, deaths = (float(np.asarray(one).sum()) for one in (record.infections, record.deaths))
        told = f"{name}: {infections:,.0f} infections, {deaths:.1f} deaths"
        if record.parts is not None and "quick" in record.parts.strains:
            last = {name: float(one.infections[-7:].sum()) for name, one in record.parts.strains.items()}
            told += f", {100 * last['quick'] / sum(last.values()):.0f} % of the last week by the variant"
        print(told)


if __name__ == "__main__":
    main()
