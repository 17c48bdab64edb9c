import { copyFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assert } from '#shared/base/assert.ts';
import { fault, FaultError } from '#shared/base/fault.ts';
import { importSource, terminalSource, type BarSeries } from '#shared/market/bar-series.ts';
import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import type { EngineEvent } from '#shared/events/engine-event.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import { price } from '#shared/units/price.ts';
import { stateVersion } from '#main/features/state-vector.ts';
import { IndicatorKeeper } from '#main/memory/indicator-keeper.ts';
import { LedgerProjection } from '#main/memory/ledger-projection.ts';
import type { NewEvent } from '#main/ports/event-log.ts';
import { createManualClock, sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { sampleEntryRequest } from '#main/testkit/sample-order.ts';
import { episodeKinds, eventsOf, type Episode } from './ledger-episodes.suite.ts';
import { openStoresAt, realClocks } from './open-stores.ts';
import { temporaryDataFolder } from './while-cockpit-runs.suite.ts';

const quarters: BarSeries = { symbol: 'XAUUSD', timeframe: 'M15', source: terminalSource, anchor: 'hour' };
const hours: BarSeries = { ...quarters, timeframe: 'H1' };
const imported: BarSeries = { ...quarters, source: importSource };

/** The history that is told lies behind enough bars for states. */
const walkOf = ({ timeframe }: BarSeries, seed: number) =>
  sampleBars({
    count: 420,
    seed,
    timeframe,
    startUtcMs: sampleStartUtcMs - 300 * timeframeDurationMs(timeframe),
  });

const walks = [
  { series: quarters, bars: walkOf(quarters, 3) },
  { series: hours, bars: walkOf(hours, 5) },
  { series: imported, bars: walkOf(imported, 8) },
];

interface LifeOptions {
  /** Is told of every transaction that projects, and may throw in it after all was written. */
  readonly onTransaction?: () => void;
  /** What the desk's clock goes on with each look at it. */
  readonly tickMs?: number;
  readonly recordsBroken?: (ticket: string) => boolean;
}

function startLife(folder: string, { onTransaction, tickMs = 0, recordsBroken = () => false }: LifeOptions = {}) {
  const { logger, lines } = createRecordingLogger();
  const opened = openStoresAt(folder, logger, realClocks());
  assert(opened.ok, 'the stores open');
  const { market, ledger } = opened.value.stores;
  const clock = createManualClock();
  let looks = 0;
  const monotonicClock = { nowMs: () => durationMs(clock.monotonic.nowMs() + looks++ * tickMs) };
  const keeper = new IndicatorKeeper({
    bars: market.bars,
    outbox: market.outbox,
    indicators: market.indicators,
    holes: market.sync,
    monotonicClock: clock.monotonic,
    timers: clock.timers,
    logger,
  });
  const cleared: string[] = [];
  const projection = new LedgerProjection({
    outbox: ledger.outbox,
    records: {
      ...ledger.records,
      deal: (ticket) => {
        if (recordsBroken(ticket)) throw new TypeError(`the deal ${ticket} is unreadable`);
        return ledger.records.deal(ticket);
      },
    },
    trades: ledger.trades,
    states: market.states,
    situations: market.situations,
    texts: market.texts,
    graph: market.graph,
    projections: {
      ...market.projections,
      transaction: (run) =>
        market.projections.transaction(() => {
          const answer = run();
          onTransaction?.();
          return answer;
        }),
    },
    stateVersion,
    monotonicClock,
    wallClock: clock.wall,
    timers: clock.timers,
    logger,
    onCleared: (name) => {
      cleared.push(name);
      keeper.start();
    },
  });
  const subscription = keeper.subscribe((series, fromUtcMs) => projection.statesChanged(series, fromUtcMs));
  keeper.start();
  projection.start();
  return {
    ...{ clock, market, ledger, keeper, projection, lines, cleared },
    settle: () => {
      for (let turns = 0; turns < 400; turns++) {
        clock.advance(500);
        if (keeper.isIdle() && projection.isIdle()) return;
      }
      expect.unreachable('it comes to rest');
    },
    [Symbol.dispose]: () => {
      subscription[Symbol.dispose]();
      projection[Symbol.dispose]();
      keeper[Symbol.dispose]();
      opened.value.stores[Symbol.dispose]();
    },
  };
}

/** Everything that is remembered, as the file has it: revisions and what is left of removed rows are not part of it. */
function remembered(folder: string) {
  const file = new Database(path.join(folder, 'market.db'), { readonly: true });
  try {
    const all = (sql: string): readonly unknown[] => file.prepare(sql).all();
    return {
      situations: all(
        `SELECT kind, key, symbol, timeframe, at_utc_ms, state_version, known_at_utc_ms, regime, hex(packed) AS packed FROM situations
         WHERE is_removed = 0 ORDER BY kind, key`,
      ),
      texts: all('SELECT record_id, symbol, known_at_utc_ms, body FROM texts ORDER BY record_id'),
      nodes: all('SELECT id, kind, known_at_utc_ms, facts FROM graph_nodes WHERE is_removed = 0 ORDER BY id'),
      links: all('SELECT from_id, kind, to_id FROM graph_links WHERE is_removed = 0 ORDER BY from_id, kind, to_id'),
    };
  } finally {
    file.close();
  }
}

type Life = ReturnType<typeof startLife>;

/** As a command line without an engine makes it from nothing. */
function rebuilt(folder: string): ReturnType<typeof remembered> {
  using life = startLife(folder);
  life.market.projections.clear('vectors');
  life.market.projections.clear('graph');
  life.keeper.start();
  while (life.keeper.deriveNext());
  while (life.projection.projectNext());
  return remembered(folder);
}

const record = ({ market }: Life, walk: (typeof walks)[number], from: number, count: number, raise = 0): void => {
  const bars = walk.bars.slice(from, from + count).map((bar) => ({ ...bar, high: price(bar.high + raise) }));
  market.bars.record([{ series: walk.series, bars }], null);
};

/** Told as the wiring does: the writer of bars knows what it wrote. */
const told = (life: Life, walk: (typeof walks)[number], from: number): void => {
  const bar = walk.bars[from];
  if (bar !== undefined) life.keeper.changed(walk.series, bar.openTimeUtcMs);
};

const story = (...kinds: readonly Episode['kind'][]): readonly NewEvent[] =>
  kinds.flatMap((kind, position) => eventsOf({ kind, index: position + 1, quarter: 10 + position * 4 }));

const happened = (event: EngineEvent): NewEvent => ({ occurredAtUtcMs: sampleStartUtcMs, event });

const idsOf = (rows: readonly unknown[]): readonly string[] => rows.map((row) => (row as { id: string }).id);

const linksOf = (rows: readonly unknown[]): readonly string[] =>
  rows.map((row) => Object.values(row as Record<string, string>).join(' '));

test('a trade by a rule is remembered from its signal to what it came to, in the market in which it stood', () => {
  using folder = temporaryDataFolder();
  using life = startLife(folder.path);
  for (const walk of walks) record(life, walk, 0, 420);
  life.keeper.start();
  life.ledger.log.append(story('traded'));
  life.projection.wake();
  life.settle();
  const { situations, texts, nodes, links } = remembered(folder.path);
  const [entry, exit, trade] = situations as readonly { readonly key: string; readonly regime: string | null }[];
  expect([entry?.key, exit?.key, trade?.key]).toEqual(['decision-1', 'exit-1', '1#1']);
  expect(trade?.regime).not.toBeNull();
  expect(linksOf(links).filter((link) => !/ of(Symbol|Scenario) /.test(link))).toEqual([
    'approval:approval-1 ordered order:1001',
    'deal:11 partOf trade:1#1',
    'deal:12 partOf trade:1#1',
    'decision:decision-1 checkedBy riskCheck:enter:decision-1',
    'decision:exit-1 ordered order:1002',
    'order:1001 executedAs deal:11',
    'order:1002 executedAs deal:12',
    'riskCheck:enter:decision-1 putBefore approval:approval-1',
    `signal:decision-1 becameDecision decision:decision-1`,
    `signal:decision-1 inRegime regime:${stateVersion}/M15/${entry?.regime ?? ''}`,
    `signal:exit-1 becameDecision decision:exit-1`,
    expect.stringMatching(/^signal:exit-1 inRegime regime:/),
    `trade:1#1 inRegime regime:${stateVersion}/M15/${trade?.regime ?? ''}`,
  ]);
  const closed = nodes.find((node) => (node as { id: string }).id === 'trade:1#1') as { readonly facts: string };
  expect(JSON.parse(closed.facts)).toMatchObject({ owner: 'B', net: 49.3, rMultiple: expect.closeTo(49.3 / 115.7, 9) });
  expect(texts).toHaveLength(2);
  expect([life.projection.depth('vectors'), life.projection.lagMs('graph'), life.projection.fault()]).toEqual([
    0,
    0,
    null,
  ]);
});

test('an order whose outcome is unknown, a denial of a hand’s wish and a lesson are there; a trade that never was is not', () => {
  using folder = temporaryDataFolder();
  using life = startLife(folder.path);
  for (const event of story('lost', 'manualDenied', 'rejected', 'reversedLate')) {
    life.ledger.log.append([event]);
    life.projection.wake();
    life.clock.advance(10);
  }
  life.settle();
  const { nodes, links, situations } = remembered(folder.path);
  const facts = new Map(nodes.map((node) => [(node as { id: string }).id, (node as { facts: string }).facts]));
  expect(facts.get('order:1001')).toContain('"status":"unknown"');
  expect(facts.get('riskCheck:close:2')).toContain('"verdict":"denied"');
  expect(linksOf(links)).toContain('lesson:approval-3 learntFrom signal:decision-3');
  expect(idsOf(nodes).filter((id) => id.startsWith('trade:'))).toEqual(['trade:4#1']);
  expect(linksOf(links).filter((link) => link.includes(' partOf '))).toEqual([
    'deal:41 partOf trade:4#1',
    'deal:42 partOf trade:4#1',
    'deal:43 partOf trade:4#1',
  ]);
  expect(situations.map((row) => (row as { key: string }).key)).not.toContain('4#2');
});

test('states that come, change and go take the situations and the regimes of the graph with them', () => {
  using folder = temporaryDataFolder();
  using life = startLife(folder.path);
  const [walk] = walks;
  assert(walk !== undefined, 'there are bars');
  life.ledger.log.append(story('denied', 'traded'));
  life.projection.wake();
  life.settle();
  const regimesOf = (): readonly string[] =>
    linksOf(remembered(folder.path).links).filter((link) => link.includes(' inRegime '));
  expect(regimesOf()).toEqual([]);
  record(life, walk, 0, 420);
  told(life, walk, 0);
  life.settle();
  expect(regimesOf()).toHaveLength(4);
  const before = remembered(folder.path);
  record(life, walk, 300, 40, 25);
  told(life, walk, 300);
  life.settle();
  const after = remembered(folder.path);
  expect(after.situations).not.toEqual(before.situations);
  expect(rebuiltAfter(life, folder.path)).toEqual(after);
});

test('states that changed just before the program ended are looked at by the next start', () => {
  using folder = temporaryDataFolder();
  const life = startLife(folder.path);
  const [walk] = walks;
  assert(walk !== undefined, 'there are bars');
  life.ledger.log.append(story('denied'));
  life.settle();
  record(life, walk, 0, 420);
  life.keeper.start();
  while (life.keeper.deriveNext());
  life[Symbol.dispose]();
  expect(remembered(folder.path).situations).toMatchObject([{ regime: null }]);
  using next = startLife(folder.path);
  next.settle();
  expect(remembered(folder.path).situations).toMatchObject([{ regime: expect.any(String) }]);
});

test('a series that is chosen from now on is another market for what stood before its first bar, too', () => {
  using folder = temporaryDataFolder();
  using life = startLife(folder.path);
  const [terminal, , fromFile] = walks;
  assert(terminal !== undefined && fromFile !== undefined, 'there are bars');
  life.ledger.log.append(story('denied'));
  record(life, fromFile, 0, 420);
  told(life, fromFile, 0);
  life.settle();
  expect(remembered(folder.path).situations).toMatchObject([{ regime: expect.any(String) }]);
  record(life, terminal, 330, 20);
  told(life, terminal, 330);
  life.settle();
  expect(remembered(folder.path).situations).toMatchObject([{ regime: null }]);
});

test('a change that comes behind a later one, while that still waits, is not lost', () => {
  using folder = temporaryDataFolder();
  using life = startLife(folder.path);
  const [walk] = walks;
  assert(walk !== undefined, 'there are bars');
  life.ledger.log.append(story('denied'));
  record(life, walk, 0, 420);
  told(life, walk, 0);
  life.settle();
  const before = remembered(folder.path).situations;
  for (const from of [400, 305]) {
    record(life, walk, from, 4, 25);
    told(life, walk, from);
    while (life.keeper.deriveNext());
  }
  life.settle();
  expect(remembered(folder.path).situations).not.toEqual(before);
});

test('nobody stood in a state of last month', () => {
  using folder = temporaryDataFolder();
  using life = startLife(folder.path);
  const [walk] = walks;
  assert(walk !== undefined, 'there are bars');
  record(life, walk, 0, 420);
  told(life, walk, 0);
  life.ledger.log.append(eventsOf({ kind: 'denied', index: 1, quarter: 30 * 96 }));
  life.settle();
  expect(remembered(folder.path).situations).toMatchObject([{ key: 'decision-1', regime: null, packed: '' }]);
});

test('another ledger is noticed, and only what it says is remembered then', () => {
  using folder = temporaryDataFolder();
  using other = temporaryDataFolder();
  {
    using life = startLife(folder.path);
    life.ledger.log.append(story('traded', 'denied', 'byHand'));
    life.settle();
  }
  {
    using life = startLife(other.path);
    life.ledger.log.append(story('rejected'));
    life.settle();
  }
  const file = new Database(path.join(other.path, 'ledger.db'));
  file.prepare('VACUUM INTO ?').run(path.join(other.beside, 'restored.db'));
  file.close();
  copyFileSync(path.join(other.beside, 'restored.db'), path.join(folder.path, 'ledger.db'));
  using life = startLife(folder.path);
  life.settle();
  expect(life.cleared).toEqual(['vectors', 'graph']);
  expect(remembered(folder.path)).toEqual(remembered(other.path));
  expect(life.lines.map(({ message }) => message)).toContain(
    'the ledger is not the one that was remembered, and is read anew',
  );
});

test('a record that cannot be read is a dead letter after bounded attempts, and what follows it goes on', () => {
  using folder = temporaryDataFolder();
  using life = startLife(folder.path, { recordsBroken: (ticket) => ticket === '11' });
  life.ledger.log.append(story('byHand', 'byHand'));
  life.projection.wake();
  life.clock.advance(500);
  expect(idsOf(remembered(folder.path).nodes)).toEqual([]);
  life.settle();
  const { deadLetters, deadLetterCount } = life.market.projections;
  expect(
    deadLetters(10)
      .map(({ target, key, attempts, fault: why }) => [target, key, attempts, why.code])
      .toSorted(),
  ).toEqual([
    ['ledger:graph', 'deal:11', 3, 'PROJECTION_FAILED'],
    ['ledger:graph', 'trade:1#1', 3, 'PROJECTION_FAILED'],
    ['ledger:vectors', 'deal:11', 3, 'PROJECTION_FAILED'],
    ['ledger:vectors', 'trade:1#1', 3, 'PROJECTION_FAILED'],
  ]);
  expect(deadLetterCount('graph')).toBe(2);
  expect(idsOf(remembered(folder.path).nodes)).toEqual(['deal:12', 'deal:21', 'deal:22', 'symbol:XAUUSD', 'trade:2#1']);
});

test('a row of which the ledger has no record is a dead letter, too', () => {
  using folder = temporaryDataFolder();
  using life = startLife(folder.path);
  life.ledger.log.append(story('byHand'));
  const file = new Database(path.join(folder.path, 'ledger.db'));
  file
    .prepare(
      `INSERT INTO outbox VALUES (1, 'order', '99'), (1, 'decision', 'x'), (2, 'deal', '99'), (2, 'denial', 'y')`,
    )
    .run();
  file.prepare(`INSERT INTO outbox VALUES (2, 'approval', 'nobody'), (2, 'trade', '99#1')`).run();
  file.close();
  life.settle();
  const letters = life.market.projections.deadLetters(20).filter(({ projection }) => projection === 'graph');
  expect(letters.map(({ key, fault: why }) => `${key} ${why.code}`).toSorted()).toEqual([
    'approval:nobody RECORD_UNKNOWN',
    'deal:99 RECORD_UNKNOWN',
    'decision:x RECORD_UNKNOWN',
    'denial:y RECORD_UNKNOWN',
    'order:99 RECORD_UNKNOWN',
  ]);
  expect(idsOf(remembered(folder.path).nodes)).toEqual(['deal:11', 'deal:12', 'symbol:XAUUSD', 'trade:1#1']);
});

test('a store that is full is tried again, and nothing is lost', () => {
  using folder = temporaryDataFolder();
  let isFull = true;
  using life = startLife(folder.path, {
    onTransaction: () => {
      if (isFull) throw new FaultError(fault('STORE_FULL', 'The disk is full.'));
    },
  });
  life.ledger.log.append(story('byHand'));
  life.projection.wake();
  life.clock.advance(35_000);
  expect(life.projection.fault()?.code).toBe('STORE_FULL');
  expect(life.projection.lagMs('graph')).toBeGreaterThan(34_000);
  expect([life.projection.depth('graph'), life.projection.isIdle()]).toEqual([4, false]);
  expect(() => life.projection.projectNext()).toThrow('STORE_FULL');
  const told = 'the ledger could not be remembered, and is tried again';
  expect(life.lines.filter(({ message }) => message === told)).toHaveLength(1);
  expect(remembered(folder.path).nodes).toEqual([]);
  isFull = false;
  life.settle();
  expect([life.projection.fault(), idsOf(remembered(folder.path).nodes).length]).toEqual([null, 4]);
});

test('a mistake of ours is not taken for a full disk', () => {
  using folder = temporaryDataFolder();
  using life = startLife(folder.path, {
    onTransaction: () => {
      throw new TypeError('a mistake of ours');
    },
  });
  life.ledger.log.append(story('byHand'));
  expect(() => life.clock.advance(1000)).toThrow('a mistake of ours');
});

test('where one stands at an event that left no row, the other catches up with it all the same', () => {
  using folder = temporaryDataFolder();
  using life = startLife(folder.path);
  life.ledger.log.append([...story('byHand'), happened({ kind: 'engineStopped', reason: 'the test says so' })]);
  life.settle();
  const { projections } = life.market;
  const epoch = `2/${life.ledger.outbox.hashAt(3) ?? ''}`;
  projections.saveMark('ledger:vectors', { epoch, revision: 3 });
  projections.clear('graph');
  life.ledger.log.append(eventsOf({ kind: 'byHand', index: 2, quarter: 20 }));
  life.settle();
  expect([projections.mark('ledger:graph'), projections.mark('ledger:vectors')]).toEqual([
    { epoch: `2/${life.ledger.outbox.hashAt(5) ?? ''}`, revision: 5 },
    { epoch: `2/${life.ledger.outbox.hashAt(5) ?? ''}`, revision: 5 },
  ]);
  expect(idsOf(remembered(folder.path).nodes)).toContain('trade:2#1');
});

test('an order whose approval is not in the ledger stands without it', () => {
  using folder = temporaryDataFolder();
  using life = startLife(folder.path);
  life.ledger.log.append([happened({ kind: 'orderJournaled', request: sampleEntryRequest() })]);
  life.settle();
  const { nodes, links } = remembered(folder.path);
  expect([idsOf(nodes), linksOf(links)]).toEqual([
    ['order:1001', 'symbol:XAUUSD'],
    ['order:1001 ofSymbol symbol:XAUUSD'],
  ]);
});

test('disposed, it leaves no timer', () => {
  using folder = temporaryDataFolder();
  const life = startLife(folder.path);
  life.ledger.log.append(story('byHand'));
  const { clock, projection } = life;
  life[Symbol.dispose]();
  projection.wake();
  expect(clock.pendingTimers()).toBe(0);
});

test('only the graph was dropped: it is made anew, and the rest stays as it is', () => {
  using folder = temporaryDataFolder();
  using life = startLife(folder.path);
  for (const walk of walks) record(life, walk, 0, 420);
  life.keeper.start();
  life.ledger.log.append(story('traded', 'rejected', 'reversedLate'));
  life.settle();
  const before = remembered(folder.path);
  const revision = life.market.vectorFeed.newest();
  life.market.projections.clear('graph');
  expect(life.projection.depth('graph')).toBeGreaterThan(0);
  life.settle();
  expect(remembered(folder.path)).toEqual(before);
  expect(life.market.vectorFeed.newest()).toBe(revision);
  life.market.projections.saveMark('ledger:graph', null);
  life.ledger.log.append(eventsOf({ kind: 'byHand', index: 9, quarter: 3 }));
  life.settle();
  expect(remembered(folder.path)).toEqual(rebuiltAfter(life, folder.path));
});

/** Closes a life and makes everything anew behind it. */
function rebuiltAfter(life: Life, folder: string): ReturnType<typeof remembered> {
  life[Symbol.dispose]();
  return rebuilt(folder);
}

const episode = fc.record({ kind: fc.constantFrom(...episodeKinds), quarter: fc.nat(110) });

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('events' as const), count: fc.integer({ min: 1, max: 12 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('bars' as const),
      walk: fc.nat(2),
      from: fc.nat(400),
      count: fc.integer({ min: 1, max: 420 }),
      raise: fc.constantFrom(0, 0, 2),
      isTold: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(0, 1, 400, 11_000) }) },
  fc.record({
    kind: fc.constantFrom('killed' as const, 'full' as const, 'clearVectors' as const, 'clearGraph' as const),
  }),
);

