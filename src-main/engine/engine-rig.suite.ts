import { assert } from '#shared/base/assert.ts';
import type { Result } from '#shared/base/result.ts';
import type { Fault } from '#shared/base/fault.ts';
import type { CockpitDelta } from '#shared/contract/cockpit-snapshot.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { Tick } from '#shared/market/quote.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import type { EngineEvent } from '#shared/events/engine-event.ts';
import type { Position } from '#shared/trading/position.ts';
import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import type { Analyst } from '#main/ports/analyst.ts';
import type { CockpitCommand } from '#main/ports/cockpit.ts';
import type { BarStore } from '#main/ports/bar-store.ts';
import type { MarketFacts } from '#main/ports/market-facts.ts';
import type { ReplayControl } from '#main/ports/replay-control.ts';
import type { TerminalEvent, TerminalSnapshot } from '#main/ports/terminal-event.ts';
import { riskLimitsSchema } from '#main/risk/risk-limits.ts';
import { createManualClock, type ManualClock } from '#main/testkit/manual-clock.ts';
import { createMemoryBarStore } from '#main/testkit/memory-bar-store.ts';
import { createMemoryLedger, type MemoryLedger } from '#main/testkit/memory-ledger.ts';
import { createRecordingGateway, type RecordingGateway } from '#main/testkit/recording-gateway.ts';
import { sampleAccount } from '#main/testkit/sample-account.ts';
import { sampleBar } from '#main/testkit/sample-bars.ts';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import { sampleAdviserLimits } from '#main/testkit/sample-adviser-limits.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import type { BoundStrategy } from '#main/strategies/bound-strategy.ts';
import { governanceRuleSchema } from '#main/strategies/governance.ts';
import { scenarioB } from '#main/strategies/scenario-b/scenario-b.ts';
import { Engine } from './engine.ts';
import { scenarioSetup } from './scenario-runner.ts';

/** An engine with everything around it in memory, driven by what a terminal and a trader would do. */
export interface EngineRig {
  readonly engine: Engine;
  readonly clock: ManualClock;
  readonly ledger: MemoryLedger;
  readonly gateway: RecordingGateway;
  readonly held: ReadonlySet<string>;
  /** What was done to the world, in order: orders sent, the replay held and released. */
  readonly acts: readonly string[];
  readonly failures: readonly unknown[];
  readonly deltas: readonly CockpitDelta[];
  readonly connect: (changes?: Partial<TerminalSnapshot>) => void;
  readonly tell: (event: TerminalEvent) => void;
  /** A quote of gold at this bid, at the market's time. */
  readonly quote: (bid: number) => void;
  /** Closes the next M5 bar of gold at this price; the market's time and its quote move with it. */
  readonly closeBar: (close: number) => void;
  /** Bars that rise slowly, then one that breaks out: the rules of scenario B then want to buy. */
  readonly breakOut: () => void;
  readonly ask: (command: CockpitCommand) => Promise<Result<void, Fault>>;
  readonly report: (positions: readonly Position[]) => void;
  readonly kinds: () => readonly EngineEvent['kind'][];
  readonly restart: () => EngineRig;
}

const barMs = timeframeDurationMs('M5');

/** Nothing is known. */
export const noMarketFacts: MarketFacts = {
  newsDistanceMs: () => null,
  isUnexpectedHole: () => false,
  dailyAtr: () => null,
  correlation: () => null,
};

/** Short averages and channels, so that a setup takes twenty bars. */
const quickB = scenarioB.bind({
  timeframe: 'M5',
  smaFastBars: 3,
  smaSlowBars: 6,
  entryChannelBars: 5,
  exitChannelBars: 3,
  atrBars: 3,
});
assert(quickB.ok, 'these parameters are in range');
const quickStrategies = [quickB.value];

