"""The Situation in Chinese words: for cards, prompts and hand-offs."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from zhihuan.conversation.told import Known, OtherDebt, Payment, Range
from zhihuan.conversation.vocabulary import OTHERS

PRODUCTS: dict[str, str] = {
    "baitiao": "京东白条",
    "baitiao-card": "白条联名卡",
    "jintiao": "京东金条",
    "huabei": "花呗",
    "jiebei": "借呗",
    "weilidai": "微粒贷",
    "douyin-pay-later": "抖音月付",
    "meituan-pay-later": "美团月付",
    "credit-card": "信用卡",
    "online-loan": "网贷",
    "mortgage": "房贷",
    "car-loan": "车贷",
    "another-debt": "另一笔",
    **{other: name for other, (name, _) in OTHERS.items()},
}
LENDER_KINDS = {
    "small-loan-company": "小额贷款公司",
    "bank": "银行",
    "consumer-finance-company": "消费金融公司",
}
RECEIVED = {
    "sms": "短信",
    "lawyer-letter": "律师函",
    "court-summons": "法院传票或开庭通知",
    "visit": "上门",
    "call": "催收电话",
    "judgment": "判决",
    "mediation": "调解",
    "enforcement-notice": "执行通知",
    "money-demand": "先交钱、转账的要求",
    "code-demand": "要验证码、共享屏幕的要求",
}
ABOUT = {
    "student": "学生",
    "minor": "未成年",
    "unemployed": "失业",
    "ill": "生病",
    "elderly": "老人",
    "pregnant": "怀孕或哺乳",
    "disabled": "残疾",
    "family-member": "替家人问",
    "deceased-debtor": "欠款人已去世",
    "misused": "身份被人冒用",
    "defrauded": "被人骗了",
    "guarantor": "替别人担保",
}
FEARS = {
    "prison": "坐牢",
    "family": "家人知道",
    "credit-record": "征信",
    "court": "被起诉",
    "collectors": "催收",
    "job": "工作",
}


def _number(value: Decimal) -> str:
    return f"{int(value):,}" if value == int(value) else f"{value:,f}"


def _range(value: Range, unit: str) -> str:
    both = _number(value.low) + ("" if value.low == value.high else f"–{_number(value.high)}")
    return f"{'约 ' if value.approximate else ''}{both} {unit}"


def _yuan(known: Known[Range]) -> str:
    return _range(known.value, "元")


def payment(made: Payment) -> str:
    """One payment, with the day of it where that was told."""
    day = "" if made.on is None else f"（{_days_of(made.on)}）"
    return _range(made.amount.value, "元") + day


def _days_of(on: tuple[date, date]) -> str:
    first, last = (day.isoformat() for day in on)
    return first if first == last else f"{first} 到 {last}"


def _a_month(known: Known[Range]) -> str:
    return f"每月 {_range(known.value, '元')}"


def _days(known: Known[Range]) -> str:
    return f"{_range(known.value, '天')}（{known.said_on.isoformat()} 说的）"


def _date(known: Known[date]) -> str:
    return known.value.isoformat()


def _percent(known: Known[Decimal]) -> str:
    return f"{_number((known.value * 100).normalize())}%"


def told_of(debt: OtherDebt) -> tuple[Known[Any] | None, ...]:
    """What was told of it, in the order in which `other_debt` shows it."""
    return debt.amount, debt.days_late, debt.annual_rate, debt.minimum


def other_debt(debt: OtherDebt) -> list[tuple[str, str]]:
    """What was told of it, as (label, text)."""
    name = PRODUCTS.get(debt.product, debt.product)
    return [
        (f"{name}{label}", show(known))
        for known, (label, show) in zip(told_of(debt), _OF_A_DEBT, strict=True)
        if known is not None
    ]


_OF_A_DEBT: tuple[tuple[str, Callable[[Known[Any]], str]], ...] = (
    ("欠款", _yuan),
    ("逾期", _days),
    ("年利率", _percent),
    ("最低", _a_month),
)


#: Field, label, and how its value is shown; other debts show themselves.
LINES: list[tuple[str, str, Callable[[Known[Any]], str]]] = [
    ("product", "产品", lambda k: PRODUCTS.get(k.value, k.value)),
    ("other_products", "还提到", lambda k: PRODUCTS.get(k.value, k.value)),
    ("lender", "放款方", lambda k: k.value),
    ("lender_kind", "放款方类型", lambda k: LENDER_KINDS.get(k.value, k.value)),
    ("amount", "欠款", _yuan),
    ("told_amount", "还之前欠", _yuan),
    ("paid", "已经还的", str),
    ("planned", "打算还的", str),
    ("other_debts", "其他欠款", str),
    ("together", "几笔一共欠", _yuan),
    ("debts_count", "欠款笔数", lambda k: f"{k.value} 笔"),
    ("minimum", "最低还款", _a_month),
    ("due", "到期日", _date),
    ("days_late", "逾期", _days),
    ("stage", "逾期阶段", lambda k: f"M{k.value}"),
    ("settled_on", "结清日", _date),
    ("periods", "想分", lambda k: f"{k.value} 期"),
    ("fee_rate", "每期费率", _percent),
    ("annual_rate", "年利率", _percent),
    ("daily_rate", "日利率", _percent),
    ("budget", "能还", _a_month),
    ("income", "收入", _a_month),
    ("spending", "开销", _a_month),
    ("other_payments", "别家每月要还", _a_month),
    ("received", "收到", lambda k: RECEIVED.get(k.value, k.value)),
    ("about", "本人情况", lambda k: ABOUT.get(k.value, k.value)),
    ("fears", "担心", lambda k: FEARS.get(k.value, k.value)),
]
