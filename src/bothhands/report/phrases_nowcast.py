"""Phrases of the nowcast: the next figure of a target, who says what with what weight, what moved it, what to load."""

from __future__ import annotations

NOWCAST: dict[str, tuple[str, str]] = {
    "gdp_growth": ("growth of GDP", "地区生产总值增速"), "budget_revenue_growth": ("growth of budget revenue", "财政收入增速"),
    "nc_quarter": ("{year} Q{part}", "{year}年{part}季度"), "nc_month": ("{part} {year}", "{year}年{part}月"),
    # The answer.
    "nc_none": ("No monthly series loaded: the coupled model serves alone.", "未加载月度序列：仅由耦合模型给出。"),
    "nc_nothing": ("No target here can be told of by a nowcast or by the coupled model.", "本地区没有可由临近预测或耦合模型给出的目标指标。"),
    "nc_answer": ("{what} of {place}, {period}: {value} expected, {low} to {high} with 90 %.", "{place}{period}{what}预计为{value}，90%区间{low}至{high}。"),
    "nc_both": (" The nowcast says {one} (weight {a}), the coupled model {other} (weight {b}).", "临近预测为{one}（权重{a}），耦合模型为{other}（权重{b}）。"),
    "nc_one": (" By the nowcast alone: the coupled model does not speak of this figure.", "仅由临近预测给出：耦合模型不涉及该指标。"),
    "nc_moved": (" Since {day} it moved from {before} to {after}; most by {series} ({by}).", "自{day}起由{before}变为{after}；影响最大的是{series}（{by}）。"),
    "nc_moved_growth": (" Since {day} the growth on the period before that it expects moved from {before} to {after}; most by {series} ({by}).", "自{day}起其预计的环比增速由{before}变为{after}；影响最大的是{series}（{by}）。"),
    "nc_still": (" Nothing new has come in since {day}.", "自{day}以来没有新数据。"),
    # Heads.
    "nc_what": ("Indicator", "指标"), "nc_period": ("Period", "时期"), "nc_expected": ("Expected", "预计"), "nc_band": ("90 % band", "90%区间"),
    "nc_by_nowcast": ("By nowcast", "临近预测"), "nc_by_model": ("By coupled model", "耦合模型"), "nc_weights": ("Weights", "权重"),
    "nc_last": ("Period before", "上一期"), "nc_series": ("Series", "序列"), "nc_figures": ("New figures", "新数据数"), "nc_actual": ("Newest", "最新值"),
    "nc_awaited": ("Was expected", "此前预期"), "nc_news": ("By new figures", "新数据影响"), "nc_revised": ("By revisions", "修订影响"),
    "nc_low": ("5 %", "5%"), "nc_high": ("95 %", "95%"), "nc_unit": ("Unit", "单位"), "nc_steps": ("EM steps", "EM步数"), "nc_met": ("Converged", "收敛"),
    "nc_likelihood": ("Log-likelihood", "对数似然"), "nc_left": ("Left out, too short", "过短而未用"),
    # Pictures.
    "nc_path_title": ("{what} of {place}, {period}: {value} as of {day}", "{place}{period}{what}：截至{day}预计{value}"),
    "nc_path_unit": ("Nowcast of the same figure on earlier days with what was known then, {unit}; bands 68 and 90 %; parameters are those of the last day", "按当时已知数据对同一指标的临近预测（{unit}）；带为68%与90%；参数取最后一日"),
    "nc_on_year": ("growth on the year before, %", "同比，%"), "nc_on_before": ("growth on the period before, %", "环比，%"),
    "nc_path": ("nowcast", "临近预测"), "nc_news_title": ("{series} moved the nowcast most since {day}", "自{day}以来，{series}对预测影响最大"),
    "nc_news_title_none": ("No news since {day}", "自{day}以来没有新数据"),
    "nc_news_unit": ("What each series changed of the expected growth of {what} of {place}, {period}, points", "各序列对{place}{period}{what}预期增速的影响（百分点）"),
    "nc_others": ("{n} others", "其余{n}项"), "nc_footer": ("bothhands, {name}, edition {edition}, standing on {day}; {n} monthly series", "bothhands，{name}，版本{edition}，立足{day}；月度序列{n}项"),
    # Notes.
    "nc_note_load": ("To load: rows of the table indicators (a folder's indicators.csv), one a month and series; period as 2020-02, known_from the day of release; three years or more of at least three series.",
                     "加载方法：在数据表indicators（文件夹中的indicators.csv）中逐月逐序列填行；period写作2020-02，known_from为发布日；至少三项序列、各三年以上。"),
    "nc_note_weights": ("Weights are the inverse of the variance each states of itself; the band is 1.645 deviations of the mixture of both, so that disagreement widens it. Error of parameters is in neither.",
                        "权重为各自方差之倒数；区间为两者混合分布标准差的1.645倍，分歧越大越宽。参数误差未计入。"),
    "nc_note_model": ("Coupled model: {draws} draws of the economy's figures, measures in force carried on; real growth, a level at current prices has the stated change of prices on top.",
                      "耦合模型：经济参数抽样{draws}次，现行措施延续；为实际增速，现价水平另加所设价格变动。"),
    "nc_note_season": ("Amounts are growth on the period before, each calendar month against its own mean; a feast that changes its month stays as noise.",
                       "金额类取环比增速，并减去各月历史均值；移动节日的影响仍为噪声。"),
    "nc_note_without": ("Dated figures, yet nothing to go on: {which}.", "有数据但不足以推算：{which}。"),
}  # fmt: skip
EXAMPLE = """place,indicator,value,unit,source,quality,period,known_from
{place},electricity_use,198.4,GWh,name the bulletin,measured,2020-01,2020-02-20
{place},electricity_use,183.1,GWh,name the bulletin,measured,2020-02,2020-03-16
{place},rail_freight,16.2,10000 t,name the bulletin,measured,2020-02,2020-03-18"""
"""Three rows of the table; figures invented."""
