"""The textbook's formulas have the textbook's values, and a wait has the quantiles of its distribution."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.estimate import CLOSE, Wait, erlang_a, erlang_b, erlang_c, gamma_quantile, gamma_share, wait


def test_erlang_b_is_a_fraction_one_can_do_by_hand() -> None:
    assert erlang_b(0, 3.0) == 1.0
    assert erlang_b(2, 1.0) == pytest.approx((1 / 2) / (1 + 1 + 1 / 2))


@pytest.mark.parametrize(
    ("agents", "load", "delayed", "mean"), [(10, 8.0, 0.409, 0.2046), (20, 18.0, 0.551, 0.2754)]
)
def test_erlang_c_has_its_check_values(agents: int, load: float, delayed: float, mean: float) -> None:
    found = erlang_c(agents, load)

    assert found.delayed == pytest.approx(delayed, abs=5e-4)
    assert found.mean == pytest.approx(mean, abs=5e-5)


def test_erlang_a_has_its_check_values() -> None:
    found = erlang_a(10, 10.0, patience=2.0)

    assert found.delayed == pytest.approx(0.620, abs=5e-4)
    assert found.mean == pytest.approx(0.208, abs=5e-4)
    assert found.left == pytest.approx(0.104, abs=5e-4)


def test_with_endless_patience_erlang_a_is_erlang_c() -> None:
    assert erlang_a(10, 8.0, patience=1e9).mean == pytest.approx(erlang_c(10, 8.0).mean, rel=1e-6)


def test_nobody_means_everybody_waits_until_they_leave() -> None:
    found = erlang_a(0, 5.0, patience=2.0)

    assert found.delayed == 1.0
    assert found.left == pytest.approx(1.0)
    assert found.mean == pytest.approx(2.0)


def test_a_load_that_nobody_can_keep_up_with_is_said() -> None:
    with pytest.raises(ValueError, match="10 agents can't keep up with a load of 10"):
        erlang_c(10, 10.0)


@pytest.mark.parametrize("patience", [0.0, -1.0])
def test_patience_of_nothing_is_refused(patience: float) -> None:
    with pytest.raises(ValueError, match="patience"):
        erlang_a(1, 1.0, patience)


@pytest.mark.parametrize(
    ("shape", "share", "known"),  # from a table of chi-squared: twice a gamma of half its degrees of freedom
    [(1.0, 0.5, 0.693147), (0.5, 0.9, 2.705543 / 2), (5.0, 0.95, 18.307038 / 2), (15.0, 0.1, 20.599235 / 2)],
)
def test_gamma_quantiles_are_those_of_the_table(shape: float, share: float, known: float) -> None:
    assert gamma_quantile(shape, share) == pytest.approx(known, rel=1e-6)


@settings(deadline=None)
@given(st.floats(0.1, 300.0), st.floats(0.01, 0.99))
def test_a_quantile_is_the_inverse_of_the_share_below(shape: float, share: float) -> None:
    assert gamma_share(shape, gamma_quantile(shape, share)) == pytest.approx(share, abs=1e-6)


def test_the_next_in_line_waits_for_one_to_finish() -> None:
    found = wait(0, throughput=5.0, handling=300.0, patience=600.0)

    assert found == Wait(60.0, 3600.0)
    assert found.band() == pytest.approx((41.6, 96.6), abs=0.1)


def test_those_ahead_may_give_up() -> None:
    found = wait(2, throughput=5.0, handling=300.0, patience=600.0)

    assert found is not None
    assert found.mean == pytest.approx(60.0 + 1 / (1 / 60 + 1 / 600) + 1 / (1 / 60 + 2 / 600))


def test_without_anybody_to_serve_there_is_no_estimate() -> None:
    assert wait(3, throughput=0.0, handling=300.0, patience=600.0) is None


def test_no_wait_is_certain() -> None:
    assert Wait(0.0, 0.0).band() == (0.0, 0.0)


@pytest.mark.parametrize("shape", [CLOSE, 45.0, 200.0, 2000.0])
@pytest.mark.parametrize("share", [0.5, 0.8])
def test_a_long_line_has_its_quantiles_to_a_part_in_ten_thousand(shape: float, share: float) -> None:
    quick = Wait(mean=shape, variance=shape).quantile(share)

    assert quick == pytest.approx(gamma_quantile(shape, share), rel=1e-4)
