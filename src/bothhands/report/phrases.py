"""Every phrase of the briefing, English and Chinese side by side; both are originals. No code stands here."""

from bothhands.report.phrases_accounts import ACCOUNTS
from bothhands.report.phrases_chain import CHAIN
from bothhands.report.phrases_desk import DESK
from bothhands.report.phrases_findings import FINDINGS
from bothhands.report.phrases_firm_card import FIRM_CARD
from bothhands.report.phrases_firms import FIRMS
from bothhands.report.phrases_look import LOOK
from bothhands.report.phrases_nowcast import NOWCAST
from bothhands.report.phrases_phone import PHONE
from bothhands.report.phrases_places import PLACES
from bothhands.report.phrases_plan import PLAN
from bothhands.report.phrases_public import PUBLIC
from bothhands.report.phrases_scenarios import SCENARIOS
from bothhands.report.phrases_staff import STAFF
from bothhands.report.phrases_target_reasons import TARGET_REASONS
from bothhands.report.phrases_targets import TARGET_STATUS
from bothhands.report.phrases_visits import VISITS

PAGE: dict[str, tuple[str, str]] = {
    "briefing": ("Plan", "方案"),
    "as_of": ("Standing on {day}; edition {edition}; planned to {end}", "立足{day}；数据版本{edition}；规划至{end}"),
    "hypothetical": ("Hypothetical: {text}", "假设情景：{text}"),
    "answer": ("The plan yields {money} of value added to {end}, {change} than “{reference}”{which}.", "方案至{end}实现增加值{money}，与“{reference}”{which}相比{change}。"),
    "answer_only": (", the only reference that keeps every limit", "（参照策略中唯一满足各项限制者）"),
    "answer_best": (", the best of the {n} references that keep every limit", "（满足各项限制的{n}个参照策略中最优者）"),
    "answer_relaxed": (", the best reference within limits as they were relaxed", "（限制放宽后参照策略中最优者）"),
    "answer_none": (", the reference that breaks its limits least", "（参照策略均超限，此为超限最少者）"),
    "answer_deaths": ("Deaths expected: {deaths}.", "预计死亡{deaths}人。"),
    "answer_deaths_members": ("Deaths: {deaths} in the expected run, {mean} on average over {members:,} runs by chance, {worst} in their worst tenth.", "死亡：预期值{deaths}人，{members:,}次随机模拟平均{mean}人，最差十分之一为{worst}人。"),
    "answer_promise": ("The promise does not hold: {what} in {kept:,} of {members:,} runs, too few to promise {asked}.", "承诺未能兑现：{members:,}次模拟中{kept:,}次{what}，不足以承诺{asked}。"),
    "answer_promise_few": ("What is promised cannot be shown: {what} in {kept:,} of {members:,} runs, but so few cannot show that {asked} of all keep it.", "承诺无法证明：{members:,}次模拟中{kept:,}次{what}，但模拟次数过少，不足以证明{asked}能遵守。"),
    "answer_promise_worst": ("The promise does not hold: in the worst tenth of runs {worst} die, more than the {most} asked.", "承诺未能兑现：最差十分之一的模拟中死亡{worst}人，超过要求的{most}人。"),
    "more": ("{share} more", "多{share}"), "less": ("{share} less", "少{share}"),
    "limits_kept": ("it keeps every limit", "各项限制均满足"),
    "limits_expected": (" as expected", "（按预期值计）"),
    "members_short": (" as expected, though not in each of {members:,} runs by chance: {which}", "（按预期值计；{members:,}次随机模拟中，{which}）"),
    "broken_in": ("{limit} not kept in {n:,}", "{limit}有{n:,}次未满足"), "broken_more": (", {n} more limits in some", "，另有{n}项限制"), "broken_one_more": (", one more limit in some", "，另有1项限制"),
    "limits_relaxed": ("no strategy keeps every limit, so these were relaxed, in per cent of what was asked: {wide}; the rest are kept",
                       "没有策略能满足全部限制，以下限制已放宽（占原限值的百分比）：{wide}；其余均满足"),
    "limits_relaxed_too": ("this is within wider limits, in per cent of what was asked, for no strategy compared keeps them as asked: {wide}",
                           "上述结果已放宽以下限制（占原限值的百分比），因参照策略均不能按原限值满足：{wide}"),
    "limits_kept_alone": ("None of the strategies compared keeps {which}.", "参照策略均不能满足{which}。"),
    "limits_broken": ("no plan found keeps every limit; this one comes nearest", "未找到满足全部限制的方案，此为最接近者"),
    "health": ("Health", "健康"), "economy": ("Economy", "经济"), "supply": ("Supply chain", "产业链"),
    "burden_ill": ("Who bears illness", "谁承担患病"), "burden_cost": ("Who bears the cost", "谁承担代价"), "covered": ("Who has masks", "谁有口罩"),
    "made_section": ("What is made", "产量与产能"),
    "targets": ("Targets", "目标"), "strategies": ("Strategies compared", "策略比较"), "limits": ("Limits: how full, and what they cost", "限制：用量与代价"),
    "measures": ("Dated measures, with reasons", "分期措施与理由"), "sources": ("Sources, assumptions, hindsight", "来源、假设与后见"),
    "known": ("What to know before believing it", "阅读须知"), "hindsight": ("Used before it was known (hindsight)", "先于发布使用的资料（后见）"),
    "assumed": ("Assumed or unverified figures", "假设或未经核实的数值"), "used": ("Tables used", "所用数据表"),
    "figures": ("Figures", "数据"), "all_rows": ("All {n} single rows are in measures.csv.", "全部{n}条明细见 measures.csv。"),
    "limits_full": ("what holds the plan back: {which}", "制约方案的限制：{which}"),
    "limits_free": ("no limit is full; the fullest, {which}, is used to {share}", "没有限制用满；最紧的{which}用至{share}"),
    "limits_unit": ("Largest use over the planning days where it is fullest, % of what is allowed", "规划期内最紧处的最高用量，占限值的%"),
    "contents": ("On this page", "本页内容"), "none": ("none", "无"), "yes": ("yes", "是"), "no": ("no", "否"),
    "footer": ("Source: bothhands {version}, region {name}, edition {edition}, standing on {day}, {n:,} members, seed {seed}.",
               "来源：bothhands {version}，区域 {name}，数据版本 {edition}，立足{day}，{n:,}次模拟，种子 {seed}。"),
    "comma": ("; ", "；"), "pause": (", ", "，"), "to_day": ("{first} to {last}", "{first}至{last}"), "on_day": ("{first}", "{first}"),
}  # fmt: skip

