import { expect, test } from 'vitest';
import fc from 'fast-check';
import { hasEnded, orderStatusSchema, type OrderStatus } from '#shared/trading/order.ts';
import { nextOrderStatus, orderFacts, type OrderFact } from './next-order-status.ts';

const statuses = orderStatusSchema.options;

/**
 * Every status (row) × every fact (column), written by hand: `.` is no change, `!` marks a late fill.
 */
const table = `
                             handedToPipe couldNotSend answerLost accepted  denied          expired          rejected                     cancelled                    stopsRead notFound partDealt                    fullyDealt
journaled                    sent         neverSent    unknown    accepted  deniedByAdviser expiredAtAdviser rejected                     cancelled                    modified  notFound partiallyFilled              filled
neverSent                    .            .            .          .         .               .                .                            .                            .         .        !partiallyFilled             !filled
deniedByAdviser              .            .            .          .         .               .                .                            .                            modified  .        !partiallyFilled             !filled
expiredAtAdviser             .            .            .          .         .               .                .                            .                            .         .        !partiallyFilled             !filled
sent                         .            .            unknown    accepted  deniedByAdviser expiredAtAdviser rejected                     cancelled                    modified  notFound partiallyFilled              filled
accepted                     .            .            unknown    .         deniedByAdviser expiredAtAdviser rejected                     cancelled                    modified  unknown  partiallyFilled              filled
partiallyFilled              .            .            .          .         .               .                partiallyFilledThenCancelled partiallyFilledThenCancelled .         .        .                            filled
filled                       .            .            .          .         .               .                .                            .                            .         .        .                            .
modified                     .            .            .          .         .               .                .                            .                            .         .        .                            .
partiallyFilledThenCancelled .            .            .          .         .               .                .                            .                            .         .        .                            filled
cancelled                    .            .            .          .         .               .                .                            .                            .         .        partiallyFilledThenCancelled filled
rejected                     .            .            .          .         .               .                .                            .                            modified  .        !partiallyFilled             !filled
unknown                      .            .            .          accepted  deniedByAdviser expiredAtAdviser rejected                     cancelled                    modified  notFound partiallyFilled              filled
notFound                     .            .            .          !accepted .               .                .                            .                            modified  .        !partiallyFilled             !filled
`;

const [facts = [], ...rows] = table
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));

test('the table names every status and every fact once', () => {
  expect({ facts, statuses: rows.map(([status]) => status) }).toEqual({ facts: orderFacts, statuses });
});

for (const [status = '', ...cells] of rows) {
  test.each(cells.map((cell, column) => [facts[column] ?? '', cell]))(
    `${status} after %s: %s`,
    (fact: string, cell: string) => {
      const to = cell === '.' ? status : cell.replace('!', '');
      expect(nextOrderStatus(status as OrderStatus, fact as OrderFact)).toEqual({
        status: to,
        isLateFill: cell.startsWith('!'),
      });
    },
  );
}

const anyFact = fc.constantFrom(...orderFacts);

test('an ended order is opened again by a late fill only, and a filled one by nothing', () => {
  fc.assert(
    fc.property(fc.array(anyFact, { maxLength: 20 }), (learned) => {
      let status: OrderStatus = 'journaled';
      for (const fact of learned) {
        const move = nextOrderStatus(status, fact);
        if (hasEnded(status) && !hasEnded(move.status)) expect(move.isLateFill).toBe(true);
        if (status === 'filled') expect(move).toEqual({ status: 'filled', isLateFill: false });
        status = move.status;
      }
    }),
  );
});

test('a fact that is repeated says nothing new', () => {
  fc.assert(
    fc.property(fc.constantFrom(...statuses), anyFact, (status, fact) => {
      const once = nextOrderStatus(status, fact).status;
      // An acceptance that is contradicted becomes unknown, and what is unknown may then prove to be nothing.
      fc.pre(!(status === 'accepted' && fact === 'notFound'));
      expect(nextOrderStatus(once, fact)).toEqual({ status: once, isLateFill: false });
    }),
  );
});

test('what we do ourselves never resolves an unknown order', () => {
  for (const fact of ['handedToPipe', 'couldNotSend', 'answerLost'] as const) {
    expect(nextOrderStatus('unknown', fact)).toEqual({ status: 'unknown', isLateFill: false });
  }
});
