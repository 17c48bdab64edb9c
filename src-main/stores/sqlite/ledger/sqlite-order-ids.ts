import { assertDefined } from '#shared/base/assert.ts';
import { formatClientOrderId, installationTagMax, parseClientOrderId } from '#shared/trading/client-order-id.ts';
import type { OrderIds } from '#main/ports/order-ids.ts';
import type { Rng } from '#main/ports/rng.ts';
import type { WritableDb } from '../readable-db.ts';

/** Ids reserved by one commit. A kill wastes what is left of a block; the counter has room for 34 thousand million. */
export const orderIdBlock = 64;

interface OrderIdsRow {
  readonly installationTag: number;
  readonly reservedThrough: number;
}

/** A ledger without a tag, a new one, draws its own; the first id is counted 1. */
export function sqliteOrderIds(db: WritableDb, rng: Rng): OrderIds {
  let { installationTag, reservedThrough } = selectOrderIds(db) ?? startTag(db, drawTag(rng));
  let given = reservedThrough;
  return {
    get installationTag() {
      return installationTag;
    },
    next: () => {
      if (given === reservedThrough) reservedThrough = reserveBlock(db);
      given++;
      return formatClientOrderId({ installationTag, counter: given });
    },
    heedJournalMark: (highest) => {
      const mark = parseClientOrderId(highest);
      if (mark?.installationTag !== installationTag || mark.counter <= reservedThrough) return false;
      ({ installationTag, reservedThrough } = startTag(db, drawTagOtherThan(installationTag, rng)));
      given = reservedThrough;
      return true;
    },
  };
}

/**
 * Draws another tag for a copy of a ledger whose ids may be with the broker already, and answers it: an id that was given out after the copy was
 * made is never given out again.
 */
export function renewInstallationTag(db: WritableDb, rng: Rng): number {
  const before = selectOrderIds(db)?.installationTag ?? null;
  return startTag(db, before === null ? drawTag(rng) : drawTagOtherThan(before, rng)).installationTag;
}

const selectOrderIds = (db: WritableDb): OrderIdsRow | undefined =>
  db
    .query<OrderIdsRow>(
      'SELECT installation_tag AS installationTag, reserved_through AS reservedThrough FROM order_ids',
    )
    .first();

function drawTag(rng: Rng): number {
  const [low = 0, middle = 0, high = 0] = rng.bytes(3);
  return (low | (middle << 8) | (high << 16)) & installationTagMax;
}

function drawTagOtherThan(before: number, rng: Rng): number {
  const drawn = drawTag(rng);
  return drawn === before ? (drawn + 1) & installationTagMax : drawn;
}

function startTag(db: WritableDb, installationTag: number): OrderIdsRow {
  db.command('INSERT OR REPLACE INTO order_ids (only_row, installation_tag, reserved_through) VALUES (1, ?, 0)').run(
    installationTag,
  );
  return { installationTag, reservedThrough: 0 };
}

/** Committed before it answers: from then on nobody gets an id of this block a second time. */
function reserveBlock(db: WritableDb): number {
  db.command('UPDATE order_ids SET reserved_through = reserved_through + ?').run(orderIdBlock);
  return assertDefined(selectOrderIds(db), 'the ledger has its tag').reservedThrough;
}