HEADS: dict[str, tuple[str, str]] = {
    "strategy": ("Strategy", "策略"), "value_added": ("Value added", "增加值"), "life_years": ("Life-years lost", "损失寿命年"),
    "deaths": ("Deaths", "死亡人数"), "deaths_run": ("Deaths, expected run", "死亡人数（预期值）"), "largest_use": ("Fullest limit", "最紧限制"), "keeps": ("Keeps limits", "满足限制"), "limit": ("Limit", "限制"),
    "place": ("Place", "地点"), "use": ("Use", "用量占比"), "used_amount": ("Used at most", "最高用量"), "allowed": ("Allowed", "限值"),
    "price": ("Worth of 1 % more room", "放宽1%的价值"), "lever": ("Measure", "措施"), "where": ("Where", "地点"), "when": ("When", "时间"),
    "level": ("Level", "水平"), "reason": ("Why", "理由"), "cost": ("Cost", "代价"), "owner": ("Whose job", "责任单位"), "rows": ("Rows", "条数"),
    "day": ("Day", "日期"), "city": ("City", "城市"), "age": ("Age", "年龄"), "sector_group": ("Sector group", "行业组"), "size": ("Size class", "规模"),
    "link": ("Link", "环节"), "event": ("What", "事项"), "week": ("Week from", "周起"), "target": ("Target", "目标"), "due": ("Due", "期限"),
    "so_far": ("So far", "已实现"), "forecast": ("Forecast under the plan", "方案预测"), "status": ("Status", "状态"), "table": ("Table", "数据表"),
    "first_known": ("First known", "最早发布"), "parameter": ("Parameter", "参数"), "value": ("Value", "数值"), "range": ("Range", "范围"),
    "unit": ("Unit", "单位"), "source": ("Source", "来源"), "measured": ("Measured", "实测"), "derived": ("Derived, estimated", "推算、估计"), "assumed_rows": ("◇ Assumed, unverified, invented", "◇ 假设、未核实、虚构"),
    "firms": ("Firms", "企业数"), "closed": ("Closed", "已关闭"), "median": ("Median", "中位数"), "low": ("5 %", "5%"), "high": ("95 %", "95%"),
    "plan": ("plan", "方案"), "lost": ("Value added lost", "损失增加值"), "share_lost": ("Lost, %", "损失（%）"), "carry_on_head": ("Carry on", "维持现状"),
    "per_100k": ("Infections per 100,000", "每10万人感染"), "quarter": ("At the end of", "截至"), "sales_lost": ("Sales lost", "损失销售额"),
}  # fmt: skip

