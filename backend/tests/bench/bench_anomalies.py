"""Anomalies planted in two years of days, at three levels of noise: found, and false ones."""

from tests.bench.figures import Figures, alone
from tests.insights.anomaly.daily_series import hunted

_SHOPS = 40


def main(figures: Figures) -> None:
    """Measures recall and false alarms; the machine's speed has no part in it."""
    for noise in (0.05, 0.1, 0.15):
        hunt = hunted(shops=_SHOPS, noise=noise)
        name = f"planted anomalies, noise of {noise:.0%} a day"
        figures.at_least(f"{name}, found", 100 * hunt.recall, 85, " %")
        figures.at_most(f"{name}, false alarms a metric in 60 days", hunt.false_in_60_days, 1)
        print(f"  {hunt.found} of {_SHOPS} each")


if __name__ == "__main__":
    alone(main)
