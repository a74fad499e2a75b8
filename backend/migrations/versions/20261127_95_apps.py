"""Apps that act for a person: who they are, what a person allowed, and the tokens of it."""

from alembic import op

from marketing_agent.kernel.rls import enable_row_security, grant_to_app

revision = "20261127_95"
down_revision = "20261127_90"
branch_labels = None
depends_on = None

_CLIENT = """
  id text PRIMARY KEY,
  name text NOT NULL,
  redirect_uris jsonb NOT NULL,
  auth_method text NOT NULL
    CHECK (auth_method IN ('none','client_secret_post','client_secret_basic')),
  secret_hash text,
  document boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  read_at timestamptz NOT NULL DEFAULT now()
"""
# Whoever leaves the workspace takes what they allowed with them.
_GRANT = """
  id text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  user_id text NOT NULL,
  client_id text NOT NULL REFERENCES app_client ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('owner','admin','marketer','approver','viewer')),
  resource text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz,
  revoked_at timestamptz,
  FOREIGN KEY (workspace_id, user_id) REFERENCES members ON DELETE CASCADE
"""
_KEPT = """
  secret_hash text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  grant_id text NOT NULL REFERENCES app_grant ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('code','access','refresh')),
  redirect_uri text,
  challenge text,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
"""


def upgrade() -> None:
    op.execute(f"CREATE TABLE app_client ({_CLIENT})")
    grant_to_app(op, "app_client")
    for table, columns in (("app_grant", _GRANT), ("app_secret", _KEPT)):
        op.execute(f"CREATE TABLE {table} ({columns})")
        # A token is looked up before its workspace is known.
        enable_row_security(op, table, system=True)
    op.execute("CREATE INDEX app_grant_of_workspace ON app_grant (workspace_id, user_id)")
    op.execute("CREATE INDEX app_grant_of_client ON app_grant (client_id)")
    op.execute("CREATE INDEX app_secret_of_grant ON app_secret (grant_id)")