HEALTH: dict[str, tuple[str, str]] = {
    "cases_title": ("Fewer than {peak} infections a day are expected to be found under the plan, {high} or fewer in 95 % of members", "方案下每日发现感染预计不足{peak}例，95%的模拟不超过{high}例"),
    "cases_title_rise": ("Infections found are expected to peak at {peak} a day on {day}", "每日发现感染预计于{day}达峰，为{peak}例"),
    "cases_unit": ("Infections found a day, whole region; bands 50 and 90 % of {n:,} members; dots: reported; grey strips: restrictions in force",
                   "全区每日发现感染数；带为{n:,}次模拟的50%与90%区间；黑点为报告病例；灰条为执行中的限制措施"),
    "odds_title": ("Outbreak odds stay under the limit of {limit} everywhere; highest in {city}, {top}", "各地再暴发概率均低于限值{limit}；最高为{city}，{top}"),
    "odds_title_over": ("Outbreak odds pass the limit of {limit} in {city}: {top}", "{city}再暴发概率超过限值{limit}：{top}"),
    "odds_title_none": ("No city has a chance of a new outbreak from imports under the plan", "方案下各地均无输入引发的再暴发概率"),
    "odds_unit": ("Chance of a lasting outbreak from imports in the 90 days that follow, by city, highest first, one scale; number: highest of the plan; the window is cut at {end}{left_out}",
                  "此后90天内由输入引发持续暴发的概率，按城市由高到低，同一尺度；数字为方案最高值；窗口止于{end}{left_out}"),
    "odds_left_out": ("; below a ten-thousandth of the limit: {places}", "；低于限值万分之一：{places}"), "odds_cut": ("; each panel is cut at {top}, which carrying on passes in {places}", "；各图截至{top}，维持现状超出者：{places}"), "highest": ("highest {top}", "最高{top}"),
    "r_title_below": ("Each case infected fewer than one other from {day}: R {value} ({low} to {high}) on {last}", "自{day}起每例感染不足1人：{last} R为{value}（{low}至{high}）"),
    "r_title_above": ("Each case infected {value} others on {last} (R {low} to {high}), the last day with enough cases", "{last}每例感染{value}人（R {low}至{high}），为病例数足够的最后一日"),
    "r_unit": ("R by day of infection, from reports up to {today} moved back {shift} days; 7-day window; line: median, band 90 %; dashed: R = 1; hatched and dotted, not reliable: fewer than five cases, too soon after the first, or reports to come. Too high while many were infected elsewhere{left_out}",
               "按感染日的R，由截至{today}的报告前移{shift}天推算；7天窗口；线为中位数，带为90%区间；虚线为R=1；斜线与点线为不可靠：不足5例、距首例过近或报告未齐。多数感染来自区外时偏高{left_out}"),
    "r_left_out": ("; too few cases: {places}", "；病例过少：{places}"), "r_last": ("{value} ({low}–{high}), {day}", "{value}（{low}–{high}），{day}"),
    "r_city": ("R on the last reliable day", "最后可靠日的R"), "r_days": ("Reliable days", "可靠天数"), "whole": ("Whole region", "全区"),
    "beds_short_title": ("Ward beds may run short: one member in 20 needs more than {share} of capacity", "普通病床可能不足：每20次模拟有1次超过能力的{share}"),
    "icu_short_title": ("Intensive-care beds may run short: one member in 20 needs more than {share} of capacity", "重症床位可能不足：每20次模拟有1次超过能力的{share}"),
    "beds_title": ("Ward beds in use stay below {share} of capacity in 95 % of members", "95%的模拟中普通病床占用不超过能力的{share}"),
    "beds_unit": ("Patients in wards, whole region; bands 50 and 90 %; {beds} staffed beds", "全区在院病人；带为50%与90%区间；可用病床{beds}张"),
    "icu_title": ("Intensive-care beds in use stay below {share} of capacity in 95 % of members", "95%的模拟中重症床位占用不超过能力的{share}"),
    "icu_unit": ("Patients in intensive care, whole region; bands 50 and 90 %; {beds} staffed beds", "全区重症病人；带为50%与90%区间；可用床位{beds}张"),
    "staffed_beds": ("staffed beds", "可用床位"),
    "ages_title": ("Ages {worst} have most infections per head", "{worst}岁人均感染最多"),
    "ages_unit": ("Expected infections per 100,000 residents of the age over the planning days; tick: carry on", "规划期每10万同龄居民预计感染数；刻线为维持现状"),
    "ill_city_title": ("{worst} has most infections per head", "{worst}人均感染最多"),
    "ill_city_unit": ("Expected infections per 100,000 residents over the planning days; tick: carry on", "规划期每10万居民预计感染数；刻线为维持现状"),
}  # fmt: skip

ECONOMY: dict[str, tuple[str, str]] = {
    "output_title": ("Output reaches {share} of normal by {day}", "{day}产出达正常水平的{share}"),
    "output_unit": ("Value added, % of a normal day; bands 50 and 90 %", "增加值，占正常日的%；带为50%与90%区间"),
    "sectors_title": ("{worst} is hit hardest: {share} of normal output", "{worst}受影响最大：产出为正常的{share}"),
    "sectors_unit": ("Output over the planning days, % of normal; tick: carry on{apart}", "规划期产出，占正常的%；刻线为维持现状{apart}"),
    "limit_of_none": ("{limit}, of which the tables give none", "{limit}（表中没有）"),
    "sectors_apart": (". Differences between cities' sectors are assumed, not evidence", "。城市间行业差异为假设，不作依据"),
    "firms_title": ("{share} of listed firms are above break-even at the end, {other} if carried on", "期末{share}在册企业高于盈亏平衡点，维持现状为{other}"),
    "firms_unit": ("Share of the register above break-even, %; {n:,} firms, {synthetic:,} of them synthetic (drawn from margins)", "在册企业高于盈亏平衡点的比例（%）；共{n:,}家，其中{synthetic:,}家为合成企业"),
    "cities_title_even": ("Every city loses about as much: {share} of its value added", "各市损失相近：约占增加值的{share}"),
    "cities_title": ("{worst} loses most: {share} of its value added", "{worst}损失最大：占其增加值的{share}"),
    "cities_title_one": ("{worst} loses {share} of its value added", "{worst}损失其增加值的{share}"),
    "cities_unit": ("Value added lost against a normal year over the planning days, %; tick: carry on", "规划期较正常年份损失的增加值（%）；刻线为维持现状"),
    "cities_gain": ("No city loses value added against a normal year", "各市增加值均不低于正常年份"),
    "sizes_title": ("{worst} firms fare worst: {share} below break-even at the end", "{worst}企业处境最难：期末{share}低于盈亏平衡点"),
    "sizes_fine": ("No listed firm is below break-even on {day}", "{day}在册企业均不低于盈亏平衡点"),
    "sizes_unit": ("Firms below break-even or closed on {day}, % of their size class; tick: carry on; hatched: mostly synthetic firms", "{day}低于盈亏平衡点或关闭的企业，占同规模的%；刻线为维持现状；斜线为以合成企业为主"),
    "sizes_none": ("The region lists no firms", "该区域没有企业名录"),
    "infected": ("Infected", "感染者"), "welfare": ("Welfare", "福利"), "schooling": ("Schooling lost", "就学损失"),
    "gatherings_lost": ("Gatherings forgone", "聚集损失"), "screening": ("Screening", "筛查费用"), "use_of": ("Use of {limit}", "{limit}用量"),
}  # fmt: skip

