"""What is expected, and what departs from it: statistics over series, with no store behind them."""
