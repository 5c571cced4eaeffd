"""A calculation as lines of text, so that a test can say by hand what each number is."""

from decimal import Decimal

from zhihuan.repayment import Calculation


def inputs_of(found: Calculation) -> list[str]:
    """name label value [unit] origin [source]"""
    return [
        " ".join(filter(None, (i.name, i.label, i.value, i.unit, i.origin, i.source)))
        for i in found.inputs
    ]


def figures_of(found: Calculation) -> list[str]:
    """label value unit, without trailing zeros"""
    return [f"{each.label} {short(each.value)} {each.unit}" for each in found.figures]


def short(value: Decimal) -> str:
    return f"{value.normalize():f}"


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]