SUPPLY: dict[str, tuple[str, str]] = {
    "calendar_title": ("Masks are limited by {links}", "口罩受限于：{links}"),
    "calendar_title_none": ("Nothing limits masks in the planning days", "规划期内口罩供应不受限"),
    "calendar_unit": ("Lines ordered, built, running in and at full rate, by good along the chain; hatched: the link that holds masks back that week",
                      "沿产业链各物资生产线的订购、建设、爬坡与满产；斜线为当周制约口罩供应的环节"),
    "until": ("{link} until {day}", "{link}（至{day}）"), "links_more": ("{n} more links until {day}", "另外{n}段（至{day}）"), "to_end": ("{link} to the end", "{link}（至期末）"), "then": (", then ", "，其后为"),
    "key_built": ("ordered, on its way", "已订购，在建"), "key_ramp": ("running in", "爬坡"), "key_full": ("at full rate", "满产"), "key_short": ("holds the chain back", "制约环节"),
    "link_row_lines": ("Bottleneck: lines", "瓶颈：生产线"), "link_row_supply": ("Bottleneck: purchases", "瓶颈：外购"), "link_row_release": ("Bottleneck: release", "瓶颈：放行"), "lines": ("{good} lines", "{good}生产线"), "bought": ("purchases of {good}", "{good}外购"), "release": ("release (lag before use)", "放行（解析等待）"),
    "order_row": ("{n} × {kind}, {day}", "{day}{kind}{n}条"), "placed_row": ("on order before {day}", "{day}前已订购"), "standing_row": ("standing lines", "现有生产线"), "standing_label": ("{rate} a day", "日产{rate}"),
    "order_label": ("+{rate} a day", "日增{rate}"), "no_lines": ("no line stands or is ordered", "无现有或订购生产线"),
    "ordered": ("{n} {line} ordered, {cost}", "订购{n}条，{cost}"), "line": ("line", "条"), "many_lines": ("lines", "条"), "first_product": ("first product", "首批产出"), "full_rate": ("full rate", "满产"),
    "masks_title": ("Masks cover {share} of the public's need, {staff} of workers', {workers} of health workers'", "口罩满足公众需求的{share}、职工的{staff}、医务人员的{workers}"),
    "masks_unit": ("Share of need served, %, mean of cities by residents; title: mean over the planning days", "需求满足率（%），按人口加权；标题为规划期平均"),
    "public": ("public", "公众"), "workers": ("workers", "职工"), "health_workers": ("health workers", "医务人员"),
    "made_title": ("{good}: {share} of what lines can make is made on average", "{good}：平均产能利用率{share}"),
    "made_unit": ("In {unit} a day, whole region; dashed: what the lines could make fully staffed", "全区日产量（{unit}）；虚线为满员时生产线的产能"),
    "made": ("made", "产量"), "could": ("capacity", "产能"),
    "ten_thousand": ("ten thousand {unit}", "万{unit}"), "million_units": ("million {unit}", "百万{unit}"),
    "outside_row": ("outside supply", "区外供应"), "outside_label": ("up to {rate} a day can be bought", "每日最多可购{rate}"), "key_wait": ("can be bought", "可外购"),
}  # fmt: skip

TARGETS: dict[str, tuple[str, str]] = {
    "targets_title": ("{on} of {all} targets with a day are on track under the plan", "有期限的{all}项目标中，{on}项在方案下可达"),
    "targets_title_undated": ("No target can be judged: {n} without a day or due after the run", "无可判断的目标：{n}项未定期限或期限晚于模拟末日"),
    "targets_unit": ("Forecast under the plan, % of the target; hatched ◇: the target itself is assumed or unverified; undated ones are held against the run's last day and not judged",
                     "方案预测占目标的%；斜线◇为目标本身属假设或未核实；未定期限者以末日数对照，不作判断"),
    "no_targets": ("The region states no targets", "该区域未给出目标"), "undated": ("undated", "未定期限"),
    "no_model": ("no model of this indicator yet", "尚无该指标的模型"), "target_line": ("target", "目标"),
    "on_track": ("● on track", "● 可达"), "at_risk": ("▲ at risk", "▲ 有风险"), "behind": ("■ behind", "■ 落后"), "unknown": ("○ unknown", "○ 未知"),
    "late": ("○ not judged: due after the last day of the run", "○ 期限晚于模拟末日，不作判断"), "not_judged": ("○ not judged: no day given", "○ 未注明期限，不作判断"),
    "gdp": ("GDP", "地区生产总值"), "budget_revenue": ("budget revenue", "财政收入"), "firms_above_break_even": ("firms above break-even", "高于盈亏平衡点的企业"),
}  # fmt: skip

