"""Phrases of findings, amendments, coverage and the weekly letter of a city."""

from __future__ import annotations

FINDINGS: dict[str, tuple[str, str]] = {
    # The directory of findings.
    "dk_fi_title": ("Findings", "问题与诉求"),
    "dk_fi_answer": ("{n} findings; {late} of those that wait are late.", "共{n}条，待办中逾期{late}条。"),
    "dk_fi_answer_one": ("1 finding; {late} of those that wait are late.", "共1条，待办中逾期{late}条。"),
    "dk_fi_none": ("No finding yet. Officers tell them from the field; the desk can record one below.", "尚无记录。干部在走访中登记，专班也可在下方登记。"),
    "dk_fi_nothing": ("No finding matches.", "没有符合条件的记录。"), "dk_fi_all": ("Every finding", "全部记录"),
    "dk_fi_kind": ("Kind", "类别"), "dk_fi_kind_difficulty": ("difficulty", "困难"), "dk_fi_kind_evidence": ("evidence", "情况"), "dk_fi_kind_request": ("request", "诉求"),
    "dk_fi_kind_suggestion": ("suggestion", "建议"), "dk_fi_kind_promise": ("promise", "承诺"), "dk_fi_any": ("Any", "全部"),
    "dk_fi_text": ("What was said", "内容"), "dk_fi_firm": ("Firm", "企业"), "dk_fi_difficulty": ("Held back by", "受制于"), "dk_fi_stands": ("Standing", "状态"),
    "dk_fi_open": ("○ open", "○ 未办"), "dk_fi_doing": ("● under way", "● 办理中"), "dk_fi_solved": ("● solved, to be verified", "● 已解决，待核实"), "dk_fi_verified": ("● verified", "● 已核实"),
    "dk_fi_refused": ("refused", "不予办理"), "dk_fi_search": ("Part of what was said", "内容包含"), "dk_fi_told": ("Told on", "登记日"), "dk_fi_told_by": ("Told by", "登记人"), "dk_fi_outside": ("from outside", "外部提交"),
    "dk_fi_source": ("Source", "来源"), "dk_fi_answer_given": ("Answer", "答复"), "dk_fi_verified_by": ("Verified by", "核实人"), "dk_fi_files": ("Photos and files", "照片与附件"),
    "dk_fi_party": ("Who said it", "提出方"), "dk_fi_party_which": ("Who said it, of several", "提出方（多方座谈时）"),
    "dk_fi_number": ("Number", "编号"), "dk_fi_record": ("Record a finding", "登记问题"), "dk_fi_record_why": ("It becomes a task of somebody, by a day, and somebody else looks whether it is settled.", "登记后成为某人限期办理的任务，并由他人核实。"),
    "dk_fi_place_or_firm": ("Place; blank for the firm's", "地区（空白为企业所在地）"), "dk_fi_firm_id": ("Firm (identifier)", "企业（编号）"), "dk_fi_put": ("Record", "登记"),
    "dk_fi_verify": ("It is settled: I looked", "核实已解决"), "dk_fi_task": ("How far it is, and whose", "办理进度与责任人"), "dk_fi_answer_put": ("Keep the answer", "保存答复"),
    "dk_fi_bulk": ("Give all {n} of this page that wait to", "将本页{n}条待办交给"), "dk_fi_about": ("About", "说明"), "dk_fi_of": ("Finding {n}: {text}", "第{n}条：{text}"),
    # Amendments.
    "dk_am_title": ("Figures this puts right", "由此更正的数据"), "dk_am_none": ("None yet. Where the finding shows that a figure of the region is another, propose it here.", "暂无。若该问题表明本地区某项数据有误，请在此提出更正。"),
    "dk_am_propose": ("Propose another figure", "提出更正"), "dk_am_table": ("Table", "数据表"), "dk_am_row": ("Row", "行"), "dk_am_column": ("Column", "列"), "dk_am_value": ("Is to be", "应为"),
    "dk_am_stands": ("It stands at {value}", "现为{value}"), "dk_am_blank": ("nothing", "空白"), "dk_am_put": ("Propose", "提出"), "dk_am_source": ("Where it comes from; the finding where blank", "来源（空白为本条问题）"),
    "dk_am_from_to": ("{column}: {before} → {after}", "{column}：{before} → {after}"), "dk_am_proposed": ("○ proposed", "○ 待决定"), "dk_am_accepted": ("● accepted, edition {edition}", "● 已采纳，数据版本{edition}"),
    "dk_am_refused": ("refused: {reason}", "不采纳：{reason}"), "dk_am_accept": ("Accept: the region's next edition holds it", "采纳：写入下一数据版本"), "dk_am_refuse": ("Refuse", "不采纳"),
    "dk_am_reason": ("Why (a refusal needs a reason)", "理由（不采纳须说明）"), "dk_am_effect": ("Work out what it does to the plan", "测算对方案的影响"),
    "dk_am_effect_title": ("What it does to the plan", "对方案的影响"), "dk_am_effect_why": ("The plan's measures, run on the figures as they stand and as amended.", "以现有数据与更正后数据分别运行方案的措施。"),
    "dk_am_effect_none": ("With the plan's measures nothing changes by more than a tenth of a per cent.", "在方案措施下各项变化均不超过0.1%。"),
    "dk_am_compare": ("Side by side, day by day", "逐日对比"), "dk_am_replan": ("Plan again on the new edition", "按新版本重新规划"), "dk_am_running": ("Being worked out", "正在测算"),
    "dk_am_outcome": ("Outcome", "结果"), "dk_am_before": ("As it stands", "现有数据"), "dk_am_after": ("As amended", "更正后"), "dk_am_change": ("Change", "变化"),
    "figures as they stand": ("figures as they stand", "现有数据"), "figures as amended": ("figures as amended", "更正后数据"), "dk_kind_effect": ("effect of an amendment", "更正的影响"),
    # Coverage.
    "dk_cv_title": ("Coverage: every city and key firm", "走访覆盖：各市与重点企业"), "dk_cv_answer": ("{late} overdue and nobody sent, {planned} with somebody on the way, {due} due within a week, {covered} not due yet.", "逾期未安排{late}，已安排{planned}，一周内到期{due}，未到期{covered}。"),
    "dk_cv_what": ("City or firm", "市或企业"), "dk_cv_last": ("Last visited", "上次走访"), "dk_cv_due": ("Due by", "应走访日"), "dk_cv_planned": ("Sent on", "已安排"), "dk_cv_never": ("never", "从未"),
    "dk_cv_late": ("■ overdue", "■ 逾期"), "dk_cv_due_soon": ("▲ due, nobody sent", "▲ 将到期，未安排"), "dk_cv_covered": ("● not due yet", "● 未到期"), "dk_cv_is_planned": ("○ planned", "○ 已安排"),
    "dk_cv_why": ("A city counts as visited by any visit in it. Key firms have a site in a chain, or are real.", "在某市的任何走访均计为已走访该市。重点企业为产业链所涉或真实企业。"),
    "dk_cv_adopt": ("Adopt this week: its visits hold", "采用本周安排"), "dk_cv_holds": ("This week is adopted: its visits hold.", "本周安排已采用。"), "dk_cv_adopted": ("{visits} visits on {days} days hold; {dropped} of before are dropped, {kept} days that began stay.", "已采用{days}个走访日、{visits}次走访；原安排取消{dropped}次，已开始的{kept}日不变。"),
    # The letter.
    "dk_lt_title": ("Letter to {place}, {span}", "致{place}：{span}走访周报"), "dk_lt_standing": ("{region}, as of {day}", "{region}，截至{day}"),
    "dk_lt_answer": ("Visits made: {visited}; findings told: {found}; matters done: {solved}; late: {late}.", "干部走访{visited}次，登记{found}条；办结{solved}项，逾期{late}项。"),
    "dk_lt_nothing": ("Nobody was sent this week and nothing waits.", "本周无走访，亦无待办。"),
    "dk_lt_visited": ("Visited", "已走访"), "dk_lt_missed": ("Planned and not made, or not told of yet", "已安排而未进行或未反馈"), "dk_lt_found": ("Found, asked for, promised", "发现的问题、诉求与承诺"),
    "dk_lt_solved": ("Done", "已办结"), "dk_lt_late": ("Late", "逾期"), "dk_lt_following": ("Next visits", "下步走访"), "dk_lt_due": ("Due until the end of next week", "至下周末到期"),
    "dk_lt_counts": ("The week in numbers", "本周数字"), "dk_lt_more": ("{n} more at the desk.", "另有{n}项，详见工作台。"), "dk_lt_what": ("What", "事项"), "dk_lt_said": ("What was said", "谈话要点"), "dk_lt_day": ("Day", "日期"),
    "dk_lt_read": ("Letters to the cities", "各市周报"), "dk_lt_why": ("What was visited, found, solved, what is late and what comes next, a page or two a city.", "每市一至两页：走访、发现、解决、逾期与下步安排。"), "dk_lt_open": ("Read", "阅读"),
    "dk_lt_count": ("Count", "数量"),
}  # fmt: skip
"""English and Chinese of each key."""
