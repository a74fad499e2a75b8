"""Two fictional shops whose exports can be imported, shown and checked against a known truth."""

from marketing_agent.sample.service import SampleReport, ShopReport, write_sample

__all__ = ["SampleReport", "ShopReport", "write_sample"]