REASONS: dict[str, tuple[str, str]] = {
    "why_limit": ("keeps {limit} within what is allowed: {place}, {use} used", "使{limit}不超限：{place}已用{use}"),
    "why_nearer": ("brings {limit} nearer to what is allowed, which no plan found keeps: {place}, {use} of it", "使{limit}更接近限值（未找到能满足的方案）：{place}为限值的{use}"),
    "why_left_out": ("without {lever} {limit} would reach {use} of what is allowed in {place}; under the plan {own}", "若无{lever}，{place}{limit}将达限值的{use}；方案下为{own}"),
    "why_worst_deaths": ("fewer deaths: in the worst tenth of runs {worst} die, where {most} at most are asked for", "减少死亡：最差十分之一的模拟中死亡{worst}人，要求不超过{most}人"),
    "why_capped": ("as much as the limit on {limit} allows: {place}, {use} used", "以{limit}为限：{place}已用{use}"),
    "why_none": ("none on these days: the plan does better without it", "此期间不安排：不用更优"),
    "why_normal": ("normal level: no limit asks for less", "恢复正常：没有限制要求更低"),
    "why_near_normal": ("close to normal; no full limit asks for it; what the search found best, within its accuracy", "接近正常；没有用满的限制需要它，为搜索所得最优，在其精度之内"),
    "why_worth": ("less illness is worth more than it costs: without {lever} the plan would be worth {gain} less (a life-year at {life})", "减少患病的价值高于其代价：若无{lever}，方案价值少{gain}（寿命年按{life}计）"),
    "why_gain": ("without {lever} the plan would do worse by what is asked of it: {objective}", "若无{lever}，方案在所求目标上更差：{objective}"),
    "why_without": ("under “{strategy}” {limit} would reach {use} of what is allowed in {place}; under the plan {own}", "若“{strategy}”，{place}{limit}将达限值的{use}；方案下为{own}"),
    "why_unclear": ("no full limit asks for it, and it is not shown to bring more than it costs: the search may not have finished; check before adopting", "没有用满的限制需要它，且未显示所得高于代价：搜索可能尚未收敛，采纳前请核查"),
    "why_imports": ("fewer infected arrivals: without {lever} the plan would be worth {gain} less (a life-year at {life})", "减少输入：若无{lever}，方案价值少{gain}（寿命年按{life}计）"),
    "why_corridor": ("keeps infected travellers to {hub} at {use} of what is allowed", "使输往{hub}的感染者保持在限值的{use}"),
    "why_line": ("the need of {good} is not met before other lines can be ready", "其他生产线投产前{good}供不应求"),
    "why_buy": ("what the region makes of {good} does not meet the need of these weeks", "这些周{good}产量不足以满足需求"),
    "mostly": ("{low} to {high}; lowest {place}, {when}", "{low}至{high}；最低{place}，{when}"),
    "all_places": ("all cities", "各市"), "all_ports": ("all ports", "各口岸"), "whole_region": ("whole region", "全区"), "in_whole_region": ("the whole region", "全区"), "places_n": ("{n} cities", "{n}个城市"),
    "cost_output": ("{money} of output short of normal there", "当地产出较正常少{money}"), "cost_school": ("{money} of schooling", "就学损失{money}"),
    "cost_gather": ("{money} of forgone gatherings", "聚集受限损失{money}"), "cost_public": ("{money}, {fund}", "{money}，{fund}"), "cost_none": ("none", "无"), "cost_in_words": ("Cost in words", "代价说明"),
    "lines_count": ("{n} {line}", "{n}条"), "a_day": ("{n} {unit} a day", "每日{n}{unit}"),
}  # fmt: skip

NOTES: dict[str, tuple[str, str]] = {
    "note_fit": ("Fit: {k} parameters to {cases} reported cases; dispersion {phi}; {apart} cases of no city are kept apart; revisions: {revisions}.",
                 "拟合：{k}个参数，{cases}例报告病例；离散度{phi}；{apart}例未归属城市，单列；修订：{revisions}。"),
    "note_quick": ("Posterior: the quick fit, a normal approximation at the mode; other uncertain figures keep their stated ranges. `bothhands calibrate` samples it in full.",
                   "后验：快速拟合，即众数处的正态近似；其他不确定参数沿用给定范围。完整抽样可用 bothhands 的校准命令。"),
    "note_sampled": ("Posterior: sampled in full, {draws} draws of {chains} chains, of which {effective} at least are effective; largest R-hat {worst}; {apart} divergences.",
                     "后验：完整抽样，{chains}条链共{draws}个样本，有效样本至少{effective}个；链间收敛指标最大{worst}；发散{apart}次。"),
    "note_intervals": ("Predictive intervals (90 %) of city reports hold {coverage} of the counts fitted; they are {width} times as wide as Poisson ones, {region} times for the whole region.",
                       "各市报告数的90%预测区间覆盖{coverage}的拟合数据；宽度为泊松区间的{width}倍，全区为{region}倍。"),
    "note_reproduction": ("Basic reproduction number of the fit: {middle} ({low} to {high}); transmission moved by {moved} standard deviations of its prior.",
                          "拟合的基本再生数：{middle}（{low}至{high}）；传播参数偏离先验{moved}个标准差。"),
    "note_chance": ("Chance: in {calm:,} of {members:,} members no city finds more than ten cases infected there in the 90 days after {day}. Those infected before {day} count too, and a chain that dies out by itself: that is more than outbreak odds are about. Over the {days} city-days with fewer than ten infected the expected run counts {expected} infections; members have {mean} on average ({low} to {high}), parameters varying too.",
                    "随机性：{members:,}次模拟中{calm:,}次没有城市在{day}后90天内发现超过10例本地感染。其中包括此前感染者引起的病例与自行消退的传播链，因此范围大于再暴发概率所指。在感染者不足10人的{days}个城市日里，预期值为{expected}例感染，各次模拟平均{mean}例（{low}至{high}），参数亦随之变化。"),
    "note_abroad": ("Infected travellers from abroad by the as-of day: {expected} expected by the prior, {reported} reported.", "截至立足日境外输入：先验预计{expected}例，报告{reported}例。"),
    "note_held_out": ("Last {days} days held out: {expected} cases forecast, {cases} reported; 90 % intervals hold {coverage}; log score {score} against {baseline} if last week's mean went on, CRPS {crps} against {baseline_crps} (less is better).",
                      "留出最近{days}天检验：预测{expected}例，报告{cases}例；90%区间覆盖{coverage}；对数评分{score}，上周均值延续为{baseline}；CRPS {crps}，对照{baseline_crps}（越小越好）。"),
    "revision": ("{place} from {before} to {after} on {day}", "{place}于{day}由{before}改为{after}"),
    "note_prior": ("Imports after {day} are a stated prior (arrivals × prevalence at origin), not fitted.", "{day}之后的输入为给定先验（到达人数×来源地流行率），并非拟合。"),
    "note_chain": ("Chain: {orders} line orders; worth {value} of at most {bound}; the need planned for and the need of the run differ by up to {residual}.",
                   "产业链：{orders}项生产线订单；价值{value}，上界{bound}；计划需求与模拟需求最多相差{residual}。"),
    "note_sectors": ("City sector shares are unknown: national shares scaled to each city's output. Differences between cities' sectors are not evidence.",
                     "城市行业结构未知：按全国结构缩放至各市产出。城市间行业差异不作依据。"),
    "note_values": ("Values used (the user's): a life-year {life}, a pupil's day {school}, a resident's day of gatherings {gather}.",
                    "所用价值（由用户设定）：寿命年{life}，学生每日{school}，居民聚集每日{gather}。"),
    "note_approval": ("A measure that restricts people or closes firms needs two named approvers, a legal basis and an end date. Nothing adopts itself.",
                      "限制人员或停业的措施须有两名具名审批人、法律依据与截止日期；任何措施不会自动生效。"),
    "note_no_beds": ("{places}: no {limit}. The limit there is not held: patients are moved to where beds are free or go without, which deaths tell.", "{places}没有{limit}：当地不设此限；患者转往有空床处，或得不到床位，见死亡数。"),
    "note_price": ("Worth of 1 % more room: welfare gained if the limit were 1 % wider; – where the limit does not hold the plan back: less than 95 % used, or less than 90 % where room has a price.", "放宽1%的价值：限值放宽1%所增福利；未制约方案者（用量低于95%，有价格者低于90%）记“–”。"),
    "note_budget": ("Epidemic budget: {spent} of what is used was spent by {day}, before the plan begins; measures.csv has only what comes after.", "防疫预算：所用金额中{spent}在{day}前（含当日）已支出，早于方案；measures.csv仅含其后各项。"),
    "note_deaths": ("Deaths and life-years of the strategies compared are those of the expected run, without chance; over {members:,} fresh members {mean} die on average under the plan, {worst} in the worst tenth.", "策略比较中的死亡与寿命年为不含随机的预期值；在{members:,}次新模拟中，方案平均死亡{mean}人，最差十分之一为{worst}人。"),
}  # fmt: skip

