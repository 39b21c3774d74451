"""Phrases of firms in the briefing and of matches: break-even by month, who is helped, missing links, real firms."""

from __future__ import annotations

FIRMS: dict[str, tuple[str, str]] = {
    # Matches.
    "match_lacks": ("lacks", "缺方"), "match_place": ("city", "城市"), "match_what": ("what", "缺什么"), "match_how_much": ("how much", "数量"),
    "match_rank": ("rank", "序"), "match_candidate": ("candidate", "候选方"), "match_reasons": ("reasons", "理由"),
    "match_nobody": ("nobody has it", "无人可供"), "match_the_chain": ("the chain", "产业链"),
    "match_unverified": ("assumed, unverified", "假设，未核实"), "unit_lines": ("lines", "条产线"),
    # Firms that could grow.
    "grow_said": ("More capacity pays for {grow} firms, another product for {convert}.", "扩产对{grow}户划算，转产对{convert}户划算。"),
    "grow_note": ("◇ Expansion is weighed over the months ahead, a normal year and {years} years of growth, none likelier; use and cost of capacity are ASSUMED alike for all firms whose register says nothing else. Products: only firms whose lines the register says could be converted; after the months ahead nothing is sold of them.",
                  "◇ 扩产按未来数月、正常年份与增长{years}年三种情形等权衡量；登记未载者产能利用与成本一律为假设。转产仅计登记注明可转产的企业，未来数月之后不再计其销售。"),
    "grow_firm": ("firm", "企业"), "grow_city": ("city", "城市"), "grow_size": ("size", "规模"), "grow_gain": ("gain a year", "年增益"), "grow_worst": ("at worst", "最差情形"),
    "grow_from": ("pays from sales of", "起始划算销售额"), "grow_asked": ("most asked", "最高需求"), "grow_good": ("product", "产品"), "grow_lines": ("lines", "产线"), "grow_year": ("part of the year", "全年占比"),
    # Firms by month.
    "even_section": ("Firms above break-even", "盈亏平衡以上的企业"),
    "even_title": ("{month}: {n} of {all} firms above break-even, {more} more than without help; {last}: {end}", "{month}：{all}户中{n}户达到盈亏平衡，比不扶持多{more}户；{last}：{end}户"),
    "even_title_same": ("{month}: {n} of {all} firms above break-even; help changes none of them", "{month}：{all}户中{n}户达到盈亏平衡，扶持未改变户数"),
    "even_title_never": ("{month}: {n} of {all} firms above break-even", "{month}：{all}户中{n}户达到盈亏平衡"),
    "even_unit": ("Share of firms whose month pays for itself, aid counted, %; tick: the same run without help. {synthetic} of {all} firms are synthetic",
                  "当月收支相抵（含补助）的企业占比，%；刻度：同一路径不扶持。{all}户中{synthetic}户为合成"),
    "even_with": ("With help", "有扶持"), "even_without": ("Without help", "无扶持"), "even_carried": ("Carry on, no help", "维持现状、无扶持"),
    "even_closed": ("Closed by then, with help", "累计停业（有扶持）"), "even_closed_without": ("Closed by then, without", "累计停业（无扶持）"),
    # Who is helped.
    "aid_section": ("Who is helped, and why", "扶持谁，为什么"),
    "aid_title": ("{spent} for {firms} keeps {kept} that would be lost", "{spent}扶持{firms}，保住原本会失去的{kept}"),
    "aid_title_none": ("Nobody is helped: no package keeps more than it costs", "不扶持：没有组合所保大于所费"),
    "aid_unit": ("Value added and jobs that the help keeps, the {n} largest of {all}; the table gives policies, cost, odds and what came second",
                 "扶持保住的增加值与岗位价值，{all}户中最大的{n}户；表列政策、支出、存活率与次优选择"),
    "aid_firm": ("Firm", "企业"), "aid_policies": ("Policies", "政策"), "aid_cost": ("Cost", "支出"), "aid_odds": ("Odds of living on", "存活率"),
    "aid_keeps": ("Keeps", "保住"), "aid_second": ("Next best", "次优选择"), "aid_missed": ("just missed; lacks {money}", "差一点入选；尚缺{money}"),
    # What is missing, and where it could go.
    "links_section": ("Missing links and idle workshops", "缺失环节与闲置车间"),
    "links_title": ("{good}: {gap} of {need} a day lacking; best place: {who}, {place}", "{good}：日需{need}，缺{gap}；最佳落点：{place}，{who}"),
    "links_title_nowhere": ("{good}: {gap} of {need} a day lacking, and no known workshop could take it", "{good}：日需{need}，缺{gap}，无已知车间可承接"),
    "links_unit": ("Part of the highest week's need that neither the lines of today nor the market outside can give, %", "最高周需求中现有产线与外部市场均不能满足的部分，%"),
    "links_why": ("Why", "原因"), "links_lines": ("Soonest lines", "最快产线"), "links_first": ("First product", "首批产品"), "links_money": ("Money", "投资"),
    "links_place": ("Best idle places", "最佳闲置落点"), "links_need": ("Needed a day", "日需求"), "links_gap": ("Lacking a day", "日缺口"), "links_good": ("Missing link", "缺失环节"),
    # Sectors worth attracting.
    "attract_section": ("Sectors worth attracting", "值得招商的行业"),
    "attract_title": ("{sector} first: {money} a year of it is bought outside, and it is near to what is strong here", "首选{sector}：每年从区外购入{money}，且与本地优势行业相近"),
    "attract_unit": ("Bought outside the region in a normal year, ◇ estimated from the nation's table by location quotients; ordered by it and by nearness to what is strong here",
                     "正常年份从区外购入额，◇由全国投入产出表按区位商推算；按金额与本地优势关联度排序"),
    "attract_title_alone": ("{sector} first: {money} a year of it is bought outside", "首选{sector}：每年从区外购入{money}"),
    "attract_unit_alone": ("Bought outside the region in a normal year, ◇ estimated from the nation's table by location quotients; ordered by it. How near a sector is to what is strong here is not known: its sectors are not those of the countries' tables",
                           "正常年份从区外购入额，◇由全国投入产出表按区位商推算；按金额排序。行业划分与各国数据不同，与本地优势的关联度未知"),
    "attract_same": ("the same at both ends", "两端相同"), "not_known": ("not known", "未知"),
    "attract_sector": ("Sector", "行业"), "attract_outside": ("Bought outside a year", "每年区外购入"), "attract_band": ("Interval", "区间"),
    "attract_related": ("Related", "关联度"), "attract_even": ("A firm breaks even at, a year", "单户保本年销售"), "attract_firms": ("Firms it carries", "可容纳企业数"),
    # Real firms.
    "real_firms": ("Firms visited: what is known", "走访企业：已知事实"), "real_fact": ("What the report says", "报告所述"),
    "real_note": ("Nothing else is known of them, so no account, forecast or help is told of them.", "除此之外一无所知，故不列其账目、预测与扶持。"),
    "real_sector": ("Sector", "行业"),
}  # fmt: skip
