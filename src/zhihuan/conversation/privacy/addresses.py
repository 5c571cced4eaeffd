"""Addresses: a street or an estate, with a number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhihuan.conversation.privacy.kinds import ADDRESS, Span

_HOUSE = r"(?:[0-9]{1,5}|[一二三四五六七八九十百]{1,4}|[A-Za-z][0-9]{0,3}|[甲乙丙丁])"
_UNIT = (
    rf"(?:[ -]{{0,2}}{_HOUSE}(?:号楼|号院|号|弄|栋|幢|座|单元|楼|层|室|户|房|组|队|门|段)"
    r"|-[0-9]{1,4})"
)
_STREET = re.compile(
    r"(?:路|街|大道|巷|胡同|弄|里|小区|花园|公寓|大厦|广场|苑|庭|城|村|庄|屯|寨|社区|家园|宿舍|园|(?<![知渠味报通难说人隧管轨频街])道)"
    r"(?:[东南西北中一二三四五]?(?:路|街|大道|巷|弄))?(?:[甲乙丙丁]字)?"
    rf"(?P<units>{_UNIT}{{0,6}}(?:(?<=[号栋幢座元楼层])[ ]?[0-9]{{1,5}}(?![0-9元块万年月日天期]))?)"
)
_BUILDING = re.compile(
    r"(?<![0-9.])[0-9]{1,3}(?:号楼|栋|幢|座)[ ]?(?:[0-9一二三四五六]{1,2}单元)?[ ]?"
    r"(?:[0-9]{1,2}[楼层])?[ ]?[0-9]{3,4}(?:室|号|房)?(?![0-9元块万])"
)
_BEFORE_ADDRESS = frozenset("是在到住址寄往于去从位了的我你他她您用把被将给就也要会能说让")
_PROVINCE_NAME = re.compile(
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南"
    "|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_DISTRICT = re.compile(r"省|自治区|(?<=[一-鿿])(?:市|自治州|盟|区|县|旗|镇|乡|街道)")
_ADDRESS_CUE = re.compile(
    r"(?:地址|住址|家住|住在|我住|家在|寄到|送到|寄往|户籍|居住地)[^，。\n]{0,8}$"
)
_NO_STREET = re.compile(
    r"(?:无|思|门|套|网|线|后|出|退|死|绝|半|一|铺|引|回|通|销|频|这|那|哪|心|手|夜|公|家|城|商)$"
)
_DAY = re.compile(r"[ -]{0,2}[0-9]{1,2}号")


def addresses(text: str) -> Iterator[Span]:
    """Places where somebody lives; a court, a town or a province alone is none."""
    for found in _STREET.finditer(text):
        start = _start_of_address(text, found.start())
        head, units = text[start : found.start()], found.group("units")
        districts = len(_DISTRICT.findall(head))
        cued = _ADDRESS_CUE.search(text[max(0, start - 14) : start])
        # 出路15号还款 is a day: a street with a number alone needs a town or a cue.
        alone = not units or bool(_DAY.fullmatch(units))
        named = len(head) > 0 and not _NO_STREET.search(head)
        if districts >= (1 if units else 3) or (units and named and (cued or not alone)):
            yield start, found.end(), ADDRESS
    for found in _BUILDING.finditer(text):
        yield found.start(), found.end(), ADDRESS


def _start_of_address(text: str, street: int) -> int:
    """Walk back from the street to where the place begins: its province, else its town."""
    start = street
    while start > max(0, street - 30) and "一" <= text[start - 1] <= "鿿":
        if text[start - 1] in _BEFORE_ADDRESS:
            break
        start -= 1
    head = text[start:street]
    if province := _PROVINCE_NAME.search(head):
        return start + province.start()
    if district := _DISTRICT.search(head):
        return start + max(0, district.start() - 3)
    return max(start, street - 6)