LEVERS: dict[str, tuple[str, str]] = {
    "openness": ("Openness", "开放程度"), "school": ("Schools", "学校"), "gatherings": ("Gatherings", "聚集活动"), "port_screening": ("Port screening", "口岸筛查"),
    "corridor_screening": ("Screening of trips to {hub}", "前往{hub}人员筛查"), "line_orders": ("Order lines", "订购生产线"), "purchases": ("Purchases", "外购"),
    "support": ("Support", "资金支持"), "returned": ("Return to work", "返岗"), "remote": ("Work at home", "居家办公"), "travel": ("Travel", "出行"),
    "stay_home": ("Stay at home", "居家"), "mask_rule": ("Mask rule", "口罩令"), "testing": ("Testing", "检测"), "tracing": ("Tracing", "流调"),
}  # fmt: skip

LIMITS: dict[str, tuple[str, str]] = {
    "outbreak odds in 90 days": ("outbreak odds in 90 days", "90天再暴发概率"), "ward beds": ("ward beds", "普通病床"),
    "intensive-care beds": ("intensive-care beds", "重症床位"), "quarantine rooms": ("quarantine rooms", "隔离房间"),
    "infected travellers to the hub": ("infected travellers to {hub} a day", "每日输往{hub}的感染者"), "epidemic budget": ("epidemic budget", "防疫预算"),
}  # fmt: skip

CAPACITY: dict[str, tuple[str, str]] = {
    "tests a day": ("tests a day", "每日检测能力"), "tracers": ("tracers", "流调人员"), "test kits": ("test kits", "检测试剂"), "capacity": ("Capacity", "能力"), "have": ("There are", "现有"),
    "worth_more": ("Worth of 1 % more", "增加1%的价值"), "worth_through": ("Why it has worth", "价值来源"),
    "through_limit": ("its limit holds the plan back", "其限制制约方案"), "through_fear": ("emptier hospitals, less fear", "医院更空，恐慌更少"), "through_fatality": ("fewer without a bed", "无床者减少"),
    "through_finding": ("cases found sooner", "更早发现病例"), "through_rooms": ("more arrivals in quarantine", "更多入境者可隔离"),
    "capacities_title": ("More {what} would be worth most in {place}", "{place}的{what}最值得增加"),
    "capacities_else": (". Where the own limit does not hold the plan back: {why}", "。自身限制未制约方案者：{why}"),
    "capacities_unit": ("Welfare gained over the planning days by 1 % more of each, where it is worth most", "各项增加1%在规划期内带来的福利，取价值最高者"),
}  # fmt: skip

