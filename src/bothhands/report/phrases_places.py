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
    # Region.
    "dk_rg_answer": ("{tables} tables, {rows} rows; {assumed} of them rest on assumptions ◇", "{tables}张表，{rows}行；其中{assumed}行为假设◇"),
    "dk_rg_table": ("Table", "数据表"), "dk_rg_about": ("What it holds", "内容"), "dk_rg_rows": ("Rows", "行数"), "dk_rg_assumed": ("◇ assumed", "◇假设"), "dk_rg_columns": ("Columns, units and meaning", "列、单位与含义"),
    "dk_rg_column": ("Column", "列"), "dk_rg_kind": ("Kind", "类型"), "dk_rg_unit": ("Unit", "单位"), "dk_rg_meaning": ("Meaning", "含义"), "dk_rg_key": ("key", "主键"),
    "dk_rg_text": ("text", "文本"), "dk_rg_number": ("number", "数值"), "dk_rg_whole": ("whole number", "整数"), "dk_rg_day": ("day", "日期"), "dk_rg_flag": ("true or false", "是/否"),
    "dk_rg_import": ("Import a file", "导入文件"), "dk_rg_import_why": ("CSV, Parquet or Excel, named after its table, such as cases-2020-03-19.csv. First you see what each row would do; nothing changes until you take it in.", "CSV、Parquet或Excel文件，以表名命名，如cases-2020-03-19.csv。先显示逐行结果，确认后才生效。"),
    "dk_rg_choose": ("Choose files", "选择文件"), "dk_rg_would": ("{added} rows would be added, {changed} changed; {unchanged} stay as they are", "将新增{added}行、修改{changed}行；{unchanged}行不变"),
    "dk_rg_refused": ("Nothing can be taken in: {n} faults. Mend the file and choose it again.", "不能导入：共{n}处错误。请修改文件后重新选择。"), "dk_rg_take": ("Take it in", "确认导入"), "dk_rg_why": ("Why", "原因"),
    "dk_rg_taken": ("Edition {edition} is in force.", "数据版本{edition}已生效。"), "dk_rg_same": ("The files hold nothing new.", "文件中没有新内容。"), "dk_rg_file": ("File", "文件"), "dk_rg_row": ("Row", "行"), "dk_rg_record": ("Record", "记录"), "dk_rg_outcome": ("What happens", "结果"), "dk_rg_change": ("Before → after", "原值 → 新值"),
    "dk_rg_added": ("added", "新增"), "dk_rg_changed": ("changed", "修改"), "dk_rg_unchanged": ("unchanged", "不变"), "dk_rg_removed": ("removed", "删除"), "dk_rg_refused_row": ("■ refused", "■ 拒绝"),
    "dk_rg_editions": ("Editions", "数据版本"), "dk_rg_edition": ("Edition", "版本"), "dk_rg_made": ("Made", "时间"), "dk_rg_what": ("From what", "来源"), "dk_rg_in_force": ("● in force", "● 现行"), "dk_rg_differs": ("What changed", "变更内容"),
    "dk_rg_first": ("The first edition: nothing to hold it against.", "首个版本，无可比较。"), "dk_rg_no_change": ("No row of the region changed: what changed are defaults of the program.", "区域数据未变：变化的是程序默认值。"), "dk_rg_of": ("{n} rows changed since edition {before}", "较版本{before}变更{n}行"),
    "dk_rg_no_rows": ("This table holds no row for you.", "此表没有您可查看的行。"), "dk_rg_notes": ("To be looked at", "需留意"),
}  # fmt: skip
