import { expect, test } from 'vitest';
import { serverMs } from './server-ms.ts';
import { tickOverlapHash } from './tick-overlap.ts';

test('marks the packed records alone', () => {
  const ticks = [
    { stampMs: serverMs(1_704_160_800_000), bid: 2000.1, ask: 2000.4 },
    { stampMs: serverMs(1_704_160_800_000), bid: 2000.2, ask: 2000.5 },
    { stampMs: serverMs(1_704_160_800_250), bid: 1999.9, ask: 2000.3 },
  ];
  // Computed apart, by Python's struct ('<qdd') and hashlib.
  expect(tickOverlapHash(ticks)).toBe('b0aab3bc16cbab7c');
});