FIGURES: dict[str, tuple[str, str]] = {
    "hinges": ("Figures the limits hang on", "影响约束的数据"), "hinges_worth": ("Figures the worth hangs on", "影响价值的数据"),
    "figures_title": ("The plan's worth hangs most on {what}: up to {change}", "{what}对方案价值影响最大：可达{change}"),
    "figures_unit": (
        "Change of welfare, limits kept, with each figure at the low (outline) and the high end (filled) of its range (10 % and 90 %); to first order, the plan as it is; {sign} assumed or unverified",
        "各数据取范围低端（空心）与高端（实心）时（10%与90%分位）福利的变化，约束不变；一阶近似，方案不变；{sign} 假设或未核实",
    ),
    "figures_zero": ("as planned", "按方案"),
    "figures_limit_title": ("{limit} hangs most on {what}", "{limit}受{what}影响最大"),
    "figures_limit_unit": (
        "Use of the fullest limit ({limit}) with each figure at the low (outline) and the high end (filled) of its range; to first order, the plan as it is; {sign} assumed or unverified",
        "各数据取范围低端（空心）与高端（实心）时最紧约束（{limit}）的占用；一阶近似，方案不变；{sign} 假设或未核实",
    ),
    "figures_limit_zero": ("{use} under the plan", "按方案为{use}"),
    "figure": ("Figure", "数据项"), "value_and_range": ("Value (range)", "取值（范围）"), "worth_low": ("Welfare at the low end", "低端时福利"),
    "worth_high": ("Welfare at the high end", "高端时福利"), "use_low": ("Fullest limit at the low end", "低端时最紧约束"),
    "use_high": ("Fullest limit at the high end", "高端时最紧约束"), "quality": ("Quality", "质量"), "range_given": ("{ends}, range ASSUMED", "{ends}，范围为假设"),
    "points": ("{n} points", "{n}个百分点"), "quality_measured": ("measured", "实测"), "quality_derived": ("derived", "推算"),
    "quality_estimated": ("estimated", "估计"), "quality_assumed": ("assumed", "假设"), "quality_unverified": ("unverified", "未核实"),
    "quality_synthetic": ("invented", "虚构"), "quality_": ("–", "–"),
    "sens_title": ("Which figures change the plan", "哪些数据会改变方案"), "sens_answer": ("{n} of {of} figures planned for again change the plan; most: {what}, with {worth} at stake.", "重新规划的{of}项数据中有{n}项会改变方案；影响最大的是{what}，涉及{worth}。"),
    "sens_none": ("None of the {of} figures planned for again changes the plan by more than the search can tell ({resolution}).", "重新规划的{of}项数据均未使方案改变超过搜索精度（{resolution}）。"),
    "stake_title": ("Most is at stake for the plan on {what}", "{what}对方案的决策影响最大"),
    "stake_unit": ("Welfare of the plan made again, less that of the plan as it is, with each figure at the low (outline) and the high end (filled) of its range; below zero: what keeping the limits costs", "各数据取低端（空心）与高端（实心）时，重新规划与原方案福利之差；负值为守住约束的代价"),
    "screen_title": ("The outcome hangs most on {what}", "结果受{what}影响最大"),
    "screen_unit": ("Mean size of the change of welfare over the whole range of each figure, others moving too (Morris, μ*); trajectories: {n}", "各数据在全范围内变动时福利变化的平均幅度（莫里斯法 μ*），{n}条轨迹"),
    "sobol_title": ("{what} accounts for most of the spread of welfare", "福利的波动主要来自{what}"),
    "sobol_unit": ("Share of the variance of welfare, with all a figure does together with others (Sobol, total; tick: alone), {n} points", "占福利方差的份额（索博尔总效应；竖线为单独效应），{n}个样本点"),
    "end": ("End", "端"), "end_low": ("low", "低"), "end_high": ("high", "高"), "stake": ("At stake", "涉及福利"), "levers_moved": ("Lever-days changed", "改变的措施天数"),
    "lever_most": ("Moves most", "变动最大"), "breaks": ("Plan as it is", "原方案"), "within": ("keeps limits", "守住约束"), "broken": ("▲ {limit} at {use}", "▲ {limit}达{use}"),
    "not_kept": ("no plan found that keeps every limit", "未找到守住全部约束的方案"), "changes_it": ("Changes the plan", "改变方案"), "mu_star": ("Mean size, welfare", "福利变化平均幅度"),
    "sigma": ("Spread", "离散"), "mu_star_use": ("Mean size, log use of the fullest limit", "最紧约束占用对数的平均幅度"), "sobol_first": ("Alone", "单独"), "sobol_total": ("With others", "总计"),
    "sens_note": ("A gain found is a lower bound and a cost an upper one: each search takes at most four gradients. Orders of lines and goods stay as they are.", "所得收益为下限，代价为上限：每次搜索至多四次梯度。生产线与物资订单保持不变。"),
    "sens_answer_broken": (" The search found no plan that keeps every limit then, so this is not what keeping them costs.", "届时搜索未找到满足全部限制的方案，故该数并非守住限制的代价。"),
    "sens_broken": ("Where no plan was found that keeps every limit, the sum stands between two plans that break one: it is not what keeping it costs.", "未找到满足全部限制的方案时，所列金额为两个均突破限制的方案之差，并非守住限制的代价。"),
    "sens_resolution": ("Less than {worth} is within the search's own doubt.", "低于{worth}在搜索精度之内。"),
}  # fmt: skip

STRATEGIES: dict[str, tuple[str, str]] = {
    "carry on": ("carry on", "维持现状"), "full lockdown": ("full lockdown", "全面封控"), "full opening": ("full opening", "全面放开"),
    "opening with border screening": ("opening with border screening", "放开并严格口岸筛查"),
}  # fmt: skip

