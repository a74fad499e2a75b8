"""`make bench`: every figure as a ratio within this run, since machines differ and are noisy."""

from tests.bench import (
    bench_anomalies,
    bench_answers,
    bench_basket,
    bench_doors,
    bench_drivers,
    bench_import,
    bench_insights,
    bench_summary,
)
from tests.bench.figures import Figures

figures = Figures()
parts = (
    bench_import,
    bench_summary,
    bench_answers,
    bench_doors,
    bench_drivers,
    bench_anomalies,
    bench_basket,
    bench_insights,
)
for part in parts:
    part.main(figures)
figures.close()
