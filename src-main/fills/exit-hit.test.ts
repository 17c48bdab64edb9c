import { expect, test } from 'vitest';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import type { Side } from '#shared/trading/side.ts';
import { price } from '#shared/units/price.ts';
import { exitHit } from './exit-hit.ts';

const levels = (side: Side, stop: number | null, target: number | null) => ({
  side,
  stop: stop === null ? null : price(stop),
  target: target === null ? null : price(target),
});
const long = levels('buy', 1990, 2020);
const short = levels('sell', 2010, 1980);

test('a long is stopped once the bid touches its stop, at the stop when the price was drawn there', () => {
  expect(exitHit(long, sampleQuote({ bid: 1990.01 }), 'drawn')).toBeNull();
  expect(exitHit(long, sampleQuote({ bid: 1990 }), 'drawn')).toEqual({ reason: 'stop', price: 1990 });
  expect(exitHit(long, sampleQuote({ bid: 1985 }), 'drawn')).toEqual({ reason: 'stop', price: 1990 });
});

test('a stop that the market jumped over fills at the open on its own side', () => {
  expect(exitHit(long, sampleQuote({ bid: 1985 }), 'jumped')).toEqual({ reason: 'stop', price: 1985 });
  expect(exitHit(short, sampleQuote({ bid: 2015, spreadPoints: 30 }), 'jumped')).toEqual({
    reason: 'stop',
    price: 2015.3,
  });
});

test('a short is stopped by the ask alone: the spread does it', () => {
  expect(exitHit(short, sampleQuote({ bid: 2009.79, spreadPoints: 20 }), 'drawn')).toBeNull();
  expect(exitHit(short, sampleQuote({ bid: 2009.8, spreadPoints: 20 }), 'drawn')).toEqual({
    reason: 'stop',
    price: 2010,
  });
});

test('a target fills at its limit, however far the market jumped', () => {
  expect(exitHit(long, sampleQuote({ bid: 2031 }), 'jumped')).toEqual({ reason: 'target', price: 2020 });
  expect(exitHit(short, sampleQuote({ bid: 1979.8, spreadPoints: 20 }), 'drawn')).toEqual({
    reason: 'target',
    price: 1980,
  });
  expect(exitHit(short, sampleQuote({ bid: 1979.81, spreadPoints: 20 }), 'drawn')).toBeNull();
});

test('a position without levels is left alone', () => {
  expect(exitHit(levels('buy', null, null), sampleQuote({ bid: 1 }), 'jumped')).toBeNull();
});
