"""A later version as it may come: a batch migration that rebuilds tables, and a new one."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    with op.batch_alter_table("review", recreate="always") as batch:
        batch.add_column(sa.Column("remark", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("card", recreate="always") as batch:
        batch.add_column(sa.Column("colour", sa.Text(), nullable=False, server_default=""))
    op.execute("CREATE TABLE later (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT")


def downgrade() -> None:
    raise NotImplementedError
