import { expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import { allInOrder, type DataHealth } from '#main/engine/data-health.ts';
import { tellWhenChanged } from './tell-when-changed.ts';

const full: DataHealth = { storeFault: fault('STORE_FULL', 'the disk is full'), seriesWithHoles: [] };
const holed: DataHealth = { storeFault: null, seriesWithHoles: ['XAUUSD M1'] };

test('the same health is told once, and nothing of the order that was there from the start', () => {
  const told: DataHealth[] = [];
  const hear = tellWhenChanged((health) => told.push(health));
  for (const health of [allInOrder, full, { ...full }, holed, { ...holed }, allInOrder, allInOrder]) hear(health);
  expect(told).toEqual([full, holed, allInOrder]);
});
