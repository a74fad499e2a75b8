"""`make bench`: every figure as a ratio within this run, since machines differ and are noisy."""

from tests.bench import bench_answers, bench_import, bench_summary

bench_import.main()
bench_summary.main()
bench_answers.main()
