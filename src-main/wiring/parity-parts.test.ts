import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { tradesOfDeals } from '#shared/trading/trades-of-deals.ts';
import { dealSchema } from '#shared/trading/deal.ts';
import { tradeIntentSchema } from '#shared/trading/trade-intent.ts';
import { plainCosts } from '#main/testkit/synthetic-plans.ts';
import { createBacktests } from './create-backtests.ts';
import {
  forgetTicks,
  logIn,
  playBacktest,
  playedFromUtcMs,
  playedSettings,
  recordingIn,
  valueOf,
} from './play-recording.suite.ts';
import { settingsSchema } from './settings.ts';
import { temporaryDataFolder } from './while-cockpit-runs.suite.ts';

/** A fast scenario A all day long, whose trades part at three quarters of an R and move their stops at one and a half. */
const scenarioA = {
  ...{ timeframe: 'M5', emaFastBars: 4, emaSlowBars: 10, channelBars: 6, atrBars: 10, bufferAtr: 0 },
  ...{ rvolMin: 0, atrPercentileMin: 0, atrPercentileMax: 1, spreadAtrMax: 0, newsBlackoutMinutes: 0 },
  ...{ londonFromHour: 0, londonUntilHour: 21, newYorkFromHour: 0, newYorkUntilHour: 0, tradesPerDayMax: 20 },
  ...{ stopAtr: 1, targetR: 3, partialR: 0.75, partialRatio: 0.4, breakEvenR: 1.5 },
} as const;

const settings = settingsSchema.parse({
  ...playedSettings,
  governance: { upperUsd: 1_000_000, lowerUsd: 900_000 },
  scenarioA,
});

test('the engine and the backtest close the same parts: at the same closes, of the same volumes, for the same money', async () => {
  using folder = temporaryDataFolder();
  const data = path.join(folder.beside, 'parts');
  await playBacktest(data, recordingIn(folder.beside), settings);
  const bodies = (kind: string): readonly Readonly<Record<string, unknown>>[] =>
    logIn(data)
      .filter((it) => it.kind === kind)
      .map(({ body }) => JSON.parse(body) as Readonly<Record<string, unknown>>);
  const deals = bodies('dealRecorded').map(({ deal }) => dealSchema.parse(deal));
  const reasons = bodies('intentFormed')
    .map(({ intent }) => tradeIntentSchema.parse(intent))
    .flatMap((it) => (it.kind === 'close' ? [it.reason] : [it.kind]));
  forgetTicks(data);
  writeFileSync(path.join(data, 'settings.json'), JSON.stringify(settings));
  const record = valueOf(
    await createBacktests(data).run(
      {
        ...{ scenario: 'A', symbols: [settings.symbol], fromUtcMs: playedFromUtcMs, set: scenarioA },
        ...{ costs: plainCosts, balance: 25_000 },
      },
      { workers: 1, onProgress: () => undefined, signal: new AbortController().signal },
    ),
  );
  const positions = [...new Set(deals.map(({ positionId }) => positionId))];
  const live = positions
    .flatMap((position) =>
      tradesOfDeals(
        deals.filter(({ positionId }) => positionId === position),
        () => 'A',
      ),
    )
    .map(({ volume, net, openedAtUtcMs, legs }) => {
      const exits = legs.filter(({ kind }) => kind === 'exit').map((leg) => ({ volume: leg.volume, price: leg.price }));
      return { volume, openedAtUtcMs, exits, net: expect.closeTo(net, 6) as number };
    });
  const tested = record.trades
    .toSorted((a, b) => a.openedAtUtcMs - b.openedAtUtcMs)
    .map(({ volume, net, openedAtUtcMs, closePrice, parts }) => ({
      ...{ volume, net, openedAtUtcMs },
      exits: (parts ?? [{ volume, price: closePrice }]).map((it) => ({ volume: it.volume, price: it.price })),
    }));
  expect(tested).toEqual(live);
  expect(tested.filter(({ exits }) => exits.length === 2).length).toBeGreaterThan(3);
  expect(reasons.filter((reason) => reason === 'modify').length).toBeGreaterThan(1);
  expect(reasons.filter((reason) => reason === 'partialTarget')).toHaveLength(
    tested.filter(({ exits }) => exits.length === 2).length,
  );
});
