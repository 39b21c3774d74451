"""Help to firms as tables, sentences and a picture, in English or Chinese. Pure, like the briefing.

Why this file exists: console, workbook and JSON say the same. Money keeps three digits; every name of a policy is that of the catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bothhands.inputs.region import Region
from bothhands.inputs.tables.policies import Policy
from bothhands.plan.support.answer import SupportAnswer
from bothhands.report.amounts import number, share
from bothhands.report.bar_charts import Bar, bar_chart
from bothhands.report.names import firm_name, fund_name, place_name, region_name
from bothhands.report.sentences import told_in
from bothhands.report.svg import Chart, Table
from bothhands.report.words import Wording

RIVALS = {
    "by upgrades, skip and continue": "按增量比贪心",
    "by ratio, skip and continue": "按效益比贪心",
    "in proportion": "按比例分配",
    "by tiers of size": "按规模分档",
}


LISTED = 20
"""Firms of the list on the console; all are in the folder and in JSON."""


class Named:
    """Policies by their name in the reader's language."""

    def __init__(self, policies: Sequence[Policy], zh: bool) -> None:
        self.names = {row.policy: (row.name_zh if zh and row.name_zh else row.name) for row in policies}
        self.none = "不扶持" if zh else "no help"
        self.join = "、" if zh else " + "

    def __call__(self, policies: Sequence[str]) -> str:
        """Several policies, or none."""
        return self.join.join(self.names[one] for one in policies) or self.none


def support_said(found: SupportAnswer, words: Wording) -> str:
    """The answer in a sentence."""
    spent = words.money(sum(fund.spent_yuan for fund in found.funds))
    kept, jobs = words.money(found.kept_yuan), number(found.jobs_kept)
    if words.zh:
        return (
            f"扶持{len(found.helped)}户（在册{found.firms:,}户），支出{spent}，预计多保住{kept}（增加值与岗位合计）、{jobs}个岗位；"
            f"任何分配方案至多再多{share(found.gap)}。"
        )
    return (
        f"{len(found.helped)} of {found.firms:,} firms get help for {spent}; it keeps {kept} of value added and jobs and {jobs} jobs that would be "
        f"lost without; no other choice keeps more than {share(found.gap)} besides."
    )


def list_for_console(found: SupportAnswer, region: Region, words: Wording) -> Table:
    """The list in few columns: who, where, what, cost, odds of living on without and with, what is kept."""
    zh, name = words.zh, Named(region.rows(Policy), words.zh)
    rows = tuple(
        (
            firm_name(region, one.firm, words.language), place_name(region, one.place, words.language), name(one.policies), words.money(one.yuan),
            words.percent(f"{100 * one.odds_without:.0f} → {100 * one.odds_with:.0f} %"), words.money(one.kept_yuan),
        )
        for one in found.helped[:LISTED]
    )  # fmt: skip
    head = (
        ("企业", "城市", "政策", "支出", "存活率", "多保住")
        if zh
        else ("firm", "city", "policies", "cost", "odds", "keeps")
    )
    return Table(head, rows)


def support_tables(found: SupportAnswer, region: Region, words: Wording) -> dict[str, Table]:
    """Funds with their prices, the list with reasons, who just missed, and what usual ways would keep."""
    zh, name = words.zh, Named(region.rows(Policy), words.zh)
    money = words.money

    def place(one: str) -> str:
        return place_name(region, one, words.language)

    def firm(one: str) -> str:
        return firm_name(region, one, words.language)

    funds = Table(
        ("资金", "额度", "支出", "每多1元可保住") if zh else ("fund", "budget", "spent", "one more keeps"),
        tuple(
            (fund_name(one.fund, words.language), money(one.budget_yuan), money(one.spent_yuan), number(one.price))
            for one in found.funds
        ),
    )
    helped = Table(
        ("企业", "城市", "政策", "支出", "不扶持存活率", "扶持后存活率", "多保住", "次优选择")
        if zh
        else ("firm", "city", "policies", "cost", "odds without", "odds with", "keeps", "next best"),
        tuple(
            (
                firm(one.firm), place(one.place), name(one.policies), money(one.yuan), words.share(one.odds_without), words.share(one.odds_with),
                money(one.kept_yuan), name(one.runner_up),
            )
            for one in found.helped
        ),
    )  # fmt: skip
    missed = Table(
        ("差一点入选的企业", "城市", "最佳政策", "尚缺", "占所保比例")
        if zh
        else ("just missed", "city", "best policies", "lacks", "share of what it keeps"),
        tuple(
            (firm(one.firm), place(one.place), name(one.policies), money(one.lacks_yuan), words.share(one.lacks_share))
            for one in found.missed
        ),
    )
    rivals = Table(
        ("其他分配方式", "保住", "与方案相比") if zh else ("other ways to share out", "keeps", "against the plan"),
        tuple(
            (
                RIVALS[way] if zh else way,
                money(value),
                words.percent(f"{100 * (value / found.kept_yuan - 1):+.1f} %").replace("-", "−")
                if found.kept_yuan
                else "–",
            )
            for way, value in found.rivals
        ),
    )
    return {"funds": funds, "support": helped, "missed": missed, "other-ways": rivals}


