"""The words of the briefing, English and Chinese side by side; both are originals."""

from __future__ import annotations

from typing import Literal, TypeAlias

from bothhands.report.charts import number

Language: TypeAlias = Literal["en", "zh"]

WORDS: dict[str, tuple[str, str]] = {
    "briefing": ("Plan", "方案"),
    "as_of": ("Standing on {day}", "立足 {day}"),
    "answer": ("The plan yields {money} of value added to {end}, {sign}{share} % against “{reference}”, with {deaths} expected deaths; {limits}.",
               "方案至{end}实现增加值{money}，比“{reference}”{sign}{share}%，预计死亡{deaths}人；{limits}。"),
    "limits_kept": ("it keeps every limit", "各项限制均满足"),
    "limits_relaxed": (
        "no strategy keeps every limit, so these were relaxed, in per cent of what was asked: {wide}; the rest are kept",
        "没有策略能满足全部限制，以下限制已放宽（占原限值的百分比）：{wide}；其余均满足",
    ),
    "limits_broken": ("no plan found keeps every limit; this one comes nearest", "未找到满足全部限制的方案，此为最接近者"),
    "hypothetical": ("Hypothetical: {text}", "假设情景：{text}"),
    "health": ("Health", "健康"), "economy": ("Economy", "经济"),
    "measures": ("Dated measures", "分期措施"), "strategies": ("Strategies compared", "策略比较"),
    "limits": ("Limits: how full, and what they cost", "限制：用量与代价"), "sources": ("Sources, assumptions, hindsight", "来源、假设与后见"),
    "who": ("Who bears it", "由谁承担"), "lever": ("Measure", "措施"), "where": ("Where", "地点"), "from": ("From", "起"), "to": ("To", "止"),
    "level": ("Level", "水平"), "status": ("Status", "状态"), "strategy": ("Strategy", "策略"), "value_added": ("Value added", "增加值"),
    "life_years": ("Life-years lost", "损失寿命年"), "largest_use": ("Fullest limit", "最紧限制"), "keeps": ("Keeps limits", "满足限制"),
    "limit": ("Limit", "限制"), "use": ("Use", "用量"), "place": ("Place", "地点"), "price": ("Price of 1 % more room", "放宽1%的价值"), "yes": ("yes", "是"), "no": ("no", "否"),
    "cases_title": ("Reported infections stay few under the plan", "方案下新增感染保持低位"),
    "cases_title_rise": ("Infections peak at {peak} a day under the plan", "方案下日增感染峰值{peak}例"),
    "cases_unit": ("Infections found a day, whole region; bands 50 and 90 % of {n} members", "全区每日发现感染数；带为{n}次模拟的50%与90%区间"),
    "beds_title": ("Ward beds in use reach {share} % of capacity", "病床使用最高占能力的{share}%"),
    "beds_unit": ("Patients in wards, whole region", "全区在院病人"), "capacity": ("staffed beds", "可用病床"),
    "odds_title": ("Odds of a new outbreak stay under the limit where the line is below the dashes", "线在虚线以下的城市，再暴发概率低于限值"),
    "odds_unit": ("Chance of a lasting outbreak from imports within 90 days, %, by city; plan solid, carry on dashed", "90天内由输入引发持续暴发的概率（%），实线为方案，虚线为维持现状"),
    "output_title": ("Output reaches {share} % of normal by the end", "期末产出达正常水平的{share}%"),
    "output_unit": ("Value added, % of a normal day; bands 50 and 90 %", "增加值，占正常日的%；带为50%与90%区间"),
    "sectors_title": ("Output by sector over the planning days: {worst} is hit hardest", "规划期分行业产出：{worst}受影响最大"),
    "sectors_unit": ("Share of normal output, %; tick: carry on. City differences between sectors are assumed, not evidence", "占正常产出的%；刻线为维持现状。城市间行业差异为假设，不作依据"),
    "masks_title": ("Masks cover {share} % of the public's need on average", "口罩平均满足公众需求的{share}%"),
    "masks_unit": ("Share of need served, %; health workers dashed", "需求满足率（%）；虚线为医务人员"),
    "staff_title": ("{share} % of staff are able to work on {day}", "{day}可到岗员工占{share}%"),
    "staff_unit": ("Workers back, well and free, % of normal", "已返岗且健康的劳动力，占正常的%"),
    "firms_title": ("{share} % of listed firms are above break-even at the end", "期末{share}%在册企业高于盈亏平衡点"),
    "firms_unit": ("Share of the register above break-even, %; synthetic firms included", "在册企业高于盈亏平衡点的比例（%），含合成企业"),
    "ages_title": ("Who falls ill: infections by age over the planning days", "谁会得病：规划期分年龄感染"),
    "ages_unit": ("Expected infections per 100,000 residents of the age", "每10万同龄居民预计感染数"),
    "cities_title": ("Who bears the cost: output lost by city", "谁承担代价：分城市产出损失"),
    "cities_unit": ("Value added lost against a normal year, % ; tick: carry on", "较正常年份损失的增加值（%）；刻线为维持现状"),
    "footer": ("Source: bothhands {version}, region {name} edition {edition}, standing on {day}, {n} members, seed {seed}.", "来源：bothhands {version}，区域{name} 版本{edition}，立足{day}，{n}次模拟，种子{seed}。"),
    "carry on": ("carry on", "维持现状"), "full lockdown": ("full lockdown", "全面封控"), "full opening": ("full opening", "全面放开"),
    "opening with border screening": ("opening with border screening", "放开并严格口岸筛查"), "plan": ("plan", "方案"),
    "observed": ("reported", "报告"), "prior": ("Imports after {day} are a stated prior (arrivals × prevalence at origin), not fitted.", "{day}之后的输入为给定先验（到达人数×来源地流行率），并非拟合。"),
    "chain": ("Chain: {orders} line orders; value {value} of at most {bound}; demand planned for and demand of the run differ by up to {residual} %.", "产业链：{orders}项生产线订单；价值{value}，上界{bound}；计划需求与模拟需求最多相差{residual}%。"),
    "fit": ("Fit: {k} parameters to {cases} reported cases; dispersion {phi}; {apart} cases of no city are kept apart; revisions: {revisions}.", "拟合：{k}个参数，{cases}例报告病例；离散度{phi}；{apart}例未归属城市单列；修订：{revisions}。"),
    "none": ("none", "无"), "hindsight": ("Used before it was known (hindsight)", "先于发布使用的资料（后见）"), "assumed": ("Assumed figures", "假设数值"),
    "sector_note": ("City sector shares are unknown: national shares scaled to each city's output. Differences between cities' sectors are not evidence.", "城市行业结构未知：按全国结构缩放至各市产出。城市间行业差异不作依据。"),
    "approval": ("A measure that restricts people or closes firms needs two named approvers, a legal basis and an end date. Nothing adopts itself.", "限制人员或停业的措施须两名审批人、法律依据与截止日期；任何措施不会自动生效。"),
    "values": ("Values used (the user's): a life-year {life}, a pupil's day {school}, a resident's day of gatherings {gather}.", "所用价值（由用户设定）：寿命年{life}，学生每日{school}，居民聚集每日{gather}。"),
}  # fmt: skip

