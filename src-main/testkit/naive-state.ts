import type { Bar } from '#shared/market/bar.ts';
import {
  naiveAtr,
  naiveAtrPercentile,
  naiveDonchianHigh,
  naiveDonchianLow,
  naiveEfficiencyRatio,
  naiveEma,
  naiveSma,
} from './naive-features.ts';

const newYork = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'America/New_York',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** 0 at midnight of New York's wall clock, 1 a day later. */
function naiveDayShare(at: number): number {
  const [hours = NaN, minutes = NaN] = newYork.format(at).split(':').map(Number);
  return (hours + minutes / 60) / 24;
}

/** Against the bars before that opened at the same time of New York's day; none of them more than two weeks and four days old. */
const naiveRvol = (bars: readonly Bar[], days: number): readonly number[] =>
  bars.map(({ openTimeUtcMs, tickVolume }, index) => {
    const slot = naiveDayShare(openTimeUtcMs);
    const before = bars
      .slice(Math.max(0, index - 18 * 24), index)
      .filter((bar) => naiveDayShare(bar.openTimeUtcMs) === slot)
      .slice(-days);
    const isThere = before.length === days && (before[0]?.openTimeUtcMs ?? 0) >= openTimeUtcMs - 18 * 86_400_000;
    const volumes = before.map((bar) => bar.tickVolume ?? NaN);
    const usual = volumes.reduce((sum, volume) => sum + volume, 0) / days;
    return isThere && usual > 0 ? (tickVolume ?? NaN) / usual : NaN;
  });

const squash = (x: number): number => x / (1 + Math.abs(x));

/**
 * Components of the state vector by name, before their weights, once more from the words of its docstring: for whole series at once, from the
 * definitions in naive-features.ts, with another zone library, and by other formulas where there are any (tanh of half a logarithm).
 */
export function naiveStates(
  bars: readonly Bar[],
  lengthMs: number,
  point = 0.01,
): readonly Readonly<Record<string, number>>[] {
  const closes = bars.map(({ close }) => close);
  const [ema20, ema50, sma200] = [naiveEma(closes, 20), naiveEma(closes, 50), naiveSma(closes, 200)];
  const atr = naiveAtr(bars, 14);
  const atrMean = naiveSma(atr, 200);
  const percentile = naiveAtrPercentile(atr, 200);
  const efficiency = naiveEfficiencyRatio(closes, 24);
  const highs = bars.map(({ high }) => high);
  const lows = bars.map(({ low }) => low);
  const [top20, bottom20] = [naiveDonchianHigh(highs, 20), naiveDonchianLow(lows, 20)];
  const [top55, bottom55] = [naiveDonchianHigh(highs, 55), naiveDonchianLow(lows, 55)];
  const rvol = naiveRvol(bars, 5);
  return bars.map(({ open, high, low, close, openTimeUtcMs, spreadPoints }, index) => {
    const at = (numbers: readonly number[], back = 0): number => numbers[index - back] ?? NaN;
    const inAtr = (distance: number): number => distance / at(atr);
    const returnOver = (back: number): number => squash(inAtr(close - at(closes, back)) / Math.sqrt(back));
    const against = (a: number, b: number): number => Math.tanh(Math.log(a / b) / 2);
    const place = (top: number, bottom: number): number => {
      const share = (close - bottom) / (top - bottom);
      return Number.isNaN(share) ? NaN : 2 * Math.min(1, Math.max(0, share)) - 1;
    };
    const turn = 2 * Math.PI * naiveDayShare(openTimeUtcMs + lengthMs);
    return {
      return1: returnOver(1),
      return4: returnOver(4),
      return12: returnOver(12),
      return24: returnOver(24),
      return72: returnOver(72),
      ema20Distance: squash(inAtr(close - at(ema20)) / 2),
      ema50Distance: squash(inAtr(close - at(ema50)) / 4),
      sma200Distance: squash(inAtr(close - at(sma200)) / 8),
      ema20Slope: squash(inAtr(at(ema20) - at(ema20, 5))),
      ema50Slope: squash(inAtr(at(ema50) - at(ema50, 10))),
      donchian20Place: place(at(top20), at(bottom20)),
      donchian55Place: place(at(top55), at(bottom55)),
      donchian20Width: against(at(top20) - at(bottom20), Math.sqrt(20) * at(atr)),
      body: high === low ? 0 : (close - open) / (high - low),
      range: against(high - low, at(atr)),
      atrPercentile: 2 * at(percentile) - 1,
      atrAgainstMean: against(at(atr), at(atrMean)),
      efficiencyRatio: 2 * at(efficiency) - 1,
      timeSin: Math.sin(turn),
      timeCos: Math.cos(turn),
      rvol: at(rvol) === 0 ? -1 : against(at(rvol), 1),
      spread: spreadPoints === null ? NaN : squash(10 * inAtr(spreadPoints * point)),
    };
  });
}
