import type { MarketHour } from './trading-hours.ts';
import { nearlyNormal, randomFrom, seededState, type RandomState } from './seeded-random.ts';

/** Standard deviation of one calm minute's return. */
const calmMinuteRatio = 0.00015;

export interface WalkMinute {
  /** Bids in order, evenly spread over the minute, not yet on the tick grid. */
  readonly bids: readonly number[];
  /** Spread as a multiple of the usual one. */
  readonly spreadRatio: number;
}

/** Where a walk stands between two minutes: it goes on from there as if it had never stopped. */
export interface WalkState {
  readonly random: RandomState;
  readonly price: number;
  readonly volatility: number;
  readonly swing: { readonly sign: number; readonly minutesLeft: number };
  readonly leg: { readonly isThrust: boolean; readonly minutesLeft: number; readonly strength: number };
}

export interface SyntheticWalk {
  /** Walks one open minute on. `closedMs` is how long the market was closed just before it. */
  readonly walk: (hour: MarketHour, closedMs: number) => WalkMinute;
  readonly state: () => WalkState;
}

export function beginningOf(seed: number, startPrice: number): WalkState {
  const random = randomFrom(seededState(seed));
  const between = (low: number, high: number): number => low + (high - low) * random.next();
  const swing = { sign: random.next() < 0.5 ? 1 : -1, minutesLeft: between(300, 900) };
  const leg = { isThrust: true, minutesLeft: between(40, 80), strength: between(0.24, 0.42) };
  return { random: random.state(), price: startPrice, volatility: 1, swing, leg };
}

/**
 * A price that does what breakout rules live and die by: swings of half a day or more go up and down in turn, each in thrusts of an hour
 * or so with pullbacks between them; volatility clusters and follows the hours of the day; the price gaps where the market was closed. A
 * swing away from the starting price is the shorter the farther it went, so that years stay plausible. Built from +, −, ×, ÷ alone, which
 * give the same bits on every machine.
 */
export function syntheticWalk(from: WalkState, startPrice: number): SyntheticWalk {
  const { next: random, state } = randomFrom(from.random);
  const between = (low: number, high: number): number => low + (high - low) * random();
  let { price, volatility } = from;
  let swing = { ...from.swing };
  let leg = { ...from.leg };

  const turnSwing = (): void => {
    const sign = -swing.sign;
    const stretch = Math.max(-0.6, Math.min(0.6, (price / startPrice - 1) * 6 * sign));
    swing = { sign, minutesLeft: between(600, 1500) * (1 - stretch) };
    leg = { isThrust: true, minutesLeft: between(60, 120), strength: between(0.28, 0.45) };
  };

  const turnLeg = (): void => {
    leg = leg.isThrust
      ? { isThrust: false, minutesLeft: between(20, 45), strength: between(0.1, 0.25) }
      : { isThrust: true, minutesLeft: between(45, 90), strength: between(0.24, 0.42) };
  };

  return {
    walk: (hour, closedMs) => {
      if (closedMs > 0) price *= 1 + calmMinuteRatio * gapMinutes(closedMs) * nearlyNormal(random);
      if ((swing.minutesLeft -= 1) < 0) turnSwing();
      else if ((leg.minutesLeft -= 1) < 0) turnLeg();
      const calm = volatility + 0.015 * (1 - volatility) + 0.07 * volatility * nearlyNormal(random);
      volatility = Math.max(0.4, Math.min(3, calm));
      const activity = activityAt(hour.hourOfTradingDay);
      const deviation = calmMinuteRatio * volatility * activity;
      const drift = deviation * leg.strength * swing.sign * (leg.isThrust ? 1 : -1);
      const count = Math.round(8 + 14 * volatility * activity);
      const scatter = deviation / Math.sqrt(count);
      const bids: number[] = [];
      for (let index = 0; index < count; index++) {
        price *= 1 + drift / count + scatter * nearlyNormal(random);
        bids.push(price);
      }
      return { bids, spreadRatio: spreadRatioAt(hour.hourOfTradingDay) * (0.8 + 0.2 * volatility) + between(0, 0.15) };
    },
    state: () => ({ random: state(), price, volatility, swing: { ...swing }, leg: { ...leg } }),
  };
}

/** How many calm minutes' worth of surprise a closure holds: little over the daily break, more over a weekend. */
const gapMinutes = (closedMs: number): number => (closedMs > 4 * 3_600_000 ? 14 : 3);

/** Tokyo is quiet, London busy, New York's morning busiest, its afternoon calm again. Hours since New York's 17:00. */
function activityAt(hourOfTradingDay: number): number {
  if (hourOfTradingDay < 9) return 0.7;
  if (hourOfTradingDay < 15) return 1;
  return hourOfTradingDay < 19 ? 1.35 : 0.8;
}

/** Twice the usual spread in the first hour after the daily break and in the last quarter before it. */
const spreadRatioAt = (hourOfTradingDay: number): number => (hourOfTradingDay < 2 || hourOfTradingDay >= 23.75 ? 2 : 1);
