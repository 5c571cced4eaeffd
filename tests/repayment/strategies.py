"""Random money, rates and terms for the property tests."""

from decimal import Decimal

from hypothesis import strategies as st

from zhihuan.repayment import (
    EqualPayment,
    EqualPrincipal,
    FlatFee,
    InterestFree,
    InterestOnly,
    LateReading,
    Money,
    Terms,
)

amounts = st.integers(1, 10_000_000_00).map(Money)
ordinary_amounts = st.integers(100_00, 200_000_00).map(Money)
periods = st.integers(1, 360)
rates = st.decimals(0, "0.99", places=6)
ordinary_fees = st.decimals("0.0001", "0.03", places=4)
yearly = st.decimals(0, 10, places=4)
ordinary_yearly = st.decimals("0.001", "0.60", places=4)


def terms() -> st.SearchStrategy[Terms]:
    """Anything the bounds allow, however odd."""
    loan = {"principal": amounts, "periods": periods}
    interest = {**loan, "annual_rate": yearly, "first_period_days": st.none() | st.integers(1, 90)}
    return st.one_of(
        st.builds(
            FlatFee,
            **loan,
            fee_rate=rates,
            fee_timing=st.sampled_from(["each_period", "first_period"]),
        ),
        st.builds(EqualPayment, **interest),
        st.builds(EqualPrincipal, **interest),
        st.builds(InterestOnly, **interest),
        st.builds(InterestFree, **loan),
    )


readings = st.lists(
    st.builds(
        LateReading,
        id=st.just("r"),
        label=st.just("一种说法"),
        daily_on_unpaid=st.decimals(0, "0.01", places=6),
        daily_on_shortfall=st.decimals(0, "0.01", places=6),
        source=st.none(),
        confidence=st.just("medium"),
    ),
    min_size=1,
    max_size=4,
)

whole_yuan = st.integers(1, 50_000).map(Money.of)
ratios = st.decimals("0.0001", "0.9", places=4).map(Decimal)
