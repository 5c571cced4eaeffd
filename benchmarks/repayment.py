"""How fast are exact schedules and rates, beside libraries that compute in floats?

    python benchmarks/repayment.py [plans]

Ours is Decimal, exact to the fen and to 30 digits; pyxirr is Rust and numpy-financial finds
all roots of a polynomial, both in double precision and on flows already made for them. A
ratio of 1.0 is as fast as ours; above it, faster.
"""

import platform
import random
import sys
import time
import warnings
from collections.abc import Callable
from decimal import Decimal

import numpy_financial
import pyxirr

from zhihuan.repayment import EqualPayment, FlatFee, Money, Terms, monthly_irr, schedule

SEED = 20261121


def random_terms(chance: random.Random) -> Terms:
    principal = Money(chance.randint(100_00, 200_000_00))
    periods = chance.choice((3, 6, 12, 24))
    if chance.random() < 0.5:
        fee = Decimal(chance.randint(1, 150)) / 10_000
        return FlatFee(principal=principal, periods=periods, fee_rate=fee)
    yearly = Decimal(chance.randint(100, 3600)) / 10_000
    return EqualPayment(principal=principal, periods=periods, annual_rate=yearly)


def per_second(count: int, work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return count / (time.perf_counter() - start)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    chance = random.Random(SEED)
    terms = [random_terms(chance) for _ in range(count)]
    plans = [schedule(each) for each in terms]
    flows = [[float(each) for each in plan.cashflows] for plan in plans]
    warnings.simplefilter("ignore")
    schedules = per_second(count, lambda: [schedule(each) for each in terms])
    ours = per_second(count, lambda: [monthly_irr(plan) for plan in plans])
    theirs = {
        "pyxirr": per_second(count, lambda: [pyxirr.irr(each) for each in flows]),
        "numpy-financial": per_second(count, lambda: [numpy_financial.irr(f) for f in flows]),
    }
    far = max(
        abs(float(monthly_irr(plan)) - (pyxirr.irr(each) or 0.0))
        for plan, each in zip(plans, flows, strict=True)
    )
    print(f"{count} plans of 3 to 24 periods, seed {SEED}, Python {platform.python_version()}")
    print(f"schedules      {schedules:>12,.0f} a second")
    print(f"rates, ours    {ours:>12,.0f} a second")
    for name, speed in theirs.items():
        print(f"{name:<15}{speed:>12,.0f} a second   ratio {speed / ours:.2f}")
    print(f"largest difference from pyxirr {far:.1e}")


if __name__ == "__main__":
    main()
