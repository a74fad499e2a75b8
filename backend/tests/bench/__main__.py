"""`make bench`: every figure as a ratio within this run, since machines differ and are noisy."""

from tests.bench import bench_anomalies, bench_answers, bench_doors, bench_import, bench_summary
from tests.bench.figures import Figures

figures = Figures()
for part in (bench_import, bench_summary, bench_answers, bench_doors, bench_anomalies):
    part.main(figures)
figures.close()
