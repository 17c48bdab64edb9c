import { expect, test } from 'vitest';
import { cashOperationSchema } from '#shared/trading/cash-operation.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { createEngineRig } from './engine-rig.suite.ts';

const operation = (ticket: string) =>
  cashOperationSchema.parse({
    dealTicket: ticket,
    kind: 'balance',
    amount: 5000,
    occurredAtUtcMs: sampleStartUtcMs - 60_000,
  });

test('a deposit is recorded once, at the broker’s time, however often the terminal tells of it', () => {
  const rig = createEngineRig();
  rig.connect({ cash: [operation('1'), operation('1')] });
  rig.tell({ kind: 'dealsReported', deals: [], cash: [operation('1'), operation('2')] });
  const again = rig.restart();
  again.connect({ cash: [operation('2')] });
  const recorded = rig.ledger.events.filter(({ event }) => event.kind === 'cashRecorded');
  expect(recorded.map(({ event, occurredAtUtcMs }) => ({ event, occurredAtUtcMs }))).toEqual(
    ['1', '2'].map((ticket) => ({
      event: { kind: 'cashRecorded', operation: operation(ticket) },
      occurredAtUtcMs: sampleStartUtcMs - 60_000,
    })),
  );
});
