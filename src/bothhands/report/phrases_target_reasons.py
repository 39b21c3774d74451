"""Phrases of why the odds of targets are what they are and what would close the gap, in English and Chinese."""

from __future__ import annotations

TARGET_REASONS: dict[str, tuple[str, str]] = {
    # Drivers.
    "td_growth": ("growth and prices of a normal year", "正常年份的增长与价格"), "td_unknown": ("uncertainty of figures", "参数不确定性"), "td_others": ("smaller causes", "其他较小原因"),
    "td_last_year": ("last year", "上年"), "td_forecast": ("forecast, median", "预测中位"), "td_goal": ("to reach", "目标"),
    "td_step": ("step", "步骤"), "td_amount": ("amount", "数额"), "td_odds_then": ("odds once it is in place", "计入后的把握"),
    "td_part": ("{cause} {amount}", "{cause}{amount}"), "td_nothing": ("The run answers no target of the region.", "模型不能回答该区域的任何目标。"),
    "td_said": ("{name}: {forecast} in the middle of the forecast, {gap} short, odds {odds}; taken by {parts}; most in {sectors}.", "{name}：预测中位{forecast}，缺{gap}，把握{odds}；主要损失：{parts}；多在{sectors}。"),
    "td_said_met": ("{name}: {forecast} in the middle of the forecast, {gap} to spare, odds {odds}; taken by {parts}; most in {sectors}.", "{name}：预测中位{forecast}，富余{gap}，把握{odds}；主要损失：{parts}；多在{sectors}。"),
    "td_title": ("{name}: {gap} short in the middle of the forecast, odds {odds}", "{name}：预测中位缺{gap}，把握{odds}"),
    "td_title_met": ("{name}: {gap} to spare in the middle of the forecast, odds {odds}", "{name}：预测中位富余{gap}，把握{odds}"),
    "td_unit": ("From last year's level to the forecast; filled adds, outlined takes away; the scale does not begin at zero. Causes as in the loss account, each the mean of two orders",
                "由上年水平到预测；实心为增，空心为减；坐标不自零起。原因同损失核算，取两种次序平均"),
    "td_note": ("Amounts add up to the forecast, odds step by step in the order shown to those told; in another order each step would be another. Uncertainty: what draws of the economy's figures and the error of a run move the middle by. No single firm of the region is known to be large enough to be told apart.",
                "数额逐步相加即为预测，把握按所示次序逐步变化；次序不同则各步不同。不确定性指经济参数抽样与模型误差对中位的影响。区内无已知足够大的单个企业可单列。"),
    # Options.
    "to_strategy": ("strategy “{strategy}” instead of the measures in force", "以“{strategy}”取代现行措施"), "to_help": ("help to {n} firms", "扶持{n}户企业"),
    "to_threshold": ("policies that tip {n} firms over the line", "助推{n}户企业过规模线"), "to_idle": ("{n} lines in idle places", "在闲置场地建{n}条产线"),
    "to_purchases": ("public purchases of {sector} (× {multiplier} of value added)", "政府采购{sector}（增加值乘数{multiplier}）"), "to_together": ("all together", "全部合计"),
    "to_plan": ("this plan instead of carrying on", "以本方案取代维持现状"), "to_none": ("nothing", "无"),
    "to_option": ("option", "措施"), "to_adds": ("adds", "增加"), "to_odds": ("odds with it", "采取后的把握"), "to_gain": ("points gained", "提高百分点"), "to_cost": ("public cost", "公共支出"),
    "to_rate": ("points for 100 million", "每1亿提高百分点"),
    "to_said": ("{name}: best for the money: {best}. With everything for {cost} the odds are {odds} ({before} without), and {shortfall} is still lacking in the middle of the forecast.",
                "{name}：按资金效果依次为{best}。全部采取（{cost}）后把握{odds}（不采取为{before}），预测中位仍缺{shortfall}。"),
    "to_said_met": ("{name}: best for the money: {best}. With everything for {cost} the odds are {odds} ({before} without), and the middle of the forecast reaches it.",
                    "{name}：按资金效果依次为{best}。全部采取（{cost}）后把握{odds}（不采取为{before}），预测中位可达。"),
    "to_title": ("{name}: with everything the odds are {odds} ({before} without), {shortfall} still lacking", "{name}：全部采取后把握{odds}（不采取为{before}），仍缺{shortfall}"),
    "to_title_met": ("{name}: with everything the odds are {odds} ({before} without)", "{name}：全部采取后把握{odds}（不采取为{before}）"),
    "to_unit": ("Added to the middle of the forecast by its day (an undated one: this year), the best for its money first", "至期末（未定期限者为本年）对预测中位的增加，按资金效果排序"),
    "to_note": ("Each option alone on the same draws; signals are held, so that what help does to other firms' sales is left out, and all together may be a little less than the sum. Purchases: a tenth of a per cent of a year's value added, ASSUMED; only suppliers at home count. Sectors that could be attracted add nothing this year.",
                "各措施在同一抽样下单独计算；信号固定，未计扶持对其他企业销售的影响，合计可能略低于各项之和。政府采购按一年增加值的0.1%计（假设），仅计本地供应。招商行业本年无增量。"),
    "to_short_strategy": ("better strategy", "更优策略"), "to_short_plan": ("this plan", "本方案"), "to_short_help": ("help to firms", "扶持企业"), "to_short_threshold": ("firms over the line", "企业过线"),
    "to_short_idle": ("idle places", "闲置场地"), "to_short_purchases": ("public purchases", "政府采购"), "to_short_together": ("all together", "全部合计"),
    # Briefing.
    "targets_why": ("What the targets hang on", "目标取决于什么"), "targets_close": ("What would bring them nearer", "如何更接近目标"),
}  # fmt: skip
"""English and Chinese by key."""