export function createEngineRig(
  given: {
    readonly ledger?: MemoryLedger;
    readonly clock?: ManualClock;
    readonly staysReducing?: boolean;
    readonly approver?: 'trader' | 'simulation';
    readonly analyst?: Analyst;
    readonly vetoes?: 'deny' | 'warn';
    /** Of scenario B; every close, where none is given. */
    readonly manageEveryMs?: number;
    readonly lastTicks?: readonly Tick[];
    readonly facts?: MarketFacts;
    readonly bars?: BarStore;
    /** Scenario B with short lengths, where none are named. */
    readonly strategies?: readonly BoundStrategy[];
  } = {},
): EngineRig {
  const clock = given.clock ?? createManualClock();
  const ledger = given.ledger ?? createMemoryLedger(clock.wall);
  const gateway = createRecordingGateway();
  const held = new Set<string>();
  const acts: string[] = [];
  const failures: unknown[] = [];
  const deltas: CockpitDelta[] = [];
  const replay: ReplayControl = {
    hold: (by) => {
      held.add(by);
      acts.push(`hold ${by}`);
    },
    release: (by) => {
      held.delete(by);
      acts.push(`release ${by}`);
    },
    step: () => held.add('stepped'),
    setSpeed: (speed) => held.add(`speed ${speed}`),
  };
  const engine = new Engine({
    programVersion: '0.0.0-test',
    log: ledger.log,
    ledger: ledger.reads,
    orderIds: ledger.orderIds,
    bars: given.bars ?? createMemoryBarStore(),
    ticks: { read: () => given.lastTicks ?? [] },
    gateway: {
      ...gateway,
      send: (authorized, request) => {
        acts.push('send');
        return gateway.send(authorized, request);
      },
    },
    replay,
    marketClock: clock.market,
    wallClock: clock.wall,
    monotonicClock: clock.monotonic,
    timers: clock.timers,
    digest: (text) => `digest of ${text.length}`,
    logger: createRecordingLogger().logger,
    brokerClock: brokerClock('ny+7'),
    limits: riskLimitsSchema.parse({}),
    governance: governanceRuleSchema.parse({}),
    facts: given.facts ?? noMarketFacts,
    scenarios: (given.strategies ?? quickStrategies).map((strategy) => scenarioSetup({ strategy, symbol: 'XAUUSD' })),
    analyst: given.analyst ?? null,
    agents: {
      ...{ asks: 'models', deadlineMs: { A: 5_000, B: 60_000 } },
      ...{ manageEveryMs: { A: 0, B: given.manageEveryMs ?? 0 }, vetoes: given.vetoes ?? 'deny' },
    },
    approver: given.approver ?? 'trader',
    holdsReplayForTickets: true,
    onFailed: (error) => {
      failures.push(error);
    },
    staysReducing: given.staysReducing ?? false,
  });
  engine.subscribe((delta) => deltas.push(delta));
  engine.start();

  const marketNow = (): number => clock.market.nowUtcMs() ?? 0;
  const tell = (event: TerminalEvent): void => {
    engine.accept({ kind: 'terminal', event });
  };
  const quote = (bid: number): void => {
    const tick = sampleQuote({ bid, occurredAtUtcMs: marketNow() });
    tell({
      kind: 'ticksReceived',
      symbol: 'XAUUSD',
      ticks: [tick],
      cursor: { stampMs: marketNow(), takenAtStamp: 1 },
      isRewind: false,
    });
  };
  const closeBar = (close: number): void => {
    const openTimeUtcMs = marketNow();
    clock.advance(barMs);
    quote(close);
    const bar: Bar = sampleBar({ openTimeUtcMs, close, high: close + 0.5, low: close - 0.5 });
    engine.accept({ kind: 'barClosed', symbol: 'XAUUSD', timeframe: 'M5', bar });
  };
  const rig: EngineRig = {
    engine,
    clock,
    ledger,
    gateway,
    held,
    acts,
    failures,
    deltas,
    tell,
    quote,
    closeBar,
    connect: (changes = {}) => {
      const snapshot: TerminalSnapshot = {
        account: sampleAccount({ occurredAtUtcMs: marketNow() }),
        build: 'simulated',
        adviserVersion: '0.0.0-test',
        instruments: [sampleGold],
        positions: [],
        orders: [],
        deals: [],
        cash: [],
        journalMarks: [],
        limits: sampleAdviserLimits(),
        replay: { heldBy: [], speed: 60, source: 'seed 1' },
        occurredAtUtcMs: sampleQuote({ occurredAtUtcMs: marketNow() }).occurredAtUtcMs,
        ...changes,
      };
      tell({ kind: 'sessionOpened', snapshot });
    },
    breakOut: () => {
      for (let bar = 0; bar < 20; bar++) closeBar(2000 + bar * 0.1);
      closeBar(2005);
    },
    ask: (command) => engine.command(command, 'window'),
    report: (positions) => {
      const occurredAtUtcMs = sampleQuote({ occurredAtUtcMs: marketNow() }).occurredAtUtcMs;
      tell({ kind: 'positionsReported', positions, occurredAtUtcMs });
    },
    kinds: () => ledger.events.map(({ event }) => event.kind),
    restart: () => createEngineRig({ ...given, ledger, clock }),
  };
  return rig;
}
