"""Phrases of `targets status`: where the year stands, in English and Chinese."""

from __future__ import annotations

TARGET_STATUS: dict[str, tuple[str, str]] = {
    # Heads of tables.
    "tg_target": ("target", "目标"), "tg_standing": ("standing", "性质"), "tg_goal": ("to reach", "目标值"), "tg_by": ("by", "期限"), "tg_so_far": ("so far", "已完成"),
    "tg_until": ("until", "截至"), "tg_share": ("of the task", "占任务"), "tg_pace": ("pace", "进度比"), "tg_expected": ("expected by now", "按季节应完成"),
    "tg_monthly": ("needed a month", "此后月均需"), "tg_growth": ("needed growth over last year", "此后同比需增"), "tg_forecast": ("forecast (5–95 %)", "预测（5–95%）"),
    "tg_odds": ("odds", "把握"), "tg_half": ("half by half-year", "半年过半把握"), "tg_light": ("status", "状态"), "tg_trend": ("trend", "趋势"), "tg_quality": ("quality", "质量"),
    "tg_basis": ("forecast by", "预测依据"), "tg_first_version": ("first version", "最初目标"), "tg_owner": ("owner", "责任单位"), "tg_year": ("end of", "年末"),
    "tg_season": ("season", "季节"), "tg_source": ("source", "来源"),
    # Words in cells.
    "decided": ("decided", "已定目标"), "yardstick": ("yardstick ◇", "参照值◇"), "tg_no_base": ("no base above zero known", "无已知正基数"),
    "tg_rising": ("rising", "上升"), "tg_steady": ("steady", "平稳"), "tg_falling": ("falling", "下降"), "tg_unknown": ("unknown", "未知"),
    "tg_by_run": ("run", "模型"), "tg_by_growth": ("past growth", "历史增长"), "tg_by_none": ("nothing", "无"), "tg_reported": ("reported", "统计"), "tg_as_run": ("as run", "模型推算"),
    "tg_beyond": ("not by {year}", "{year}年前不及"), "tg_own_season": ("own, {n} years", "本地{n}年"), "tg_even_season": ("even", "均匀"), "tg_at_most": ("at most {value}", "不超过{value}"),
    "tg_q_measured": ("measured", "实测"), "tg_q_derived": ("derived", "推导"), "tg_q_estimated": ("estimated", "估计"), "tg_q_assumed": ("assumed", "假设"),
    "tg_q_unverified": ("unverified", "未核实"), "tg_q_synthetic": ("synthetic", "虚构"),
    # Sentences.
    "tg_said_dated": ("{name}: odds {odds} of {goal} by {day}; half by half-year {half}.", "{name}：{day}前达到{goal}的把握为{odds}；时间过半任务过半的把握为{half}。"),
    "tg_said_undated": ("{name}: {goal}, no year named; odds {odds} by the end of {year}, half of it by half-year {half}, even odds first in {first}.", "{name}：{goal}，未定年份；{year}年末前把握{odds}，半年过半把握{half}，把握过半首见于{first}。"),
    "tg_said_unknown": ("{name}: not known: {why}.", "{name}：未知：{why}。"),
    "tg_why_none": ("no series gives it from a base above zero, and no run reaches its day", "无统计序列或其基数不为正，亦无推算至期末的模型"), "tg_why_base": ("the base of its growth is in no series, or is not above zero", "其增长基数不在任何序列中，或不为正"),
    "tg_nothing": ("The region states no targets: add rows to the table targets.", "该区域未给出目标：请在 targets 表中添加。"),
    # Notes.
    "tg_note_basis": ("Members: {draws} draws of the economy's figures ({strategy}); what a run may be wrong by, and the years after it, from yearly growth (Student t, years of history: {years}, breaks allowed for).", "成员：经济参数抽样{draws}次（{strategy}）；模型误差及其后年份取自年度增长（学生t分布，历史{years}年，计入突变）。"),
    "tg_note_plan": ("the plan given", "所给方案"), "tg_note_force": ("measures in force carried on", "现行措施延续"),
    "tg_note_no_series": ("No monthly or quarterly series loaded for {names}: what is in so far is as the run has it, not measured.", "{names}无月度或季度序列：已完成值为模型推算，并非实测。"),
    "tg_note_pace": ("Pace: share of the task over share of time, 1 being half by half-year.", "进度比：任务完成比例除以时间比例，1即时间过半、任务过半。"),
    "tg_note_even": ("Season: even by month for want of whole years of history; January and February are taken together where there are.", "季节：因无完整历史年份，各月均分；有历史时一二月合并计算。"),
    "tg_note_rule": ("Status by rule (ASSUMED): on track from odds of {high}, behind below {low}, at risk between; an undated target is not judged; a yardstick is nobody's decision.", "状态规则（假设）：把握不低于{high}为可达，低于{low}为落后，其间为有风险；未定期限者不作判断；参照值并非决定。"),
    "tg_note_years": ("Odds by a year's end: the largest of the years until then; the trend growth of {trend} a year is ASSUMED to go on.", "年末前把握取其间各年最大者；年增长{trend}假设持续。"),
    "tg_note_versions": ("{name} was revised: first {first}, now {now}. A target revised is not a target met.", "{name}曾修订：最初{first}，现为{now}。修订目标不等于完成目标。"),
    # Pictures.
    "tg_board_title": ("{met} of {all} dated targets on track", "{all}项有期限目标中{met}项可达"), "tg_board_title_none": ("{n} targets, none with a date", "{n}项目标，均未定期限"),
    "tg_board_unit": ("Forecast as % of the target by its day (an undated one: this year): bands 50 and 90 %, line the median, dark bar what is in; odds at the right", "到期预测占目标%（未定期限者按本年）：带为50%与90%，竖线为中位，深色为已完成；右侧为把握"),
    "tg_path_title": ("{name}: {median} of {goal} by {day}, odds {odds}", "{name}：至{day}预计{median}，目标{goal}，把握{odds}"),
    "tg_path_unit": ("Amount since the first day of the span, {unit}; bands 50 and 90 %; dashed: what the season would have in", "自期初累计（{unit}）；带为50%与90%；虚线为按季节应完成"),
    "tg_curve": ("forecast", "预测"), "tg_curve_season": ("on course", "应完成"),
    "tg_footer": ("Source: bothhands, region {name}, edition {edition}, standing on {day}; {draws} draws. ◇ assumed or unverified.", "来源：bothhands，区域{name}，版次{edition}，截至{day}；抽样{draws}次。◇为假设或未核实。"),
    # Figures that disagree.
    "tg_disagree": ("BH-TGT-012 indicators, row {row}: {name} of {place} grew {own} in {period}; by {others} it would be {expected} (± {allowed}). Doubtful, kept as it is.", "BH-TGT-012 indicators 第{row}行：{place}{name}{period}增长{own}，按{others}应为{expected}（±{allowed}）：存疑，未作更正。"),
    "electricity_use": ("electricity use", "用电量"), "freight": ("freight", "货运量"), "tax_revenue": ("tax revenue", "税收收入"),
    "general_public_budget_revenue": ("general public budget revenue", "一般公共预算收入"), "industrial_output": ("industrial output", "工业产值"), "retail_sales": ("retail sales", "社会消费品零售额"),
}  # fmt: skip
"""English and Chinese by key."""