def support_notes(found: SupportAnswer, of: str, policies: Sequence[Policy], words: Wording) -> tuple[str, ...]:
    """What must be known to read it."""
    name = Named(policies, words.zh)
    unpaid = name(found.unpaid) if found.unpaid else ""
    assumed = sum(row.quality in ("assumed", "synthetic") for row in policies)
    if words.zh:
        return (
            f"{basis_said(of, words)}多保住＝扶持与不扶持的存活率之差×（一年增加值＋岗位价值），本来就能存活或无法存活的部分不计。",
            *((f"仅列前{LISTED}户，其余见--out工作簿与JSON。",) if len(found.helped) > LISTED else ()),
            *((f"以下政策无需本地资金，符合条件的企业均视为已享受：{unpaid}。",) if unpaid else ()),
            f"◇ 政策目录{len(policies)}项中{assumed}项的效果或成本为假设。",
        )
    return (
        f"{basis_said(of, words)} Kept: (odds of living on with help − without) × (a year's value added + worth of jobs); who lives or dies anyway counts nothing.",
        *(
            (f"The first {LISTED} are shown; all are in the workbook of --out and in JSON.",)
            if len(found.helped) > LISTED
            else ()
        ),
        *(
            (f"No fund of the region pays these; every eligible firm is taken to have them: {unpaid}.",)
            if unpaid
            else ()
        ),
        f"◇ In {assumed} of {len(policies)} policies effect or cost is assumed.",
    )


def basis_said(of: str, words: Wording) -> str:
    """Whose sales and inputs the figures stand on, as the case writes it in English."""
    return f"依据：{told_in(of, 'zh')}。" if words.zh else f"Of {of}."


def support_pictures(found: SupportAnswer, region: Region, as_of: date, words: Wording) -> dict[str, str]:
    """Bars of the price of each fund: what one more yuan of it would keep."""
    if not found.funds:
        return {}
    named, edition = region_name(region, words.language), region.edition[:8]
    footer = (
        f"{named}，{words.date(as_of)}，版本{edition}；{found.firms:,}家企业"
        if words.zh
        else f"{named}, as of {as_of}, edition {edition}; {found.firms:,} firms"
    )
    dearest = max(found.funds, key=lambda one: one.price)
    if words.zh:
        title = (
            f"“{fund_name(dearest.fund, 'zh')}”最紧：每多1元可多保住{number(dearest.price)}元"
            if dearest.price
            else "没有一项资金用尽"
        )
        subtitle = "各项资金每多1元可多保住的增加值与岗位价值，元"
    else:
        title = (
            f"The {fund_name(dearest.fund, 'en')} is scarcest: one more keeps {number(dearest.price)}"
            if dearest.price
            else "No fund is spent to its end"
        )
        subtitle = "Value added and jobs kept by one more of each fund, in the region's currency"
    chart = Chart(title, subtitle, footer, "firms", zh=words.zh)
    bars = [
        Bar(fund_name(one.fund, words.language), one.price, number(one.price))
        for one in sorted(found.funds, key=lambda one: -one.price)
    ]
    return {"firms-prices.svg": bar_chart(chart, bars)}


def why_not_table(found: Mapping[str, tuple[str, ...]], policies: Sequence[Policy], words: Wording) -> Table:
    """Each policy, and why a firm may not have it."""
    name, may = Named(policies, words.zh), "可以申请" if words.zh else "may have it"
    head = ("政策", "不符合之处") if words.zh else ("policy", "why not eligible")
    join = "；" if words.zh else "; "
    return Table(head, tuple((name((one,)), join.join(reasons) or may) for one, reasons in found.items()))
