import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatClientOrderId, parseClientOrderId } from '#shared/trading/client-order-id.ts';
import { clientOrderId } from '#shared/trading/ids.ts';
import { temporaryStores, valueOf, type TemporaryStores } from '../../temporary-stores.suite.ts';
import { openLedger, type Ledger } from './open-ledger.ts';
import { orderIdBlock } from './sqlite-order-ids.ts';

let stores: TemporaryStores;

beforeEach(() => {
  stores = temporaryStores();
});

afterEach(() => {
  stores[Symbol.dispose]();
});

/** Bytes 0x56 0x34 0xF2 … make the tag 0x23456: of 24 drawn bits the top four are left out. */
function openWithBytes(...bytes: readonly number[]): Ledger {
  return valueOf(openLedger(stores.folder, { ...stores.context, rng: { bytes: () => Uint8Array.from(bytes) } }));
}

const nextParts = ({ orderIds }: Ledger) => parseClientOrderId(orderIds.next());

test('a new ledger draws its tag once and keeps it', () => {
  {
    using ledger = openWithBytes(0x56, 0x34, 0xf2);
    expect(ledger.orderIds.installationTag).toBe(0x23456);
    expect(nextParts(ledger)).toEqual({ installationTag: 0x23456, counter: 1 });
    expect(nextParts(ledger)).toEqual({ installationTag: 0x23456, counter: 2 });
  }
  using reopened = openWithBytes(9, 9, 9);
  expect(reopened.orderIds.installationTag).toBe(0x23456);
  expect(nextParts(reopened)?.counter).toBe(orderIdBlock + 1);
});

test('ids go on without a gap from one block to the next', () => {
  using ledger = openWithBytes(1, 0, 0);
  const counters = Array.from({ length: 3 * orderIdBlock }, () => nextParts(ledger)?.counter);
  expect(counters).toEqual(counters.map((_, index) => index + 1));
});

test('a journal that knows no more than was reserved changes nothing', () => {
  using ledger = openWithBytes(1, 0, 0);
  ledger.orderIds.next();
  const reservedLast = formatClientOrderId({ installationTag: 1, counter: orderIdBlock });
  const another = formatClientOrderId({ installationTag: 2, counter: 5000 });
  for (const mark of [reservedLast, another, clientOrderId('77')])
    expect(ledger.orderIds.heedJournalMark(mark)).toBe(false);
  expect(nextParts(ledger)).toEqual({ installationTag: 1, counter: 2 });
});

test('a journal that is ahead shows an older copy of the ledger: it draws another tag for good', () => {
  const ahead = formatClientOrderId({ installationTag: 1, counter: 1 });
  {
    using ledger = openWithBytes(1, 0, 0);
    expect(ledger.orderIds.installationTag).toBe(1);
  }
  {
    using older = openWithBytes(2, 0, 0);
    expect(older.orderIds.heedJournalMark(ahead)).toBe(true);
    expect(older.orderIds.installationTag).toBe(2);
    expect(older.orderIds.heedJournalMark(ahead)).toBe(false);
    expect(nextParts(older)).toEqual({ installationTag: 2, counter: 1 });
  }
  using reopened = openWithBytes(2, 0, 0);
  expect(reopened.orderIds.installationTag).toBe(2);
  expect(reopened.orderIds.heedJournalMark(formatClientOrderId({ installationTag: 2, counter: 5000 }))).toBe(true);
  expect(reopened.orderIds.installationTag).toBe(3);
});
