"""Phrases of the desk's pages about the region, its chains, targets, reports and people."""

from __future__ import annotations

PLACES: dict[str, tuple[str, str]] = {
    # Pages.
    "dk_chains": ("Chains", "产业链"), "dk_region": ("Region", "区域数据"), "dk_reports": ("Reports", "报告"), "dk_admin": ("Admin", "管理"),
    "dk_data": ("Data", "数据"), "dk_again": ("How to get the same numbers", "如何复现这些数字"), "dk_show": ("Show", "查看"),
    # Targets.
    "dk_tg_answer_none": ("No target of your places is known by this day.", "截至当日，您所在地区没有已知目标。"),
    "dk_tg_source": ("{region}, edition {edition}, standing on {day}; {basis}", "{region}，数据版本{edition}，截至{day}；{basis}"),
    "dk_tg_by_plan": ("run of the plan “{plan}”, {draws} draws of the economy's figures", "据方案“{plan}”的推算，经济参数抽样{draws}次"),
    "dk_tg_by_growth": ("no plan to stand on: what is reported, and the growth of past years", "无方案可依：据统计数据与历年增速"),
    "dk_tg_needs": ("From {until} on it needs {monthly} a month.", "自{until}起每月需{monthly}。"),
    "dk_tg_needs_growth": ("From {until} on it needs {monthly} a month, {growth} against the same months of the year before.", "自{until}起每月需{monthly}，较上年同期{growth}。"),
    "dk_tg_so_far": ("By {until} {done} is in, {share} of the task; by the season it would be {expected}.", "截至{until}已完成{done}，占任务{share}；按季节应为{expected}。"),
    "dk_tg_nothing_in": ("Nothing of it is reported yet.", "尚无已完成数据。"),
    "dk_tg_half": ("Half of it by half-year: odds {half}.", "时间过半任务过半的把握：{half}。"), "dk_tg_year_end": ("By the end of the year", "年末前"),
    "dk_tg_month": ("Until", "截至"), "dk_tg_low": ("5 %", "5%"), "dk_tg_middle": ("Median", "中位"), "dk_tg_high": ("95 %", "95%"), "dk_tg_season": ("On course", "应完成"),
    "dk_tg_basis": ("What it rests on", "依据"), "dk_tg_notes": ("How to read it", "说明"), "dk_tg_doubts": ("Figures that disagree with others", "与其他数据不符的数字"),
    "dk_tg_way": ("The way through the year", "全年进程"), "dk_tg_plan_says": ("What the plan says of them", "方案的判断"),
    "dk_tg_no_plan": ("Make a plan, and this page tells why the odds are what they are and what would raise them.", "生成方案后，此处将说明把握的成因以及提升办法。"),
    # Chains.
    "dk_grams": ("g", "克"),
    "dk_ch_none": ("The region follows no goods: add rows to the tables goods, recipes, sites and lines.", "该区域未跟踪任何物资：请在 goods、recipes、sites、lines 表中添加。"),
    "dk_ch_hidden": ("A chain tells of the whole region and is not in your scope.", "产业链涉及全区，不在您的权限内。"),
    "dk_ch_title": ("{link} limits {good}: enough for {allows} a day", "{good}受限于{link}：每日至多{allows}"),
    "dk_ch_title_self": ("Lines for {good} are the limit: {allows} a day", "{good}受限于自身产线：每日至多{allows}"),
    "dk_ch_unit": ("{good} that each link allows a day if all of it went there, {unit}: lines at the rate they have reached, and what can be bought outside; hatched: assumed", "各环节全部供给时每日可支撑的{good}（{unit}）：已达产能与区外可购之和；斜线为假设"),
    "dk_ch_source": ("Tables goods, recipes and lines, edition {edition}, standing on {day}; labour, stocks and other uses not counted", "goods、recipes、lines 表，数据版本{edition}，截至{day}；未计劳动力、库存与其他用途"),
    "dk_ch_chain": ("Chain", "产业链"), "dk_ch_link": ("Link", "环节"), "dk_ch_tight": ("Tightest link", "最紧环节"), "dk_ch_lines": ("Lines make a day", "产线日产"), "dk_ch_ordered": ("Lines on order add", "在建新增"),
    "dk_ch_outside": ("Bought outside", "区外可购"), "dk_ch_each": ("Takes of it", "单耗"), "dk_ch_allows": ("Allows a day", "可支撑日产"), "dk_ch_site": ("Site", "厂址"), "dk_ch_standing": ("Lines", "产线"),
    "dk_ch_room": ("Lines a plan may order", "可增产线"), "dk_ch_quality": ("Quality", "质量"), "dk_ch_sites": ("Sites", "厂址"), "dk_ch_by_plan": ("By the plan “{plan}”", "据方案“{plan}”"),
    "dk_ch_missing": ("What is missing, and whom to ask", "缺失环节与可联系对象"), "dk_ch_helps": ("What would help", "补链办法"), "dk_ch_no_plan": ("Make a plan, and this page shows who needs how much, what is short and when, and what would help.", "生成方案后，此处将显示需求、缺口时段及补链办法。"),
    "dk_ch_no_gap": ("By the plan nothing is missing.", "按方案无缺失环节。"),
}  # fmt: skip
