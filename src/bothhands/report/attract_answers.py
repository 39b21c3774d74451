"""Cards of attraction and firms that rise above scale, as tables and sentences, in English or Chinese. Pure, like the briefing."""

from __future__ import annotations

from collections.abc import Sequence

from bothhands.inputs.region import Region
from bothhands.inputs.tables.firms import Firm
from bothhands.inputs.tables.policies import Policy
from bothhands.inputs.tables.sectors import Sector
from bothhands.inputs.tables.sites import Site
from bothhands.plan.attract.cards import Card, LinkCard
from bothhands.plan.support.promote import Rising
from bothhands.report.amounts import number
from bothhands.report.chain_words import ChainWords
from bothhands.report.names import firm_name, firm_named, place_name, site_name
from bothhands.report.sentences import told_in
from bothhands.report.support_answers import Named
from bothhands.report.svg import Table
from bothhands.report.words import Wording

FLAGS = {
    "bunched just above the line": "略高于规模线",
    "last month jumps over the line": "末月突增过线",
    "sales per worker far from the sector": "人均销售额偏离行业",
}


def attract_said(found: Sequence[Card], words: Wording) -> str:
    """The answer in a sentence."""
    if not found:
        return "没有可招商的行业。" if words.zh else "No sector is worth attracting by these tables."
    first = found[0]
    low, likely, high = (words.money(one) for one in first.leakage)
    if words.zh:
        span = "" if low == high else f"（{low}至{high}）"
        return f"首选“{first.name_zh}”：每年从区外购入{likely}{span}，为估计值。"
    span = "" if low == high else f" ({low} to {high})"
    return f"First {first.name}: {likely} a year of it is bought outside the region{span}, as estimated."


def attract_tables(found: Sequence[Card], region: Region, words: Wording) -> dict[str, Table]:
    """A row a sector: need with its interval, nearness, scale that breaks even and how many such firms it would carry; linkages, buyers, idle."""
    zh = words.zh
    names = _names(region) if zh else ()
    near = any(one.related is not None for one in found)
    need, who = [], []
    for one in found:
        name = f"{one.sector} {one.name_zh if zh else one.name}"
        related = words.say("not_known") if one.related is None else words.share(one.related)
        need.append((name, words.money(one.leakage[1]), band_said(words, one), *([related] if near else []), *firms_said(words, one)))  # fmt: skip
        join = "、" if zh else "; "
        buyers = join.join(told_in(buyer.who, words.language, names) for buyer in one.buyers)
        idle = join.join(told_in(asset, words.language, names) for asset in one.idle) or "–"
        who.append((name, number(one.backward), number(one.forward), buyers, idle))
    heads = (
        (
            ("行业", "每年区外购入", "区间", *(["关联度"] if near else []), "保本年销售", "可容纳企业数"),
            ("行业", "后向关联", "前向关联", "主要买家", "闲置资产"),
        )
        if zh
        else (
            ("sector", "bought outside a year", "interval", *(["related"] if near else []), "breaks even at", "firms it carries"),
            ("sector", "backward", "forward", "anchor buyers", "idle assets"),
        )
    )  # fmt: skip
    return {"sectors": Table(heads[0], tuple(need)), "buyers": Table(heads[1], tuple(who))}


def _names(region: Region) -> tuple[tuple[str, str], ...]:
    """Sectors, firms and sites as a card writes them, each in Chinese."""
    sites = {row.site: site_name(region, row.site, "zh") for row in region.rows(Site)}
    firms = {row.name: firm_named(row.name, row.name_zh, row.synthetic, "zh") for row in region.rows(Firm)}
    return tuple({**sites, **firms, **{row.name: row.name_zh or row.name for row in region.rows(Sector)}}.items())


def band_said(words: Wording, one: Card) -> str:
    """What is bought outside at the low and the high exponent of the quotients, or that it is the same at both."""
    low, high = words.money(one.leakage[0]), words.money(one.leakage[2])
    return words.say("attract_same") if low == high else f"{low}–{high}"


