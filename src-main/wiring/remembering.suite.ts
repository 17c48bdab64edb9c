import { expect, vi } from 'vitest';
import { assertDefined } from '#shared/base/assert.ts';
import type { Lamp } from '#shared/contract/lamp.ts';
import type { ProjectionHealth, ProjectionName } from '#shared/contract/memory.ts';
import { terminalSource, type BarSeries } from '#shared/market/bar-series.ts';
import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import { recordId } from '#shared/trading/record-id.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { initialEngineState } from '#main/engine/engine-state.ts';
import { emptyDesk } from '#main/engine/desk.ts';
import { lampsOf } from '#main/engine/lamps.ts';
import { emptyMarket } from '#main/engine/live-market.ts';
import type { Launcher } from '#main/ports/launcher.ts';
import { valueOf } from '#main/stores/temporary-stores.suite.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { sampleSyncHealth } from '#main/testkit/sample-sync-health.ts';
import { dataHealthOf } from './data-health-of.ts';
import { hastyMachine } from './hasty-machine.suite.ts';
import { hashHolders, type HeldHashes, type Holders } from './hash-holders.ts';
import { eventsOf } from './ledger-episodes.suite.ts';
import { systemMachine } from './machine.ts';
import { nextTurn } from './next-turn.ts';
import { openStoresAt, realClocks } from './open-stores.ts';
import { settingsSchema, type SettingsWish } from './settings.ts';
import { wireMemory } from './wire-memory.ts';

const series: BarSeries = { symbol: 'XAUUSD', timeframe: 'H1', source: terminalSource, anchor: 'hour' };

const hourMs = timeframeDurationMs('H1');

/** Bars of before the first state, of the history that is there at first, and of what comes while a server is away. */
const bars = sampleBars({ count: 320, seed: 7, timeframe: 'H1', startUtcMs: sampleStartUtcMs - 280 * hourMs });

const storedAtFirst = 300;

const later = utcMs(sampleStartUtcMs + 365 * timeframeDurationMs('D1'));

/** Waits of the real parts are minutes; a server still has a second to answer in. */
const haste = 4;

/** A cockpit's memory over a folder of its own, from its start to its end. */
export interface Remembering extends AsyncDisposable {
  readonly health: (projection: ProjectionName) => ProjectionHealth;
  readonly lamp: () => Omit<Lamp, 'changedAtUtcMs'>;
  /** Until the server of a projection answers for it, with all that there is. */
  readonly untilInStep: (projection: ProjectionName) => Promise<void>;
  readonly untilFault: (projection: ProjectionName) => Promise<ProjectionHealth>;
  readonly asks: Readonly<Record<ProjectionName, () => Promise<{ readonly adapter: string; readonly found: unknown }>>>;
  /** The market and the ledger go on. */
  readonly goOn: () => void;
  /** What everybody holds, where the servers are asked directly. */
  readonly held: (servers: { readonly chroma?: URL; readonly bolt?: BoltWish }) => Promise<HeldHashes>;
}

type BoltWish = NonNullable<Holders['bolt']>['server'];

const noLauncher: Launcher = {
  launch: () => {
    throw new Error('nothing is launched here');
  },
};

export async function startRemembering({
  path,
  memory: memoryWish,
  launcher = noLauncher,
}: {
  readonly path: string;
  readonly memory: NonNullable<SettingsWish['memory']>;
  readonly launcher?: Launcher;
}): Promise<Remembering> {
  await using opening = new AsyncDisposableStack();
  const { logger } = createRecordingLogger();
  const { folder, stores } = valueOf(openStoresAt(path, logger, realClocks()));
  opening.use(stores);
  const { market, ledger } = stores;
  if (market.bars.summaries().length === 0) {
    market.bars.append(series, bars.slice(0, storedAtFirst));
    ledger.log.append(eventsOf({ kind: 'traded', index: 1, quarter: 8 }));
  }
  const settings = settingsSchema.parse({ memory: memoryWish });
  const machine = hastyMachine(haste);
  const remembering = opening.use(wireMemory({ folder, stores, settings, machine, launcher, logger }));
  remembering.start();
  while (remembering.indicators.deriveNext()) await nextTurn();
  const { memory } = remembering;
  const health = (projection: ProjectionName): ProjectionHealth =>
    assertDefined(
      memory.health().find(({ name }) => name === projection),
      'each projection has a health',
    );
  const until = async (projection: ProjectionName, isSo: (health: ProjectionHealth) => boolean): Promise<void> => {
    try {
      await vi.waitUntil(() => isSo(health(projection)), { timeout: 60_000, interval: 10 });
    } catch (error) {
      throw new Error(`it never came so far: ${JSON.stringify(memory.health())}`, { cause: error });
    }
  };
  const held = opening.move();
  return {
    health,
    lamp: () => {
      const dataHealth = dataHealthOf(sampleSyncHealth({ projections: [...memory.health()] }));
      const lamps = lampsOf({
        state: initialEngineState,
        market: { ...emptyMarket(), dataHealth },
        marketNowUtcMs: null,
        quoteAgeMsMax: 1000,
        programVersion: '1',
        desk: emptyDesk(),
        agents: { asks: 'nobody' },
      });
      return assertDefined(
        lamps.find(({ name }) => name === 'memory'),
        'memory has a lamp',
      );
    },
    untilInStep: (projection) =>
      until(projection, (it) => it.adapter === it.wanted && it.depth === 0 && it.fault === null && it.server !== ''),
    untilFault: async (projection) => {
      await until(projection, (it) => it.fault !== null && it.adapter !== it.wanted);
      return health(projection);
    },
    asks: {
      vectors: async () => {
        const state = { kind: 'moment', symbol: 'XAUUSD', timeframe: 'H1', atUtcMs: sampleStartUtcMs } as const;
        const wish = { state, asOfUtcMs: later, k: 3, symbols: null, fromUtcMs: null, barsApart: 4 };
        const { adapter, neighbours } = valueOf(await memory.similarStates(wish));
        expect(neighbours).toHaveLength(3);
        return { adapter, found: neighbours };
      },
      graph: async () => {
        const { adapter, nodes, links } = valueOf(await memory.eventChain(recordId('trade', '1#1')));
        expect(nodes.length).toBeGreaterThan(5);
        return { adapter, found: { nodes, links } };
      },
    },
    goOn: () => {
      const more = bars.slice(storedAtFirst);
      market.bars.append(series, more);
      remembering.indicators.changed(series, assertDefined(more[0], 'there are more').openTimeUtcMs);
      ledger.log.append(eventsOf({ kind: 'rejected', index: 2, quarter: 40 }));
    },
    held: ({ chroma, bolt }) => {
      const owner = ledger.orderIds.installationTag.toString(36);
      return hashHolders({
        folder: path,
        chroma: chroma === undefined ? null : { url: chroma, owner },
        bolt: bolt === undefined ? null : { server: bolt, space: owner },
        logger,
      });
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

/** What a question takes at most, whatever became of the server: its patience, and a busy machine's. */
export async function inBoundedTime<T>(ask: () => Promise<T>): Promise<T> {
  const askedAtMs = systemMachine.monotonicClock.nowMs();
  const answer = await ask();
  expect(systemMachine.monotonicClock.nowMs() - askedAtMs).toBeLessThan(5_000);
  return answer;
}
