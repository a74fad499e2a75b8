"""`eval …`: scores parts of the product on files, offline."""

import typer

from marketing_agent.cli import anomaly, ask, ask_sql

app = typer.Typer(no_args_is_help=True, help="Score a part of the product on a file.")
app.command("ask")(ask.eval_ask)
app.command("sql-guard")(ask_sql.eval_sql_guard)
app.command("anomaly")(anomaly.eval_anomaly)
