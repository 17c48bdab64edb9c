import { expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import { allInOrder, type DataHealth } from '#main/engine/data-health.ts';
import { tellWhenChanged } from './tell-when-changed.ts';

const full: DataHealth = { ...allInOrder, storeFault: fault('STORE_FULL', 'the disk is full') };
const holed: DataHealth = { ...allInOrder, seriesWithHoles: ['XAUUSD M1'] };
const rung = { name: 'graph', adapter: 'embedded', wanted: 'bolt', deadLetters: 0, faultCode: null } as const;
const down: DataHealth = { ...allInOrder, projections: [rung] };
const refused: DataHealth = { ...allInOrder, projections: [{ ...rung, faultCode: 'GRAPH_UNAUTHORIZED' }] };

test('the same health is told once, and nothing of the order that was there from the start', () => {
  const told: DataHealth[] = [];
  const hear = tellWhenChanged((health) => told.push(health));
  const again = (health: DataHealth) => [health, { ...health }];
  for (const health of [allInOrder, full, holed, down, refused, allInOrder].flatMap(again)) hear(health);
  expect(told).toEqual([full, holed, down, refused, allInOrder]);
});
