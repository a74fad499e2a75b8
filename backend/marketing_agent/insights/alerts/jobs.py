"""Jobs of alerts: a look after each import, and each morning as days pass without one."""

from marketing_agent.insights.after_import import after_import
from marketing_agent.insights.alerts.scanning import scan
from marketing_agent.jobs import service as jobs

SCAN = "alerts.scan"

after_import(SCAN, scan)
jobs.schedule(SCAN, "20 5 * * *")
