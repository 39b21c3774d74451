"""Phrases of a firm's card and of the support list at the desk."""

FIRM_CARD: dict[str, tuple[str, str]] = {
    # Difficulties.
    "dk_dif_funds": ("funds", "资金"), "dk_dif_materials": ("raw materials", "原材料"), "dk_dif_raw_materials": ("raw materials", "原材料"), "dk_dif_market": ("market", "市场"),
    "dk_dif_labour": ("people", "用工"), "dk_dif_logistics": ("transport", "物流"), "dk_dif_protective_goods": ("protective goods", "防护物资"), "dk_dif_permit": ("permit to work", "复工许可"),
    "dk_and": (" + ", "、"), 
    # The card.
    "dk_fc_ails": ("What holds it back", "制约因素"), "dk_fc_day": ("Worked out for {day}, by the measures then in force carried on; run {job} of {made}.", "立足{day}，假设当时措施延续；来自{made}的运算{job}。"),
    "dk_fc_none": ("What holds each firm back, and what help would do for it, has not been worked out for the figures in force.", "尚未依据现行数据推算各企业的制约因素与扶持效果。"),
    "dk_fc_not_held": ("The last run does not hold this firm.", "上次运算不含该企业。"), "dk_fc_make": ("Work it out", "开始推算"),
    "dk_fc_make_why": ("Takes about a minute; a worker does it. Whoever plans for the whole region can ask for it.", "约需一分钟，由后台完成；负责全区规划的人员可发起。"),
    "dk_fc_hidden": ("What rests on its cash, debt, tax or purchases is not shown to you and left out here.", "依据其资金、债务、税收或采购的内容不在您的权限内，此处略去。"),
    "dk_fc_even": ("Break-even sales", "盈亏平衡销售额"), "dk_fc_a_day": ("{money} a day", "每日{money}"),
    "dk_fc_cash": ("Cash lasts", "现金可撑"), "dk_fc_funds": ("With credit", "加授信可撑"), "dk_fc_days": ("{n} days", "{n}天"), "dk_fc_earns": ("does not run down", "不减少"),
    "dk_fc_policies": ("Help it may have", "可申请的政策"), "dk_fc_no_policies": ("No policy of the catalogue fits it on that day.", "当日目录中无适用政策。"), "dk_fc_policy": ("Policy", "政策"), "dk_fc_answers": ("Answers", "针对"),
    "dk_fc_gain": ("Brings it, {currency}", "为企业带来（{currency}）"), "dk_fc_cost": ("Costs the fund, {currency}", "资金支出（{currency}）"), "dk_fc_why": ("Why", "理由"), "dk_fc_used": ("● adopted", "● 已采纳"), "dk_fc_unused": ("○ not used", "○ 未使用"), "dk_fc_stands": ("Status", "状态"),
    "dk_fc_best": ("best for it: {a_yuan} kept for each yuan", "对其最有效：每1元保住{a_yuan}元"), "dk_fc_meets": ("answers what holds it back most", "针对其首要制约"), "dk_fc_fits": ("it meets the conditions", "符合条件"),
    "dk_fc_used_why": ("Used: named in a measure of support that was adopted. The register does not say what help a firm has from elsewhere.", "“已采纳”指已采纳扶持措施中列明的政策；名录未记载企业从他处获得的扶持。"),
    "dk_fc_facts": ("Facts", "基本数据"), "dk_fc_fact": ("Figure", "项目"), "dk_fc_value": ("Value", "数值"), "dk_fc_unit": ("Unit", "单位"),
    "dk_fc_source": ("Source: {source}; quality: {quality}.", "来源：{source}；质量：{quality}。"), "dk_fc_source_unknown": ("not given", "未注明"), "dk_fc_hover": ("Point at a figure, or open it, for what it means and where it comes from.", "指向或点开数值可查看含义与来源。"),
    "dk_fc_tasks": ("Tasks about it", "相关任务"), "dk_fc_no_tasks": ("No task is about this firm yet; tasks come of findings and of adopted measures.", "尚无与该企业有关的任务；任务来自问题诉求与已采纳措施。"), "dk_fc_findings": ("What was found there", "走访与诉求"), "dk_fc_no_findings": ("Nothing has been found or asked for here yet.", "尚无走访记录或诉求。"), "dk_fc_said": ("What", "内容"),
    "dk_fc_all_firms": ("All firms", "全部企业"),
    "dk_ql_measured": ("measured", "实测"), "dk_ql_derived": ("derived", "推算"), "dk_ql_estimated": ("estimated", "估计"), "dk_ql_assumed": ("◇ assumed", "◇ 假设"), "dk_ql_unverified": ("◇ unverified", "◇ 未核实"), "dk_ql_synthetic": ("◇ drawn from margins", "◇ 按总量抽取"),
    # The support list.
    "dk_sl_open": ("Support list", "扶持清单"), "dk_sl_title": ("Support list", "扶持清单"), "dk_sl_about": ("About", "说明"),
    "dk_sl_answer": ("{n} firms for which help keeps more than it costs; the one where a yuan does most comes first.", "{n}家企业的扶持效益高于成本；按每元效果从高到低排列。"), "dk_sl_answer_none": ("For no firm does help keep more than it costs.", "没有企业的扶持效益高于成本。"),
    "dk_sl_need": ("Need", "需求"), "dk_sl_any": ("Any", "全部"), "dk_sl_hidden": ("The support list rests on cash, debt and tax, which are not shown to you.", "扶持清单依据资金、债务与税收，不在您的权限内。"), "dk_sl_nothing": ("No firm matches; choose another place or need.", "没有符合条件的企业；请更换地区或需求。"),
    "dk_sl_rank": ("Rank", "序号"), "dk_sl_id": ("Identifier", "编号"), "dk_sl_firm": ("Firm", "企业"), "dk_sl_place": ("Place", "地区"), "dk_sl_sector": ("Sector", "行业"), "dk_sl_needs": ("Need", "需求"), "dk_sl_policies": ("Help", "扶持政策"),
    "dk_sl_yuan": ("Cost, {currency}", "支出（{currency}）"), "dk_sl_kept": ("Keeps, {currency}", "保住（{currency}）"), "dk_sl_a_yuan": ("Kept for each yuan", "每元保住"), "dk_sl_jobs": ("Jobs kept, persons", "保住岗位（人）"), "dk_sl_without": ("Odds of living on without, 0–1", "不扶持存活率（0–1）"), "dk_sl_with": ("Odds with, 0–1", "扶持后存活率（0–1）"),
    "dk_sl_chosen": ("Within the funds", "资金内"), "dk_sl_filled": ("Figures filled in, count", "补齐数据项数"), "dk_sl_exists": ("Exists", "真实企业"), "dk_sl_odds": ("Odds of living on", "存活率"), "dk_sl_jobs_short": ("Jobs", "岗位"), "dk_sl_evidence": ("Evidence", "依据"), "dk_sl_filled_short": ("{n} figures filled in", "{n}项为补齐"), "dk_sl_known": ("own figures", "均为自身数据"),
    "dk_sl_line_day": ("Region {region}, standing on {day}; edition {edition}; run {job}.", "区域：{region}，立足{day}；数据版本{edition}；运算{job}。"), "dk_sl_line_kept": ("Kept = (odds of living on with help − without) × (a year's value added + worth of its jobs). Who lives or dies anyway counts nothing.", "保住＝（扶持后存活率－不扶持存活率）×（一年增加值＋岗位价值）；本来就能存活或无法存活的不计。"),
    "dk_sl_line_within": ("Within the funds: chosen by the plan of support that spends each fund where it keeps most.", "“资金内”：按各项资金效益最大的方案入选。"), "dk_sl_line_filter": ("Filter: place {place}; need {need}.", "筛选：地区{place}；需求{need}。"),
    # The briefing as Word and Excel.
    "dk_wd_docx": ("Briefing (Word)", "简报（Word）"), "dk_wd_xlsx": ("Briefing (Excel)", "简报（Excel）"), "dk_wd_docx_short": ("Word", "Word"), "dk_wd_xlsx_short": ("Excel", "Excel"), "dk_wd_more": ("The first {shown} of {n} rows; the workbook has all.", "仅列前{shown}行，共{n}行；工作簿含全部。"),
    # Dissent.
    "dk_ds_title": ("Dissent", "不同意见"), "dk_ds_none": ("Nobody has spoken against this plan, or for it, in writing.", "尚无书面意见。"), "dk_ds_why": ("What is written here stands in the decision brief, with your name and the day.", "此处所写将连同署名与日期载入决策签批单。"), "dk_ds_write": ("What should whoever signs know?", "签署人应知悉什么？"), "dk_ds_put": ("Put it on record", "记录意见"),
    # The first tour.
    "dk_to_call": ("Tour", "导览"), "dk_to_title": ("Five steps to begin with", "入门五步"), "dk_to_why": ("A day at the desk goes through these pages. End the tour when you know them; it can be called again at the top.", "日常工作依次经过以下页面。熟悉后可结束导览，也可随时从顶部再次打开。"), "dk_to_end": ("End the tour", "结束导览"),
    "dk_to_known": ("See what is known", "查看已知数据"), "dk_to_known_why": ("What figures does the desk stand on, and who says so? Bring in your own.", "工作台依据哪些数据、出自何处？可导入自有数据。"),
    "dk_to_plan": ("Ask for a plan", "生成方案"), "dk_to_plan_why": ("What should be done, where and when, at what cost, and why?", "做什么、在何处何时、代价几何、理由何在？"),
    "dk_to_other": ("Set it beside others", "与其他做法比较"), "dk_to_other_why": ("What would another course bring: lives, output, beds?", "换一种做法，生命、产出与床位会怎样？"),
    "dk_to_do": ("Sign, adopt, follow up", "签署、采纳、督办"), "dk_to_do_why": ("Who does what by when, and what is late?", "谁在何时完成什么，哪些已逾期？"),
    "dk_to_tell": ("Report", "汇报"), "dk_to_tell_why": ("What does headquarters read: the week, the briefing, the paper to sign?", "上级看什么：周报、简报与待签文件。"),
    # What to do where nothing is yet.
    "dk_es_plans": ("Make a plan", "前往生成方案"), "dk_es_scenario": ("Begin a scenario", "前往新建情景"), "dk_es_all_tasks": ("All tasks", "全部任务"), "dk_es_no_task": ("No task yet. Adopt a plan, and each of its measures becomes a task.", "尚无任务。采纳方案后，各项措施即成为任务。"), "dk_es_all": ("The whole list", "完整清单"),
    "dk_es_no_firm": ("The region has no register of firms yet. Bring in the table firms.", "本区域尚无企业名录，请导入 firms 表。"), "dk_es_region": ("Bring in figures", "前往导入数据"),
    # Figures of a firm.
    "dk_fg_sales_yuan_per_year": ("Sales", "销售额"), "dk_fg_variable_cost_share": ("Cost that moves with sales", "变动成本占比"), "dk_fg_payroll_yuan_per_year": ("Payroll", "薪酬"), "dk_fg_fixed_cost_yuan_per_year": ("Fixed cost", "固定成本"), "dk_fg_debt_service_yuan_per_year": ("Interest and repayment", "还本付息"),
    "dk_fg_cash_yuan": ("Cash", "现金"), "dk_fg_credit_yuan": ("Credit it could draw", "可用授信"), "dk_fg_reported": ("What a visit or report says", "走访或报道"), "dk_fg_identity_number": ("Official number", "统一代码"), "dk_fg_above_threshold": ("Above the threshold of scale", "规模以上"), "dk_fg_main_business_revenue_yuan_per_year": ("Revenue of the main business", "主营业务收入"),
    "dk_fg_workers_on_site": ("Workers on site", "在岗人数"), "dk_fg_workers_away": ("Workers away", "未到岗人数"), "dk_fg_blocked_since": ("Held back since", "受限始于"), "dk_fg_lines": ("Lines", "生产线"), "dk_fg_nameplate_per_day": ("Full capacity", "设计产能"), "dk_fg_nameplate_unit": ("Unit of capacity", "产能单位"), "dk_fg_running_share": ("Capacity that runs", "产能利用"),
    "dk_fg_convertible_to": ("Could make instead", "可转产"), "dk_fg_orders_yuan": ("Orders on hand", "在手订单"), "dk_fg_unsold_stock_yuan": ("Unsold stock", "积压库存"), "dk_fg_spoils_share": ("Unsold part that spoils", "积压损耗比例"), "dk_fg_rent_yuan_per_year": ("Rent", "租金"), "dk_fg_tax_yuan_per_year": ("Taxes", "税收"), "dk_fg_interest_yuan_per_year": ("Interest", "利息"),
    "dk_fg_receivables_yuan": ("Receivables", "应收账款"), "dk_fg_aid_received_yuan": ("Aid received", "已获扶持"), "dk_fg_known_from": ("Known from", "知悉日期"), "dk_fg_period": ("Period", "所属期"), "dk_fg_workers": ("Workers", "职工"), "dk_fg_size": ("Size", "规模"), "dk_fg_state": ("How it works", "经营状态"),
    "dk_unit_yuan": ("yuan", "元"), "dk_unit_yuan a year": ("yuan a year", "元/年"), "dk_unit_share": ("share, 0–1", "比例（0–1）"), "dk_unit_persons": ("persons", "人"), "dk_unit_lines": ("lines", "条"), "dk_unit_units a day": ("units a day", "单位/日"),
    "dk_st_open": ("open", "正常"), "dk_st_partly": ("partly", "部分"), "dk_st_stopped": ("stopped", "停产"), "dk_st_closed": ("closed", "关闭"),
}  # fmt: skip
