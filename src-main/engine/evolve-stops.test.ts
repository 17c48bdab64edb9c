import { expect, test } from 'vitest';
import { assert } from '#shared/base/assert.ts';
import { price } from '#shared/units/price.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { EngineEvent } from '#shared/events/engine-event.ts';
import type { Position } from '#shared/trading/position.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import { sampleEntryRequest } from '#main/testkit/sample-order.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { initialEngineState, type EngineState } from './engine-state.ts';
import { evolve } from './evolve.ts';

const entry = sampleEntryRequest();
assert(entry.kind === 'entry', 'it is an entry');

const fold = (events: readonly EngineEvent[], from: EngineState = initialEngineState): EngineState =>
  events.reduce((state, event) => evolve(state, { event, occurredAtUtcMs: utcMs(0) }), from);

const begun: readonly EngineEvent[] = [
  { kind: 'instrumentChanged', instrument: sampleGold, version: 1 },
  { kind: 'orderJournaled', request: entry },
];

const { clientOrderId, volume, stop } = entry;

const filled: EngineEvent = { kind: 'dealRecorded', deal: sampleDeal({ clientOrderId, volume }) };

const reported = (changes: Partial<Position>): EngineEvent => ({
  kind: 'positionsChanged',
  positions: [samplePosition({ clientOrderId, volume, stop, ...changes })],
});

const watches = (...events: readonly EngineEvent[]): EngineState['stopWatches'] =>
  fold([...begun, ...events]).stopWatches;

test('a position is watched from its entry’s deal until its stop is read back, whichever is told first', () => {
  expect(watches(filled)).toMatchObject({ '1': { stop, volume, attempts: 0 } });
  expect(watches(filled, reported({}))).toEqual({});
  expect(watches(reported({}), filled)).toEqual({});
  expect(watches(reported({ stop: null }), filled)).toMatchObject({ '1': { attempts: 0 } });
});

test('half a tick of noise is no other stop', () => {
  expect(watches(filled, reported({ stop: price(stop + sampleGold.tickSize * 0.4) }))).toEqual({});
  expect(watches(filled, reported({ stop: price(stop + sampleGold.tickSize) }))).not.toEqual({});
});

test('without the instrument nothing is read back', () => {
  expect(fold([...begun.slice(1), filled, reported({})]).stopWatches).not.toEqual({});
});

test('the log of an older program, which left a stop as it was, is none of the guard’s', () => {
  const moved = reported({ stop: price(1980) });
  expect(watches(filled, moved)).not.toEqual({});
  expect(watches(filled, moved, reported({ stop: price(1970) }))).toEqual({});
});

test('deals that leave the position end its watch with the last lot', () => {
  const out = sampleDeal({ dealTicket: '502', clientOrderId: null, side: 'sell', entry: 'out', volume: volume / 2 });
  const rest = sampleDeal({ dealTicket: '503', clientOrderId: null, side: 'sell', entry: 'out', volume: volume / 2 });
  const half: EngineEvent = { kind: 'dealRecorded', deal: out };
  expect(watches(filled, half)).toMatchObject({ '1': { volume: volume / 2 } });
  expect(watches(filled, half, { kind: 'dealRecorded', deal: rest })).toEqual({});
});

test('nobody’s deal but our entry’s begins a watch', () => {
  const manual = sampleDeal({ clientOrderId: null, reason: 'manual' });
  expect(watches({ kind: 'dealRecorded', deal: manual })).toEqual({});
});