def firms_said(words: Wording, one: Card) -> tuple[str, str]:
    """The scale that breaks even and how many such firms what can be won carries; in words where no firm of the sector is known."""
    if one.firms is None or one.break_even is None:
        return (words.say("not_known"),) * 2
    return words.money(one.break_even), f"{number(one.firms[0])}–{number(one.firms[2])}"


def links_table(found: Sequence[LinkCard], region: Region, words: Wording) -> Table:
    """A row a missing link of the chain."""
    zh, chain = words.zh, ChainWords(region, words)
    rows = tuple(
        (
            chain.good_in_words(one.good), chain.of_unit(one.need, one.unit), chain.of_unit(one.gap, one.unit), words.say(one.why),
            f"{one.lines} × {chain.line_class(one.line_class)}" if one.line_class else "–",
            words.date(one.first_product) if one.first_product else "–", words.money(one.yuan),
            ("、" if zh else "; ").join(chain.site(site, one.good) for site in one.idle) or "–",
        )
        for one in found
    )  # fmt: skip
    head = (
        ("缺失环节", "日需求", "日缺口", "原因", "最快产线", "首批产品", "投资", "有余地的厂址")
        if zh
        else (
            "missing link",
            "needed a day",
            "lacking a day",
            "why",
            "soonest lines",
            "first product",
            "money",
            "sites with room",
        )
    )
    return Table(head, rows)


def attract_notes(words: Wording) -> tuple[str, ...]:
    """What must be known to read the cards."""
    if words.zh:
        return (
            "◇ 区外购入由全国投入产出表按区位商推算（Flegg），区间来自其指数的高低值。关联度为自算：67国×45行业增加值的邻近度（Hidalgo等2007）；本地与全国结构相同之处不构成证据。",
            "◇ 可赢得份额为假设：新企业合计可赢得区外购入的5%至30%。保本规模取在册同行业企业的中位成本结构。",
        )
    return (
        "◇ Bought outside: the nation's table brought to the region by location quotients (Flegg), the interval by low and high exponent. Related: our own "
        "proximity from value added of 67 countries in 45 sectors (Hidalgo et al. 2007). Where a city's structure is the nation's, it is no evidence.",
        "◇ ASSUMED: new firms together win 5 to 30 % of what is bought outside. Break-even is that of the middling firm of the sector in the register.",
    )


def promote_said(found: Sequence[Rising], words: Wording) -> str:
    """The answer in a sentence."""
    likely = sum(one.odds >= 0.5 for one in found)
    tipped = sum(one.odds < 0.5 and any(tip.enough for tip in one.tips) for one in found)
    later = sum(one.normal_yuan > 0 for one in found)
    if words.zh:
        rest = f"其中{later}户：日历止于年末之前，其后各日按正常销售额计。" if later else ""
        return f"{len(found)}户接近规模线，其中{likely}户年内过线可能过半，另有{tipped}户可由一项政策推过线。{rest}"
    rest = f" Of {later} the days after the region's calendar count as normal sales." if later else ""
    return f"{len(found)} firms are near the line; {likely} will likelier than not cross it this year, {tipped} more could be tipped by one policy.{rest}"


def promote_table(found: Sequence[Rising], region: Region, words: Wording) -> Table:
    """A row a firm near the line."""
    zh, name = words.zh, Named(region.rows(Policy), words.zh)
    rows = []
    for one in found:
        tips = [
            name((tip.policy,)) + ("" if tip.enough else ("（不足）" if zh else " (not enough)"))
            for tip in one.tips[:3]
        ]
        flags = [FLAGS[flag] if zh else flag for flag in one.flags]
        join = "；" if zh else "; "
        rows.append((
            firm_name(region, one.firm, words.language), place_name(region, one.place, words.language), words.money(one.sales_yuan), words.share(one.odds), words.money(one.missing_yuan), words.money(one.added_yuan),
            join.join(tips) or "–", join.join(flags) or "–",
        ))  # fmt: skip
    head = (
        ("企业", "城市", "全年销售预测", "过线概率", "距线", "对应增加值", "可助推的政策", "需核实")
        if zh
        else (
            "firm",
            "city",
            "sales forecast",
            "odds of crossing",
            "missing",
            "value added",
            "policies that tip",
            "to be asked about",
        )
    )
    return Table(head, tuple(rows))
