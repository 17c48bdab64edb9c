import { isContractProcedure } from '@orpc/contract';
import { expect, test } from 'vitest';
import { sampleSnapshot } from '#main/testkit/sample-snapshot.ts';
import { sampleClose, sampleOrder } from '#main/testkit/sample-order.ts';
import { sampleApprovalTicket } from '#main/testkit/sample-approval-ticket.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { cockpitBatchSchema } from './cockpit-snapshot.ts';
import { contract } from './contract.ts';

/** Every procedure of the contract by its path. */
function procedures(node: unknown, path: readonly string[] = []): readonly (readonly [string, readonly string[]])[] {
  if (isContractProcedure(node)) return [[path.join('.'), Object.keys(node['~orpc'].errorMap as object)]];
  return Object.entries(node as Readonly<Record<string, unknown>>).flatMap(([name, child]) =>
    procedures(child, [...path, name]),
  );
}

test('whatever asks for something can be refused in the contract’s own words', () => {
  const withoutRefusal = procedures(contract).filter(([, errors]) => !errors.includes('REFUSED'));
  expect(withoutRefusal.map(([path]) => path)).toEqual(['version', 'cockpit.snapshot', 'sync.health']);
});

test('a full snapshot survives its way over the wire', () => {
  const snapshot = sampleSnapshot({
    quotes: [sampleQuote()],
    approvals: [{ ticket: sampleApprovalTicket(), remainingMs: 299_000 }],
    positions: [samplePosition()],
    orders: [sampleOrder(), sampleClose()],
    deals: [sampleDeal()],
    replay: { heldBy: ['ticket'], speed: 60, source: 'synthetic' },
  });
  const batch = { kind: 'snapshot', sequence: 1, sentAtUtcMs: 1_704_153_600_000, snapshot };
  expect(cockpitBatchSchema.parse(JSON.parse(JSON.stringify(batch)))).toEqual(batch);
});

test('a batch counts from one', () => {
  const batch = { kind: 'deltas', sequence: 0, sentAtUtcMs: 1_704_153_600_000, marketUtcMs: null, deltas: [] };
  expect(cockpitBatchSchema.safeParse(batch).success).toBe(false);
  expect(cockpitBatchSchema.safeParse({ ...batch, sequence: 1 }).success).toBe(true);
});