test('in whatever order events and bars come, and wherever the program ends: what is remembered is what a rebuild makes of it', () => {
  fc.assert(
    fc.property(
      fc.array(episode, { minLength: 1, maxLength: 8 }),
      fc.array(step, { maxLength: 14 }),
      fc.constantFrom(0, 0.9),
      (episodes, steps, tickMs) => {
        using folder = temporaryDataFolder();
        const events = [...episodes.map((it, index) => ({ ...it, index: index + 1 }))].flatMap(eventsOf);
        let isFull = false;
        const options: LifeOptions = {
          tickMs,
          onTransaction: () => {
            if (!isFull) return;
            isFull = false;
            throw new FaultError(fault('STORE_FULL', 'The disk is full.'));
          },
        };
        let life = startLife(folder.path, options);
        let next = 0;
        const happen = (count: number): void => {
          life.ledger.log.append(events.slice(next, next + count));
          next += count;
          life.projection.wake();
        };
        for (const it of steps) {
          const walk = walks[it.kind === 'bars' ? it.walk : 0];
          assert(walk !== undefined, 'there are bars');
          if (it.kind === 'events') happen(it.count);
          else if (it.kind === 'pass') life.clock.advance(it.ms);
          else if (it.kind === 'full') isFull = true;
          else if (it.kind === 'clearGraph') life.market.projections.clear('graph');
          else if (it.kind === 'clearVectors') {
            life.market.projections.clear('vectors');
            life.keeper.start();
          } else if (it.kind === 'bars') {
            record(life, walk, it.from, it.count, it.raise);
            if (it.isTold) told(life, walk, it.from);
          } else {
            life[Symbol.dispose]();
            life = startLife(folder.path, options);
          }
        }
        happen(events.length);
        // Whoever writes bars tells of them in the end, or ends.
        life.keeper.start();
        life.settle();
        const found = remembered(folder.path);
        expect(life.market.projections.deadLetters(1)).toEqual([]);
        expect(rebuiltAfter(life, folder.path)).toEqual(found);
        expect(found.nodes.length).toBeGreaterThan(0);
      },
    ),
    { numRuns: 12 },
  );
}, 120_000);
