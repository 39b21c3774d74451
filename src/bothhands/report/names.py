"""Names in the reader's language: places, sectors and their groups, goods, sites, ports, classes of lines, owners, units.

What a table names in Chinese is taken from there; what it does not is put together from parts it does, and a name that only
a firm or a source can translate stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bothhands.inputs.region import Region
from bothhands.inputs.tables.firms import Firm
from bothhands.inputs.tables.goods import Good
from bothhands.inputs.tables.officers import Officer
from bothhands.inputs.tables.places import Place
from bothhands.inputs.tables.ports import Port
from bothhands.inputs.tables.sectors import Sector
from bothhands.inputs.tables.sites import Site
from bothhands.levers.measures_of import MANY
from bothhands.report.amounts import Language

GROUPS = {
    "farm": ("farming and fishing", "农林渔"), "energy": ("energy, mining and water", "能源采矿水务"), "light_industry": ("light industry", "轻工业"),
    "process_industry": ("process industry", "流程工业"), "equipment": ("machinery and equipment", "装备制造"), "construction": ("construction", "建筑"),
    "trade": ("wholesale and retail", "批发零售"), "transport": ("transport", "运输"), "hospitality": ("hotels and restaurants", "住宿餐饮"),
    "office": ("finance, IT and offices", "信息金融商务"), "public": ("public services and health", "公共与卫生"), "education": ("education", "教育"),
    "leisure": ("leisure and other services", "文娱与其他"), "industry": ("industry", "工业"),
}  # fmt: skip
OWNERS = {
    "headquarters": "指挥部", "education bureau": "教育部门", "transport bureau": "交通部门", "health bureau": "卫健部门", "port authority": "口岸部门",
    "industry bureau": "工信部门", "finance bureau": "财政部门",
}  # fmt: skip
ROLES = {"firms officer": "企业专员", "supplies officer": "物资专员"}
CLASSES = {
    "rush": ("rush order", "加急"),
    "convert": ("conversion", "转产"),
    "import": ("imported", "进口"),
    "normal": ("normal order", "常规"),
}
PORTS = {
    "air": ("airport", "机场"),
    "sea": ("seaport", "海港"),
    "land": ("land port", "陆路口岸"),
    "rail": ("railway port", "铁路口岸"),
}
UNITS = {"t": (MANY["t"], "吨"), "piece": (MANY["piece"], "只"), "kit": (MANY["kit"], "份")}
SIZES = {
    "large": ("large", "大型"),
    "medium": ("medium", "中型"),
    "small": ("small", "小型"),
    "micro": ("micro", "微型"),
    "": ("size unknown", "规模未知"),
}
SYNTHETIC = re.compile(r"Synthetic firm (\d+)")
"""How an invented firm is called."""
QUARTER = re.compile(r"(\d{4}) Q([1-4])")
"""How a quarter is called in accounts."""
RESUMED = {
    "above-scale industrial firms resumed": "规模以上工业企业复工率", "industrial firms resumed": "工业企业复工率", "large firms resumed": "大型企业复工率",
    "small and medium firms resumed": "中小企业复工率", "small and medium industrial firms resumed (by electricity)": "中小工业企业复工率（按用电量）",
    "electronics firms resumed": "电子企业复工率", "pharmaceutical firms resumed": "医药企业复工率", "foreign-invested firms resumed": "外资企业复工率",
    "their staff back": "复工企业员工返岗率",
}  # fmt: skip
"""What reports of work resumed count, as the table `resumption` names it, in Chinese."""
FUNDS = {
    "epidemic_control": ("epidemic control fund", "防疫资金"),
    "equipment": ("equipment fund", "设备资金"),
    "firm_support": ("firm support fund", "企业扶持资金"),
}


def region_name(region: Region, language: Language) -> str:
    """The region as it is printed."""
    return region.title_zh if language == "zh" else region.title


def place_name(region: Region, place: str, language: Language) -> str:
    """A place."""
    names = {row.place: row.name_zh for row in region.rows(Place)}
    return names.get(place, "") or place if language == "zh" else place


def sector_name(region: Region, sector: str, language: Language) -> str:
    """A sector code or a sector group in words."""
    for row in region.rows(Sector):
        if row.sector == sector:
            return row.name_zh or row.name if language == "zh" else _in_a_sentence(row.name)
    return group_name(sector, language)


def group_name(group: str, language: Language) -> str:
    """A sector group in words."""
    return GROUPS.get(group, (group.replace("_", " "), group))[language == "zh"]


def good_name(region: Region, good: str, language: Language) -> str:
    """A critical good, short: what stands in front of a comma or `for`."""
    for row in region.rows(Good):
        if row.good == good:
            return row.name_zh or row.name if language == "zh" else _in_a_sentence(row.name.split(" for ")[0])
    return good


def good_unit(region: Region, good: str, language: Language) -> str:
    """The unit a good is counted in."""
    unit = next((row.unit for row in region.rows(Good) if row.good == good), "")
    return UNITS.get(unit, (unit, unit))[language == "zh"]


def site_name(region: Region, site: str, language: Language) -> str:
    """A site; in Chinese its firm, or the place and what is made there."""
    if language == "en":
        return site
    firms = {row.firm: row.name_zh for row in region.rows(Firm)}
    for row in region.rows(Site):
        if row.site == site:
            return (
                firms.get(row.firm, "")
                or f"{place_name(region, row.place, language)}{good_name(region, row.good, language)}厂"
            )
    return site


def port_name(region: Region, port: str, language: Language) -> str:
    """A port; in Chinese its place and kind."""
    for row in region.rows(Port):
        if row.port == port and language == "zh":
            return place_name(region, row.place, language) + PORTS.get(row.kind, ("", "口岸"))[1]
    return port


def post_name(region: Region, post: str, language: Language) -> str:
    """A post of officers; in Chinese its home and role, where it is called by both."""
    row = next((row for row in region.rows(Officer) if row.officer == post), None) if language == "zh" else None
    if row is None or row.role not in ROLES:
        return post
    homes = (row.home_place, place_name(region, row.home_place, "en"))
    is_called_so = post in [f"{home} {row.role}" for home in homes]
    return place_name(region, row.home_place, "zh") + ROLES[row.role] if is_called_so else post


def class_name(line_class: str, language: Language) -> str:
    """A class of new lines."""
    return CLASSES.get(line_class, (line_class, line_class))[language == "zh"]


def owner_name(owner: str, language: Language) -> str:
    """Who carries a measure out."""
    return OWNERS.get(owner, owner) if language == "zh" else owner


def size_name(size: str, language: Language) -> str:
    """A size class of firms."""
    return SIZES.get(size, (size, size))[language == "zh"]


def quarter_name(quarter: str, language: Language) -> str:
    """A quarter of accounts: 2020 Q1, 2020年1季度."""
    return QUARTER.sub(r"\1年\2季度", quarter) if language == "zh" else quarter


def resumed_name(indicator: str, language: Language) -> str:
    """What a report of work resumed counts; one without a Chinese name here keeps its own."""
    return RESUMED.get(indicator, indicator) if language == "zh" else indicator


def fund_name(fund: str, language: Language) -> str:
    """A fund of the budget."""
    return FUNDS.get(fund, (fund.replace("_", " "), fund))[language == "zh"]


def firm_name(region: Region, firm: str, language: Language) -> str:
    """A firm of the register; one that is not in it keeps its identifier."""
    row = next((row for row in region.rows(Firm) if row.firm == firm), None)
    return firm if row is None else firm_named(row.name, row.name_zh, row.synthetic, language)


def firm_named(name: str, name_zh: str, synthetic: bool, language: Language) -> str:
    """A firm's name in a language; one that stands for others is called so."""
    if language == "zh":
        return name_zh or (SYNTHETIC.sub(r"虚构企业\1", name) if synthetic else name)
    return name


def listed(names: Sequence[str], language: Language, most: int = 4) -> str:
    """Names in a row, the rest counted."""
    comma = "、" if language == "zh" else ", "
    shown = comma.join(names[:most])
    left = len(names) - most
    if left <= 0:
        return shown
    return f"{shown}等{len(names)}处" if language == "zh" else f"{shown} and {left} more"


def _in_a_sentence(name: str) -> str:
    """An English name with a small first letter, unless it is an abbreviation."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
