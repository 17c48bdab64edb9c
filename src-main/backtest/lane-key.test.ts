import { expect, test } from 'vitest';
import { laneKey } from './lane-key.ts';

test('is FNV-1a of strategy and symbol with a colon between', () => {
  const definition = [97, 58, 98].reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193), 0x811c9dc5) >>> 0;
  expect(laneKey('a', 'b')).toBe(definition);
});

test('tells strategies and symbols apart', () => {
  const keys = ['A', 'B', 'donchian'].flatMap((id) =>
    ['XAUUSD', 'EURUSD', 'US100'].map((symbol) => laneKey(id, symbol)),
  );
  expect(new Set(keys).size).toBe(keys.length);
});
