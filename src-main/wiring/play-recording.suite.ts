import { writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { vi } from 'vitest';
import { assert } from '#shared/base/assert.ts';
import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { Bar } from '#shared/market/bar.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { Cockpit } from '#main/ports/cockpit.ts';
import type { TreatmentChance } from '#main/simulation/broker/treatment-plan.ts';
import { normalizedBarFile } from '#main/testkit/bar-file.ts';
import { inMarketHours } from '#main/testkit/in-market-hours.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { dataFolderAt } from '#main/stores/data-folder/data-folder.ts';
import { openDataFolder } from './open-data-folder.ts';
import type { History } from './read-history.ts';
import { settingsSchema } from './settings.ts';
import { wireBacktest } from './wire-backtest.ts';
import type { EngineOnPipe, PipeParts } from './wire-by-pipe.ts';
import { noOrderFaults, wireSimulatedTerminal } from './wire-simulated-terminal.ts';
import { systemMachine } from './machine.ts';
import { wireMemory } from './wire-memory.ts';

const dayMinutes = 1440;

/** Three weeks of gold, ended in the middle of a bar, so that nothing is under way when the last minute closes. */
const recorded = inMarketHours(sampleBars({ count: 20.5 * dayMinutes + 1, seed: 58 }), { closeHour: 17, openHour: 18 });

/** The last Friday: what is played crosses a weekend, and everything before it is history. */
export const playedFromUtcMs = utcMs(Date.UTC(2024, 0, 19, 4));

export const playedMinutes = recorded.filter(({ openTimeUtcMs }) => openTimeUtcMs >= playedFromUtcMs);

/**
 * A fast scenario B with few limits in its way, so that a day and a half hold trades of every kind; scenario A, whose entries governance denies, looks
 * back no farther than any of the ways to run it has bars.
 */
export const playedSettings = settingsSchema.parse({
  approver: 'simulation',
  limits: { dailyLossRatioMax: 0.2, drawdownRatioMax: 0.9, tradesPerDayMax: 1000, lossesInARowMax: 100 },
  scenarioA: { rvolDays: 3, atrPercentileBars: 50, emaSlowBars: 30 },
  scenarioB: {
    ...{ timeframe: 'M5', smaFastBars: 4, smaSlowBars: 10, atrBars: 10 },
    ...{ entryChannelBars: 6, exitChannelBars: 4, stopAtr: 0.5, chandelierAtr: 1.5 },
  },
});

const balance = 25_000;

export function recordingIn(folder: string, bars: readonly Bar[] = recorded): History {
  const file = path.join(folder, 'recording.csv');
  writeFileSync(file, normalizedBarFile(bars));
  return { path: file, clockRule: 'utc' };
}

export const backtestIn = (
  folder: string,
  history: History,
  startUtcMs = playedFromUtcMs,
): ReturnType<typeof wireBacktest> => wireBacktest({ folder, settings: playedSettings, history, startUtcMs, balance });

/** Plays the whole recording; answers how many minutes it had. */
export async function playBacktest(folder: string, history: History, settings = playedSettings): Promise<number> {
  const terms = { folder, settings, history, startUtcMs: playedFromUtcMs, balance };
  await using backtest = valueOf(await wireBacktest(terms));
  let minutes = 0;
  while (backtest.playMinute()) minutes += 1;
  return minutes;
}

/** Plays the recording over the real pipe, with a simulated terminal at full speed, until `isDone` holds. */
export async function playByPipe(played: {
  readonly folder: string;
  readonly history: History;
  readonly wire: (parts: PipeParts) => Result<EngineOnPipe, Fault>;
  /** By default: the last minute has closed. */
  readonly isDone?: (cockpit: Cockpit) => boolean;
  /** What the broker does with orders otherwise than filling them. */
  readonly chances?: readonly TreatmentChance[];
}): Promise<void> {
  await using opening = new AsyncDisposableStack();
  const opened = opening.use(valueOf(await openDataFolder(played.folder, 'engine')));
  const failures: unknown[] = [];
  const onFailed = (error: unknown): void => void failures.push(error);
  const common = { ...opened, settings: playedSettings };
  const remembering = opening.use(wireMemory({ ...common, machine: systemMachine, launcher: null }));
  const parts = { ...common, remembering, staysReducing: false, onFailed };
  const { engine, bridge, pairingToken } = opening.use(valueOf(played.wire(parts)));
  engine.start();
  valueOf(await bridge.listen());
  opening.defer(() => bridge.dispose());
  const terminal = await wireSimulatedTerminal({
    ...{ folder: path.join(played.folder, 'simulated-terminal'), token: pairingToken, address: null },
    ...{ symbol: playedSettings.symbol, clockRule: playedSettings.clockRule, seed: 0, historyDays: 0 },
    ...{ history: played.history, startUtcMs: playedFromUtcMs, speed: 1_000_000, balance },
    faults: { ...noOrderFaults, chances: played.chances ?? [] },
    onNote: () => undefined,
  });
  opening.use(valueOf(terminal)).start();
  const end = (playedMinutes.at(-1)?.openTimeUtcMs ?? 0) + 60_000;
  const isDone = played.isDone ?? (() => opened.stores.marketClock.nowUtcMs() === end);
  await vi.waitUntil(() => failures.length > 0 || isDone(engine), { timeout: 60_000, interval: 10 });
  assert(failures.length === 0, () => String(failures[0]));
}

export interface LoggedEvent {
  readonly kind: string;
  readonly body: string;
  readonly occurred_at_utc_ms: number;
  readonly hash: Buffer;
}

/** Takes the ticks out of what was stored, so that a backtest fills by the bars alone: by ticks a stop is filled at the tick that passed it. */
export function forgetTicks(folder: string): void {
  const market = new Database(dataFolderAt(folder).marketFile);
  try {
    market.exec('DELETE FROM ticks; DELETE FROM tick_series;');
  } finally {
    market.close();
  }
}

/** The event log as its bytes stand on the disk. */
export function logIn(folder: string): readonly LoggedEvent[] {
  const ledger = new Database(dataFolderAt(folder).ledgerFile, { readonly: true });
  try {
    return ledger.prepare('SELECT * FROM events ORDER BY sequence').all() as LoggedEvent[];
  } finally {
    ledger.close();
  }
}

export function valueOf<T>(result: Result<T, Fault>): T {
  assert(result.ok, () => JSON.stringify(result));
  return result.value;
}
