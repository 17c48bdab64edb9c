import { expect, test } from 'vitest';
import { sampleGold, sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { levelMoney, levelPoints, stopMove, type MoveGround } from './stop-move.ts';

const long: MoveGround = {
  position: samplePosition({ openPrice: 2000, stop: 1990, target: 2030, volume: 0.1, swap: -2 }),
  instrument: sampleGold,
  priceNow: 2005,
};
const short: MoveGround = {
  position: samplePosition({ side: 'sell', openPrice: 2000, stop: 2010, target: null, volume: 0.1 }),
  instrument: sampleGold,
  priceNow: 1995,
};
const move = (stop: string, target: string, ground = long) => stopMove({ stop, target }, ground);

test('a stop moved towards the price is no added risk, one moved away says what it costs', () => {
  expect(move('1995', '2030')).toEqual({ stop: 1995, target: 2030, addedRisk: null, issue: null });
  expect(move('1985', '2030')).toEqual({ stop: 1985, target: 2030, addedRisk: 50, issue: null });
  expect(move('2015', '', short)).toEqual({ stop: 2015, target: null, addedRisk: 50, issue: null });
  expect(move('2005', '', short).addedRisk).toBeNull();
});

test('a first stop takes risk away, whatever it costs when it is hit', () => {
  const bare = { ...long, position: samplePosition({ stop: null }) };
  expect(move('1900', '', bare)).toMatchObject({ addedRisk: null, issue: null });
});

test('what is sent lies on the tick grid', () => {
  const coarse = { ...long, instrument: sampleInstrument({ tickSize: 0.25 }) };
  expect(move('1995.10', '2030.2', coarse)).toMatchObject({ stop: 1995, target: 2030.25 });
});

test('a target can be given up; a stop cannot', () => {
  expect(move('1990', '')).toMatchObject({ target: null, issue: null });
  expect(move('', '2030').issue).toBe('stopRequired');
});

test.each([
  ['1990.00', '2030', 'unchanged'],
  ['low', '2030', 'stopUnreadable'],
  ['0', '2030', 'stopUnreadable'],
  ['1990', 'high', 'targetUnreadable'],
  ['2005', '2030', 'stopWrongSide'],
  ['2006', '2030', 'stopWrongSide'],
  ['1990', '2005', 'targetWrongSide'],
])('stop %s with target %s is not sent: %s', (stop, target, issue) => {
  expect(move(stop, target).issue).toBe(issue);
});

test('levels nearer than the broker takes them are not sent, but one that stays where it is may', () => {
  const wide = { ...long, instrument: sampleInstrument({ stopsLevelPoints: 300 }) };
  expect(move('2002.01', '2030', wide).issue).toBe('stopTooNear');
  expect(move('2002.00', '2030', wide).issue).toBeNull();
  expect(move('1990', '2007.99', wide).issue).toBe('targetTooNear');
  const near = { ...wide, priceNow: 1991 };
  expect(move('1990', '2031', near).issue).toBeNull();
});

test('without a quote the broker judges the side', () => {
  const blind = { ...long, priceNow: null };
  expect(move('2006', '2030', blind).issue).toBeNull();
  expect(levelPoints(1990, blind)).toBeNull();
});

test('a level has a distance from the price and a worth', () => {
  expect(levelPoints(1990, long)).toBe(-1500);
  expect(levelPoints(2010, short)).toBe(-1500);
  expect(levelMoney(1990, long)).toBeCloseTo(-102, 9);
  expect([levelPoints(null, long), levelMoney(null, long)]).toEqual([null, null]);
});
