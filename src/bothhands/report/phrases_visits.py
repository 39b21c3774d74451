"""Phrases of visits: the week of an officer, why a visit is worth it, what was left out and why."""

from __future__ import annotations

VISITS: dict[str, tuple[str, str]] = {
    "visits_said": ("{made} of {all} visits fit into the week; hours of the most and the least differ by {apart} of their mean.",
                    "候选{all}处中本周可走访{made}处；最多与最少工时相差为均值的{apart}。"),
    "visits_none": ("No visit can be made in this week.", "本周没有可安排的走访。"),
    "visits_title": ("Week of {day}: {made} visits, {hours} hours of work and travel an officer", "{day}当周走访{made}处，人均工作与路途{hours}小时"),
    "visits_unit": ("Each officer's days by the clock. Full: visit; pale: travel and waiting; gap: lunch", "每名干部每日时段。深色：走访；浅色：路途与等候；空白：午休"),
    "visits_officer": ("officer", "干部"), "visits_day": ("day", "日期"), "visits_leaves": ("leaves", "出发"), "visits_stops": ("visits", "走访"),
    "visits_returns": ("back", "返回"), "visits_work": ("hours", "工时"), "visits_visit": ("visit", "走访对象"), "visits_place": ("city", "城市"),
    "visits_worth": ("worth", "价值"), "visits_why": ("why", "原因"), "visits_due": ("due", "期限"), "visits_count": ("visits", "走访数"),
    "visits_days": ("days out", "外出天数"), "visits_travel": ("hours on the way", "路途工时"), "visits_nights": ("nights away", "在外过夜"),
    "visits_exposure": ("infections expected", "预期感染人数"), "visits_home": ("home", "驻地"), "visits_begins": ("begins", "开始"),
    "visits_what": ("what", "走访类型"), "visits_last": ("last visit", "上次走访"), "visits_planned": ("planned", "本周安排"),
    "visits_of_information": ("knowing more", "摸清情况"), "visits_of_break_even": ("break-even nearer", "接近盈亏平衡"), "visits_of_link": ("a link sooner", "补链提前"),
    "visits_of_findings": ("findings settled", "解决问题"), "visits_of_stated": ("stated", "直接给定"),
    "visit_kind_firm": ("firm", "企业"), "visit_kind_link": ("link of a chain", "链条环节"), "visit_kind_finding": ("finding", "问题"), "visit_kind_place": ("city", "城市"),
    "visit_kind_forum": ("forum", "座谈会"),
    "visits_why_skill": ("nobody has the skill it asks for", "无人具备所需专长"), "visits_why_away": ("whoever could is away on every day it can be", "能去的人在可去的日子都不在岗"),
    "visits_why_window": ("nobody can be there within its hours and back in a day's work", "无人能在其时段内到达并当日返回"),
    "visits_why_rules": ("the rules of work are used up by what goes first", "工时规定已被更优先的走访用尽"),
    "visits_why_worth": ("the hours go to visits worth {instead} and more", "工时用于价值{instead}及以上的走访"),
    "visits_note_worth": ("Worth: what knowing better what binds a firm, bringing it nearer to break-even, hastening a link and settling findings bring until the next visit; most figures of it ASSUMED (parameters visit_…).",
                          "◇ 价值＝至下次走访前，摸清制约、接近盈亏平衡、提前补链、解决问题所带来的收益；多数参数为假设（参数visit_…）。"),
    "visits_note_rules": ("Rules: 11 hours of rest between days, five days in seven, {hours} hours of work and travel a week at most, lunch of {lunch} minutes; hours per share of the week compared within {apart}.",
                          "规定：两日间休息至少11小时，七日内至多工作五日，每周工作与路途不超过{hours}小时，午休{lunch}分钟；按在岗比例折算的工时相差不超过{apart}。"),
    "visits_note_synthetic": ("◇ {n} of the firms visited are synthetic: they stand for firms of their city and sector until a register is loaded.", "◇ 走访企业中{n}户为合成，在载入企业登记之前代表所在城市和行业的企业。"),
    "visits_note_too_little": ("{n} more visits were worth too little to be looked at (--most).", "另有{n}处价值较低，未纳入比选（--most）。"),
    "visits_note_apart": ("The hours of the most and the least differ by more than the rule allows: nobody else can take over what they do.", "最多与最少工时之差超过规定：其走访他人无法接替。"),
    "visits_note_gap": ("Of the days looked at ({pool}) no choice is better by more than {gap}.", "在比选的{pool}个走访日中，任何其他组合至多再好{gap}。"),
}  # fmt: skip
"""English and Chinese of each key."""
