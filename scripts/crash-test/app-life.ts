import { assert } from '#shared/base/assert.ts';
import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { ManualClock } from '#main/testkit/manual-clock.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { createBridge } from '#main/wiring/create-bridge.ts';
import { createEngine } from '#main/wiring/create-engine.ts';
import { feedEngine } from '#main/wiring/feed-engine.ts';
import { recordMarket } from '#main/wiring/record-market.ts';
import type { Machine } from '#main/wiring/machine.ts';
import { noReplay } from '#main/wiring/no-replay.ts';
import { openStoresAt, realClocks } from '#main/wiring/open-stores.ts';
import type { Settings } from '#main/wiring/settings.ts';
import { systemRng } from '#main/wiring/system-rng.ts';
import { Crashed, PortPoints } from './port-points.ts';
import type { Sabotage } from './sabotage.ts';

/** One life of the cockpit's engine on one data folder, with every call of its ports counted. It ends by a crash only. */
export interface AppLife {
  readonly folder: string;
  readonly engine: ReturnType<typeof createEngine>;
  readonly points: PortPoints;
  /** What was logged, for the report of a run that went wrong. */
  readonly log: ReturnType<typeof createRecordingLogger>['lines'];
  /** Lets go of what a dead process would have lost: its files and the pipe. Nothing is said or decided by it any more. */
  readonly bury: () => Promise<void>;
}

export async function startApp(on: {
  readonly folder: string;
  readonly settings: Settings;
  readonly clock: ManualClock;
  readonly sabotage: Sabotage | null;
}): Promise<AppLife> {
  const { folder: path, settings, clock, sabotage } = on;
  const points = new PortPoints();
  const machine = machineOf(clock, points);
  const { logger, lines } = createRecordingLogger();
  const { folder, stores } = valueOf(openStoresAt(path, logger, { ...realClocks(), machine }));
  const counted = countedStores(stores, points, sabotage?.orderIds ?? unchanged);
  const parts = { folder, stores: counted, settings, logger, staysReducing: false, onFailed: () => undefined };
  const { bridge } = valueOf(createBridge({ ...parts, machine }));
  const honest = points.wrap('gateway', bridge);
  const gateway = sabotage?.gateway?.(honest, counted.ledger.orderIds) ?? honest;
  const engineMachine = (sabotage?.engineMachine ?? unchanged)(machine);
  const engine = createEngine(parts, { machine: engineMachine, gateway, replay: noReplay, approver: 'trader' });
  feedEngine({ feed: sabotage?.feed?.(bridge) ?? bridge, engine, hear: recordMarket({ ...parts, machine }) });
  engine.start();
  valueOf(await bridge.listen());
  return {
    folder: path,
    engine,
    points,
    log: lines,
    bury: async () => {
      points.die();
      await bridge.dispose();
      stores[Symbol.dispose]();
    },
  };
}

type Stores = Parameters<typeof createBridge>[0]['stores'];

type OrderIds = Stores['ledger']['orderIds'];

const unchanged = <T>(it: T): T => it;

function countedStores(stores: Stores, points: PortPoints, change: (orderIds: OrderIds) => OrderIds): Stores {
  const { ledger, market } = stores;
  return {
    ...stores,
    ledger: {
      ...ledger,
      log: points.wrap('log', ledger.log),
      // What the window asks for is no part of an order's way.
      reads: {
        ...ledger.reads,
        ...points.wrap('ledger', { hasDeal: ledger.reads.hasDeal, findOrder: ledger.reads.findOrder }),
      },
      orderIds: points.wrap('orderIds', change(ledger.orderIds)),
    },
    market: { ...market, bars: points.wrap('bars', market.bars), ticks: points.wrap('ticks', market.ticks) },
  };
}

/** The timers of a dead process do not ring. */
function machineOf(clock: ManualClock, points: PortPoints): Machine {
  const whileAlive = (run: () => void) => () => {
    if (!points.isDead) surviving(run);
  };
  return {
    wallClock: clock.wall,
    monotonicClock: clock.monotonic,
    rng: systemRng,
    timers: {
      after: (delay, run) => clock.timers.after(delay, whileAlive(run)),
      every: (period, run) => clock.timers.every(period, whileAlive(run)),
    },
  };
}

/** A crash ends the life, not the test that plays it. */
function surviving(run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof Crashed)) throw error;
  }
}

function valueOf<T>(result: Result<T, Fault>): T {
  assert(result.ok, () => JSON.stringify(result));
  return result.value;
}
