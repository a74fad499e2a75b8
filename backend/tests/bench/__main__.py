"""`make bench`: every figure as a ratio within this run, since machines differ and are noisy."""

from tests.bench import bench_summary

bench_summary.main()
