"""When the text of each card last changed, read from the ledger: other programs update what is newer."""

from datetime import datetime

from sqlalchemy import func, select

from app.domain.ids import CardId
from app.store.cards import known_folder
from app.store.rows import CardRow, LedgerRow, RunRow
from app.store.store import Tx


def changed_at(tx: Tx, folder: str) -> dict[CardId, datetime]:
    """Tell for each card of a folder when it was added or last changed by reading the notes."""
    of_folder = CardRow.folder_id == known_folder(tx, folder)
    added = select(CardRow.uid, RunRow.at).join(RunRow, RunRow.id == CardRow.run).where(of_folder)
    found = {CardId(uid): at for uid, at in tx.session.execute(added)}
    edited = (
        select(CardRow.uid, func.max(RunRow.at, type_=RunRow.at.type))
        .join(LedgerRow, LedgerRow.card_id == CardRow.id)
        .join(RunRow, RunRow.id == LedgerRow.run_id)
        .where(of_folder, LedgerRow.what != "parked")
        .group_by(CardRow.uid)
    )
    for uid, at in tx.session.execute(edited):
        card_id = CardId(uid)
        found[card_id] = max(at, found.get(card_id, at))
    return found
