"""Statistics as a nowcast sees them: the door of `observe` to `inputs.statistics`, where series and their faults are read.

Why this file exists: `observe` and `outcome` both stand on dated series and may not know each other; the reading is in `inputs`.
"""

from bothhands.inputs.statistics import Edition, Series, all_series, figure, gaps, series, series_faults

__all__ = ["Edition", "Series", "all_series", "figure", "gaps", "series", "series_faults"]
