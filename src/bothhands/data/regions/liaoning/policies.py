"""Help to firms as it could be known on 18 March 2020: national measures by their notices, and usual local kinds that are ASSUMED.

The documents named are general record and were not opened again, so their rows are `unverified` where a figure is in the notice and `assumed`
where effect, cost or delay is ours. Nothing here is measured.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from bothhands.data.regions.liaoning.raw import AS_OF, ASSUMED
from bothhands.inputs.tables.policies import Policy

RECORD = "general record, unverified"
YEAR_END = date(2020, 12, 31)
SMALL = "size in [small, micro]"
HIT = "sales_drop >= 0.1"
LOCAL: dict[str, Any] = {
    "start": date(2020, 4, 1), "end": date(2020, 9, 30), "fund": "firm_support", "quality": "assumed", "known_from": AS_OF, "period": "2020",
}  # fmt: skip


def policies() -> list[Policy]:
    """National measures first, then local kinds paid from the fund for firms."""
    return [*_national(), *_for_funds(), *_for_sales(), *_for_work()]


def _national() -> list[Policy]:
    """Measures of ministries; no fund of the province pays."""
    share = f"{ASSUMED}: effect, cost and delay"
    common: dict[str, Any] = {"cost_share": 0, "quality": "unverified", "period": "2020"}
    return [
        Policy(
            policy="contributions-small", name="Social contributions waived, small and medium", name_zh="中小微企业社保费免征", kind="tax_exemption",
            difficulty="funds", start=date(2020, 2, 1), end=date(2020, 6, 30), base="payroll", effect_share=0.165,
            eligibility="size in [medium, small, micro]", known_from=date(2020, 2, 20), **common,
            source=f"Ministry of Human Resources and others, notice [2020] 11 of 20 February 2020 ({RECORD}): employer's pension (16 %), "
            "unemployment (0.5 %) and injury contributions waived February to June",
            note="Share of payroll: rates of pension and unemployment added, injury left out; paid wages above the ceiling are not looked at",
        ),
        Policy(
            policy="contributions-large", name="Social contributions halved, large", name_zh="大型企业社保费减半", kind="tax_exemption",
            difficulty="funds", start=date(2020, 2, 1), end=date(2020, 4, 30), base="payroll", effect_share=0.0825, eligibility="size == large",
            known_from=date(2020, 2, 20), **common, source=f"Ministry of Human Resources and others, notice [2020] 11 of 20 February 2020 ({RECORD}): by half, "
            "February to April", note="Half of the share of the small",
        ),
        Policy(
            policy="repayment-deferral", name="Repayment and interest put off", name_zh="贷款延期还本付息", kind="interest_relief", difficulty="funds",
            start=date(2020, 1, 25), end=date(2020, 6, 30), base="debt_service", effect_share=0.5, delay_days=14, repaid=True,
            eligibility="size in [medium, small, micro] and cash_days < 60", known_from=date(2020, 3, 1), **{**common, "quality": "assumed"},
            source=f"Banking and Insurance Regulatory Commission and others, notice [2020] 6 of 1 March 2020 ({RECORD}): what falls due from 25 January to "
            f"30 June may be put off to 30 June; {share}: half of it is granted",
        ),
        Policy(
            policy="relending-key", name="Relending to key firms, interest halved", name_zh="疫情防控重点企业专项再贷款贴息", kind="loan_guarantee",
            difficulty="funds", start=date(2020, 2, 7), end=YEAR_END, base="credit", effect_share=0.1, delay_days=10, eligibility="critical_maker",
            known_from=date(2020, 2, 7), **{**common, "quality": "assumed"},
            source="People's Bank of China, special relending of 300 billion yuan, February 2020; Ministry of Finance and others, notice [2020] 5: half of the "
            f"interest is paid by the state ({RECORD}); {share}: a loan of a tenth of a year's sales",
        ),
        Policy(
            policy="relending-small", name="Relending for small firms", name_zh="支小再贷款", kind="loan_guarantee", difficulty="funds",
            start=date(2020, 2, 26), end=YEAR_END, base="credit", effect_share=0.05, delay_days=30, eligibility=f"{SMALL} and {HIT} and cash_days >= 15",
            known_from=date(2020, 2, 26), **{**common, "quality": "assumed"},
            source=f"People's Bank of China, relending and rediscount of 500 billion yuan, 26 February 2020 ({RECORD}); {share}: a loan of a twentieth of a year's sales",
            note="Banks ask for some cash: ASSUMED, 15 days",
        ),
        Policy(
            policy="toll-free", name="Motorways free of toll", name_zh="收费公路免收通行费", kind="logistics_pass", difficulty="logistics",
            start=date(2020, 2, 17), end=date(2020, 6, 30), base="shortfall", effect_share=0.2, known_from=date(2020, 2, 15),
            **{**common, "quality": "assumed"}, source=f"Ministry of Transport, notice of 15 February 2020 ({RECORD}): from 17 February until the epidemic is over; {share}, and the end",
        ),
    ]  # fmt: skip


def _for_funds() -> list[Policy]:
    """Local help to firms short of money."""
    rows: tuple[dict[str, Any], ...] = (
        {
            "policy": "guarantee", "name": "Loan guaranteed", "name_zh": "融资担保", "kind": "loan_guarantee", "base": "credit", "effect_share": 0.12,
            "cost_share": 0.06, "cost_yuan": 3000, "delay_days": 20, "cap_yuan": 10e6, "eligibility": "size in [medium, small, micro] and cash_days < 90",
            "note": "Cost: losses expected on guarantees",
        },
        {
            "policy": "interest", "name": "Interest paid for half a year", "name_zh": "贷款贴息", "kind": "interest_relief", "base": "debt_service",
            "effect_share": 0.3, "cost_share": 1, "cost_yuan": 1000, "delay_days": 15, "cap_yuan": 2e6, "eligibility": f"debt_share >= 0.02 and {HIT}",
        },
        {
            "policy": "rent", "name": "Rent waived on state premises", "name_zh": "国有房屋租金减免", "kind": "rent_relief", "base": "rent", "effect_share": 0.5,
            "cost_share": 1, "delay_days": 5, "cap_yuan": 1e6, "eligibility": SMALL,
        },
        {
            "policy": "wages", "name": "Part of wages paid while nobody is dismissed", "name_zh": "稳岗补贴", "kind": "wage_support", "base": "payroll",
            "effect_share": 0.2, "cost_share": 1, "cost_yuan": 500, "delay_days": 20, "cap_yuan": 5e6, "eligibility": f"{HIT} and payroll_share >= 0.05",
        },
        {
            "policy": "tax-later", "name": "Tax put off", "name_zh": "延期缴纳税款", "kind": "tax_deferral", "base": "tax", "effect_share": 1, "cost_share": 0.01,
            "delay_days": 10, "repaid": True, "eligibility": "sales_drop >= 0.2", "note": "Works only where the register gives taxes",
        },
    )  # fmt: skip
    return [
        Policy(**{**LOCAL, "difficulty": "funds", "source": f"{ASSUMED}: a usual local kind", **row}) for row in rows
    ]


def _for_sales() -> list[Policy]:
    """Local help to firms that lack a market or inputs."""
    rows: tuple[dict[str, Any], ...] = (
        {
            "policy": "orders", "name": "Public purchase order", "name_zh": "政府采购订单", "kind": "purchase_order", "difficulty": "market",
            "effect_share": 0.4, "cost_share": 0.25, "cost_yuan": 5000, "delay_days": 30, "cap_yuan": 20e6, "eligibility": "sales_drop >= 0.2",
            "note": "Cost: what the goods cost more than they are worth to the public",
        },
        {
            "policy": "new-buyers", "name": "New buyers found", "name_zh": "产销对接", "kind": "new_buyers", "difficulty": "market", "effect_share": 0.15,
            "cost_share": 0.02, "cost_yuan": 8000, "delay_days": 45, "eligibility": HIT,
        },
        {
            "policy": "online", "name": "Sales moved online", "name_zh": "线上销售", "kind": "online_sales", "difficulty": "market", "effect_share": 0.25,
            "cost_share": 0.05, "cost_yuan": 20000, "delay_days": 30, "cap_yuan": 3e6,
            "eligibility": f"{SMALL} and sector_group in [trade, hospitality, farm, light_industry]",
        },
        {
            "policy": "export-switch", "name": "Export goods to the home market", "name_zh": "出口转内销", "kind": "export_switch", "difficulty": "market",
            "effect_share": 0.2, "cost_share": 0.08, "cost_yuan": 15000, "delay_days": 60, "eligibility": "sector_group in [light_industry, equipment]",
        },
        {
            "policy": "inputs", "name": "Scarce inputs allocated", "name_zh": "原材料调配", "kind": "input_allocation", "difficulty": "raw_materials",
            "effect_share": 0.5, "cost_share": 0.03, "cost_yuan": 5000, "delay_days": 14, "eligibility": "workers >= 10",
        },
        {
            "policy": "conversion", "name": "Line converted to goods in demand", "name_zh": "转产补助", "kind": "conversion_grant", "difficulty": "market",
            "effect_share": 0.5, "cost_share": 0.15, "cost_yuan": 200000, "delay_days": 60, "cap_yuan": 30e6,
            "eligibility": "sector_group in [light_industry, process_industry, equipment] and sales_drop >= 0.2",
        },
    )  # fmt: skip
    return [Policy(**{**LOCAL, "base": "shortfall", "source": f"{ASSUMED}: a usual local kind", **row}) for row in rows]


def _for_work() -> list[Policy]:
    """Local help where people, transport or masks are lacking."""
    rows: tuple[dict[str, Any], ...] = (
        {
            "policy": "return-buses", "name": "Workers fetched back", "name_zh": "返岗包车补贴", "kind": "wage_support", "difficulty": "labour",
            "effect_share": 0.6, "cost_share": 0.02, "cost_yuan": 2000, "delay_days": 5, "end": date(2020, 6, 30),
        },
        {
            "policy": "masks", "name": "Masks allocated for going back to work", "name_zh": "复工口罩调配", "kind": "input_allocation",
            "difficulty": "protective_goods", "effect_share": 0.8, "cost_share": 0.01, "cost_yuan": 1000, "delay_days": 3, "end": date(2020, 6, 30),
        },
        {
            "policy": "pass", "name": "Pass for goods vehicles", "name_zh": "货运通行证", "kind": "logistics_pass", "difficulty": "logistics",
            "effect_share": 0.5, "cost_share": 0.01, "cost_yuan": 300, "delay_days": 3, "end": date(2020, 6, 30),
        },
    )  # fmt: skip
    return [Policy(**{**LOCAL, "base": "shortfall", "source": f"{ASSUMED}: a usual local kind", **row}) for row in rows]
