"""Phrases of the desk's pages: where one is, what is due, what to do next."""

from __future__ import annotations

DESK: dict[str, tuple[str, str]] = {
    # Pages.
    "dk_situation": ("Situation", "态势"), "dk_plan": ("Plan", "方案"), "dk_plans": ("Plans", "方案"), "dk_firms": ("Firms", "企业"), "dk_follow_up": ("Follow-up", "督办"),
    "dk_targets": ("Targets", "目标"), "dk_findings": ("Findings", "问题与诉求"), "dk_jobs": ("Runs", "运算任务"), "dk_colon": (": ", "："), "dk_skip": ("Skip to the content", "跳到正文"),
    "dk_other_language": ("中文", "English"), "dk_signed_in": ("{name}, {role}", "{name}（{role}）"), "dk_sign_out": ("Sign out", "退出"),
    "dk_local": ("Desk of this machine, no accounts yet", "本机单人工作台（尚无账户）"), "dk_standing": ("{region} · as of {day} · edition {edition}", "{region} · 截至{day} · 数据版本{edition}"),
    "dk_role_viewer": ("viewer", "查看"), "dk_role_officer": ("field officer", "驻点干部"), "dk_role_desk": ("desk", "专班"), "dk_role_planner": ("planner", "指挥部"), "dk_role_admin": ("administrator", "管理员"),
    # Signing in.
    "dk_sign_in": ("Sign in", "登录"), "dk_login": ("Login", "账号"), "dk_password": ("Password", "密码"), "dk_sign_in_why": ("Each sees the places in their charge.", "各人查看本人负责的地区。"),
    # Situation.
    "dk_ill_answer": ("{ill} of {confirmed} confirmed cases are still ill; {recent} were newly confirmed within a fortnight.", "累计确诊{confirmed}例，现有确诊{ill}例；近14日新增{recent}例。"),
    "dk_no_cases": ("No cases are reported in this region.", "本地区没有病例报告。"), "dk_no_cases_here": ("No cases are reported in your places.", "您管辖的地点没有病例报告。"), "dk_in_your_places": ("In your places: {told}", "您管辖的地点：{told}"), "dk_due_answer": ("{late} of {open} open tasks are late.", "未完成任务{open}项，其中逾期{late}项。"),
    "dk_nothing_due": ("Nothing is due yet: adopt a plan, and each of its measures becomes a task.", "尚无任务：采纳方案后，各项措施即成为任务。"),
    "dk_epidemic": ("Epidemic", "疫情"), "dk_beds": ("Beds", "床位"), "dk_resumption": ("Back to work", "复工"), "dk_inbox": ("Due", "待办"), "dk_plan_held": ("Plan in force", "现行方案"),
    "dk_ill": ("still ill", "现有确诊"), "dk_no_city": ("of no city named", "未注明城市"), "dk_ward_beds": ("ward beds; patients: {ill}", "张普通床位，现有患者{ill}人"), "dk_icu_beds": ("intensive-care beds", "张重症床位"),
    "dk_resumed_on": ("{what}, {day}", "{what}，{day}"), "dk_late": ("late", "逾期"), "dk_soon": ("due within a week", "一周内到期"), "dk_unassigned": ("nobody's yet", "未分派"), "dk_mine": ("mine", "我的"),
    "dk_no_plan": ("No plan is adopted.", "尚未采纳方案。"), "dk_no_plan_next": ("Make one under Plans; it takes some minutes.", "请在“方案”页生成，约需数分钟。"), "dk_plan_hidden": ("Plans tell of the whole region and are not in your scope.", "方案涉及全区，不在您的权限内。"),
    "dk_new_cases": ("Newly confirmed cases a day", "每日新增确诊"), "dk_new_title": ("{recent} cases were newly confirmed within a fortnight", "近14日新增确诊{recent}例"), "dk_new_title_none": ("No case was newly confirmed within a fortnight", "近14日无新增确诊"),
    "dk_persons_a_day": ("Persons a day, by day of report", "人/日，按报告日"), "dk_map_title": ("Cases by city: {most} has the most", "各市病例：{most}最多"), "dk_map_title_none": ("No city has a case", "各市均无病例"),
    "dk_map_unit": ("Confirmed cases so far (circle) and those still ill (number), persons", "累计确诊（圆）与现有确诊（数字），人"), "dk_city": ("City", "市"), "dk_confirmed": ("Confirmed", "累计确诊"), "dk_recent": ("Within a fortnight", "近14日新增"),
    "dk_reports_of": ("Reported cases, edition {edition}, as of {day}", "病例报告，数据版本{edition}，截至{day}"), "dk_day": ("Day", "日期"), "dk_unknown": ("unknown", "未知"), "dk_as_csv": ("Data as CSV", "数据（CSV）"),
    "industrial firms resumed": ("industrial firms resumed", "工业企业复工"), "above-scale industrial firms resumed": ("above-scale industrial firms resumed", "规上工业企业复工"),
    "small and medium industrial firms resumed (by electricity)": ("small and medium industrial firms resumed (by electricity)", "中小工业企业复工（按用电）"),
    "electronics firms resumed": ("electronics firms resumed", "电子企业复工"), "pharmaceutical firms resumed": ("pharmaceutical firms resumed", "医药企业复工"),
    "foreign-invested firms resumed": ("foreign-invested firms resumed", "外资企业复工"),
    # Plans.
    "dk_make_plan": ("Make a plan", "生成方案"), "dk_make_plan_why": ("Runs on the worker; you may close this page meanwhile.", "由后台进程运行，期间可关闭本页。"), "dk_quick": ("Quick look (fewer steps and members)", "快速试算（较少步数与模拟次数）"),
    "dk_no_plans": ("No plan yet. Make one, and it will stand here with its measures and reasons.", "尚无方案。生成后将在此列出措施与理由。"), "dk_made": ("Made", "生成时间"), "dk_name": ("Name", "名称"), "dk_status": ("Status", "状态"),
    "dk_feasible": ("Keeps every limit", "满足全部约束"), "dk_yes": ("● yes", "● 是"), "dk_no": ("■ no", "■ 否"), "dk_proposed": ("○ proposed", "○ 待采纳"), "dk_adopted": ("● adopted", "● 已采纳"), "dk_replaced": ("replaced", "已替换"), "dk_withdrawn": ("withdrawn", "已撤回"),
    "dk_placed": ("● under way", "● 执行中"), "dk_done": ("● done", "● 已完成"), "dk_strategy": ("Strategy", "策略"), "dk_value_added": ("Value added", "增加值"), "dk_deaths": ("Deaths", "死亡"), "dk_limits_kept": ("Limits", "约束"),
    "dk_adopt": ("Adopt", "采纳"), "dk_adopt_unsigned": ("{n} measures restrict and are not signed by two; they stay proposals until they are.", "有{n}项限制性措施尚未经两人签署，签署前仍为待采纳。"), "dk_adopt_rest": ("Adopt all but these", "采纳其余措施"),
    "dk_adopt_part": ("The limits were checked for the whole plan; without these measures it was not run and may not keep them.", "约束仅就完整方案检验；缺少上述措施的情形未经模拟，可能不满足约束。"),
    "dk_adopt_ends": ("Adopting ends {n} measures that are in force now, {r} of them restrictions, whether or not something of this plan takes their place:", "采纳将终止现行的{n}项措施（其中限制性措施{r}项），无论本方案是否有措施替代："),
    "dk_adopt_ends_more": ("and {n} more", "另有{n}项"), "dk_in_part": ("adopted in part", "部分采纳"), "dk_in_part_why": ("{n} of {m} measures hold; the limits were checked for the whole plan only", "{m}项措施中{n}项有效；约束仅就完整方案检验"),
    "dk_measures": ("Measures", "措施"), "dk_lever": ("Lever", "措施"), "dk_where": ("Where", "地区/对象"), "dk_from": ("From", "起"), "dk_to": ("To", "止"), "dk_level": ("Level", "力度"), "dk_cost": ("Cost", "费用"), "dk_reason": ("Why", "理由"), "dk_signed": ("Signed by", "签署"),
    "dk_legal_basis": ("Legal basis", "法律依据"), "dk_sign": ("Sign", "签署"), "dk_signer": ("Name of the approver", "签署人姓名"), "dk_files": ("Files", "文件"), "dk_briefing": ("Briefing", "简报"), "dk_everywhere": ("whole region", "全区"),
    "dk_adopted_now": ("The plan is adopted; {n} measures are tasks now.", "方案已采纳，{n}项措施已转为任务。"), "dk_signed_now": ("Signed.", "已签署。"), "dk_give_basis": ("Name the law or order first.", "请先填写法律依据。"),
    "dk_restricts": ("▲ restricts people or closes firms", "▲ 限制人员或企业"), "dk_replan": ("Plan again from here", "据此重新规划"), "dk_show_all": ("All {n}", "全部{n}项"),
    # Runs.
    "dk_queued": ("○ waiting", "○ 排队"), "dk_running": ("● running", "● 运行中"), "dk_failed": ("■ failed", "■ 失败"), "dk_cancelled": ("cancelled", "已取消"), "dk_cancel": ("Cancel", "取消"), "dk_finish": ("Finish now, keep the best so far", "立即结束，保留当前最优"),
    "dk_no_worker": ("No worker has taken it yet; start one with `bothhands worker`.", "尚无后台进程接单；请运行 bothhands worker。"), "dk_progress": ("Progress", "进展"), "dk_kind": ("Kind", "类型"), "dk_reproduce": ("Reproduce", "复现"), "dk_no_jobs": ("Nothing has been run yet.", "尚无运算任务。"),
    # Follow-up.
    "dk_task": ("Task", "任务"), "dk_place": ("Place", "地区"), "dk_due": ("Due", "到期"), "dk_assignee": ("Whose", "责任人"), "dk_day_late": ("■ 1 day late", "■ 逾期1天"), "dk_days_late": ("■ {n} days late", "■ 逾期{n}天"), "dk_in_time": ("● in time", "● 未逾期"), "dk_nobody": ("nobody", "未分派"),
    "dk_any_place": ("Any place", "全部地区"), "dk_only_late": ("Only late", "仅逾期"), "dk_only_mine": ("Only mine", "仅我的"), "dk_no_tasks": ("No task matches.", "没有符合条件的任务。"), "dk_assign": ("Assign", "分派"), "dk_evidence": ("Evidence", "佐证"),
    "dk_mark_done": ("Done", "完成"), "dk_mark_doing": ("Under way", "执行中"), "dk_chosen": ("{n} chosen", "已选{n}项"), "dk_assigned_now": ("{n} tasks assigned.", "已分派{n}项。"), "dk_saved": ("Saved.", "已保存。"), "dk_open_task": ("Show", "查看"), "dk_wk_week": ("Week of", "周起始"), "dk_wk_planned": ("Planned", "计划"), "dk_wk_actual": ("Actual", "实际"),
    "dk_task_open": ("○ open", "○ 未开始"), "dk_task_doing": ("● under way", "● 执行中"), "dk_task_done": ("● done", "● 已完成"), "dk_task_dropped": ("dropped", "已取消"), "dk_escalated_1": ("▲ with the desk", "▲ 已提交专班"), "dk_escalated_2": ("■ with the planner", "■ 已提交指挥部"),
    # Firms.
    "dk_firm": ("Firm", "企业"), "dk_sector": ("Sector", "行业"), "dk_size": ("Size", "规模"), "dk_workers": ("Workers", "职工"), "dk_state": ("State", "状态"), "dk_blocked_by": ("Held back by", "受限于"), "dk_search": ("Name or identifier", "名称或编号"),
    "dk_no_firms": ("No firm matches.", "没有符合条件的企业。"), "dk_firms_answer": ("{n} firms", "共{n}家企业"), "dk_figures": ("Figures", "数据"), "dk_accounts": ("Cash, debt and tax", "资金、债务与税"), "dk_accounts_hidden": ("Cash, debt and tax are not shown to you.", "资金、债务与税不在您的权限内。"),
    "dk_synthetic": ("◇ drawn from margins, does not exist", "◇ 按总量抽取，并非真实企业"), "dk_back": ("Back", "返回"), "dk_save": ("Save", "保存"), "dk_page_of": ("{first}–{last} of {n}", "第{first}–{last}项，共{n}项"), "dk_page_none": ("none", "共0项"), "dk_next": ("Next", "下一页"), "dk_previous": ("Previous", "上一页"),
}  # fmt: skip
