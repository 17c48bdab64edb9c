import { isContractProcedure } from '@orpc/contract';
import { expect, test } from 'vitest';
import { sampleSnapshot } from '#main/testkit/sample-snapshot.ts';
import { sampleClose, sampleOrder } from '#main/testkit/sample-order.ts';
import { sampleApprovalTicket } from '#main/testkit/sample-approval-ticket.ts';
import { sampleOpinion } from '#main/testkit/sample-opinion.ts';
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
  expect(withoutRefusal.map(([path]) => path)).toEqual([
    'version',
    'cockpit.snapshot',
    'cockpit.status',
    'sync.health',
  ]);
});

const figures = {
  ...{ price: 2000.2, driftR: 0.02, driftLimitR: 0.15, spreadMoney: 2, commissionMoney: 0.7, costR: 0.02 },
  ...{ marginLevelAfter: 1250, freeMarginAfter: 22_800, untilRolloverMs: 3_600_000, untilWeekendMs: null },
  smallest: { volume: 0.01, riskMoney: 11.57, riskRatio: 0.0005 },
  asOfUtcMs: 1_704_153_600_000,
};

test('a full snapshot survives its way over the wire', () => {
  const snapshot = sampleSnapshot({
    quotes: [sampleQuote()],
    approvals: [{ ticket: sampleApprovalTicket(), remainingMs: 299_000, opinion: sampleOpinion(), figures }],
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