BORDERS: dict[str, tuple[str, str]] = {
    "borders": ("Borders and the corridor", "口岸与通道"), "risk_section": ("Risk of a new outbreak", "再暴发风险"),
    "corridor_title": ("Infected travellers to {hub} reach {share} of the bound at most; tests keep back {kept}", "输往{hub}的感染者最高为限值的{share}；检测拦下{kept}"),
    "corridor_title_untested": ("Infected travellers to {hub} reach {share} of the bound at most; nobody is tested before the trip", "输往{hub}的感染者最高为限值的{share}；出行前不检测"),
    "corridor_city_unit_untested": ("Infected travellers to {hub} a day by city, one scale", "各市每日输往{hub}的感染者，同一尺度"),
    "corridor_unit": ("Infected travellers to {hub} a day, whole region, expected{worth}", "全区每日输往{hub}的感染者（预期值）{worth}"), "corridor_worth": ("; 1 % more room is worth {price}", "；放宽1%的价值为{price}"),
    "corridor_bound": ("bound", "限值"), "with_screening": ("with tests", "有检测"), "without_screening": ("without tests", "无检测"),
    "corridor_city_title": ("{city} sends {share} of the infected travellers to {hub}", "输往{hub}的感染者中{city}占{share}"),
    "corridor_city_unit": ("Infected travellers to {hub} a day by city, one scale; dashed: the same trips without tests", "各市每日输往{hub}的感染者，同一尺度；虚线为同样出行而无检测"),
    "highest_day": ("Highest a day", "单日最高"), "highest_without": ("Without tests", "无检测时"), "whole_span": ("Over the plan", "规划期合计"),
    "whole_without": ("Without tests", "无检测时"), "kept_back": ("Kept back", "拦下"),
    "imports_title": ("{share} of new infections in {city} come in from abroad: checks there count", "{city}新增感染的{share}由境外输入：当地口岸检查最有用"),
    "imports_title_few": ("Few infections come from abroad: {share} in {city}, less elsewhere", "境外输入占比很小：{city}为{share}，其他城市更低"),
    "imports_unit": ("Infected arrivals past the checks, % of all new infections over the planning days; tick: carry on. Near 100 % every chain begins at the border; at a few per cent stricter checks change little",
                     "规划期通过检查的输入感染者占全部新增感染的%；刻线为维持现状。接近100%时传播链均始于口岸；仅百分之几时从严检查作用甚微"),
    "arrived": ("Infected arrivals", "输入感染者"), "import_share": ("Share of new infections", "占新增感染"), "first_week": ("First week", "首周"), "last_week": ("Last week", "末周"),
    "risk_title": ("Odds of a new outbreak somewhere within 90 days are {now}; {high} with {up}, {low} with {down}", "90天内某地再暴发概率为{now}；{up}则为{high}，{down}则为{low}"),
    "risk_unit": ("Chance of a lasting outbreak from imports in at least one city within 90 days if one lever moved, all else as planned, %; tick: the plan", "仅变动一项措施、其余照方案时，90天内至少一市由输入引发持续暴发的概率（%）；刻线为方案"),
    "risk_city_title": ("{city} has the highest odds: {d30} within 30 days, {d60} within 60, {d90} within 90", "{city}概率最高：30天内{d30}，60天内{d60}，90天内{d90}"),
    "risk_city_unit": ("Chance of a lasting outbreak from imports within 90 days after {day}, by city, %; tick: within 30 days", "{day}后90天内由输入引发持续暴发的概率，按城市（%）；刻线为30天内"),
    "if_moved": ("If one lever moved", "若变动一项措施"), "within_days": ("Within {days} days", "{days}天内"), "somewhere": ("Somewhere", "至少一市"),
    "strict_openness": ("business closed but for what must run", "除必需外停业"), "normal_openness": ("business all open", "全部开业"),
    "strict_remote": ("all possible work at home", "可居家者均居家办公"), "normal_remote": ("no work at home", "无居家办公"),
    "strict_school": ("schools closed", "学校停课"), "normal_school": ("schools open", "学校开放"),
    "strict_gatherings": ("no gatherings", "禁止聚集"), "normal_gatherings": ("gatherings free", "聚集不限"),
    "strict_stay_home": ("people asked to stay home", "倡导居家"), "normal_stay_home": ("nobody asked to stay home", "不倡导居家"),
    "strict_mask_rule": ("masks required", "要求戴口罩"), "normal_mask_rule": ("no mask rule", "不要求戴口罩"),
    "strict_testing": ("testing at full capacity", "满负荷检测"), "normal_testing": ("no testing", "不检测"),
    "strict_tracing": ("all contacts traced", "全面流调"), "normal_tracing": ("no tracing", "不流调"),
    "strict_port_screening": ("all arrivals in quarantine", "入境者全部隔离"), "normal_port_screening": ("no quarantine of arrivals", "入境者不隔离"),
    "triggers_title": ("A rule turns on somewhere in {share} of members", "{share}的模拟中有规则触发"),
    "triggers_title_never": ("None of the {n} rules turns on in any member", "{n}条规则在所有模拟中均未触发"),
    "triggers_unit": ("Members in which the rule turned on in a city, % of {n:,}; each member obeys by its own reports{left_out}", "规则在该市触发的模拟占比（%，共{n:,}次）；每次模拟按各自的报告执行{left_out}"),
    "triggers_idle": ("; left out, because the plan holds their level throughout: {rules}", "；未列出方案已始终保持其水平的规则：{rules}"),
    "rule": ("Rule", "规则"), "members_on": ("Members", "模拟占比"), "days_on": ("Days on, median", "执行天数（中位）"), "days_expected": ("Days on, expected run", "执行天数（预期）"), "rule_words": ("In words", "内容"),
    "rule_sentence": ("{lever} {to} {level} from when {indicator} {scope} pass {above} until below {below}", "{scope}{indicator}超过{above}时，{lever}{to}{level}，低于{below}时解除"), "rule_down_to": ("at", "降至"), "rule_up_to": ("at", "提至"),
    "scope_city": ("of the city", "本市"), "scope_region": ("of the region", "全区"),
    "weekly_cases": ("reported cases of a week", "一周报告病例"), "weekly_cases_per_100k": ("reported cases of a week per 100,000", "一周每10万人报告病例"),
    "reproduction_number": ("R from reports", "报告推算的R"), "intensive_bed_use": ("patients per intensive-care bed", "重症床位使用率"),
    "triggers_section": ("Rules that follow what is seen", "随疫情触发的规则"),
}  # fmt: skip

PHRASES: dict[str, tuple[str, str]] = {
    **PAGE, **HEADS, **HEALTH, **ECONOMY, **SUPPLY, **TARGETS, **REASONS, **NOTES, **LEVERS, **LIMITS, **CAPACITY, **FIGURES, **STRATEGIES, **BORDERS, **ACCOUNTS, **CHAIN, **PLAN, **FIRMS,
    **TARGET_STATUS, **TARGET_REASONS, **NOWCAST, **DESK, **PLACES, **PUBLIC, **SCENARIOS, **FIRM_CARD, **LOOK, **VISITS, **FINDINGS, **PHONE, **STAFF,
}  # fmt: skip