LEVER_WORDS = {
    "openness": ("Openness", "开放程度"), "school": ("Schools", "学校"), "gatherings": ("Gatherings", "聚集"),
    "port_screening": ("Port screening", "口岸筛查"), "corridor_screening": ("Corridor screening", "进京通道筛查"),
    "line_orders": ("Line orders", "订购生产线"), "purchases": ("Purchases", "外购"), "support": ("Support", "资金支持"),
}  # fmt: skip
LIMIT_WORDS = {
    "outbreak odds in 90 days": ("Outbreak odds in 90 days", "90天再暴发概率"), "ward beds": ("Ward beds", "普通病床"),
    "intensive-care beds": ("Intensive-care beds", "重症床位"), "quarantine rooms": ("Quarantine rooms", "隔离房间"),
    "infected travellers to the hub": ("Infected travellers to the hub", "输往首都的感染者"), "epidemic budget": ("Epidemic budget", "防疫预算"),
}  # fmt: skip


def say(key: str, language: Language, **values: object) -> str:
    """A phrase in a language, its blanks filled."""
    pair = WORDS.get(key) or LEVER_WORDS.get(key) or LIMIT_WORDS.get(key) or (key, key)
    return pair[language == "zh"].format(**values)


def money(value: float, language: Language) -> str:
    """Yuan in units people use, three significant figures."""
    size = abs(value)
    if language == "zh":
        return f"{number(value / 1e8)}亿元" if size >= 1e8 else f"{number(value / 1e4)}万元"
    scales = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
    scale, word = next(((s, w) for s, w in scales if size >= s), (1.0, ""))
    return f"{number(value / scale)} {word} yuan".replace("  ", " ")
