import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { assert, assertDefined } from '#shared/base/assert.ts';
import { endOfTimeUtcMs, utcMs } from '#shared/units/utc-ms.ts';
import { findRealChroma, startRealChroma, type RealChroma } from '#main/testkit/real-chroma.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { seededRandom } from '#shared/base/seeded-random.ts';
import { systemMachine } from '#main/wiring/machine.ts';
import { openStoresAt, realClocks } from '#main/wiring/open-stores.ts';
import { settingsSchema } from '#main/wiring/settings.ts';
import { stateVersion } from '#main/wiring/shape-of.ts';
import { wireMemory } from '#main/wiring/wire-memory.ts';
import type { Benchmark, Figure, Measured } from './benchmark.ts';
import { higher, lower, quantile } from './figures.ts';
import { residentMiB } from './resident-memory.ts';
import { areBarsReal, deriveStates } from './similar/derive-states.ts';
import { openVectors, type VectorQuery, type VectorRecord, type Vectors } from './similar/mirrored-vectors.ts';
import { ownClient, type OwnClient } from './similar/own-client.ts';

/** Another count is for trying the benchmark itself. */
const states = Number(process.env.ATS_BENCH_ROWS ?? 100_000);
const queriesOfEach = 300;
const warmUpQueries = 20;
const neighbours = 10;

/** As many rows in a request as our way has. */
const batch = 1000;

/** How like a stored state is to what is asked for. */
const noise = 0.02;

const patienceMs = 300_000;

/** A hundred thousand states of the market: how well, how fast and at what cost those like one are found. */
export const similar: Benchmark = {
  name: 'similar',
  describes: 'similar states among 100,000: Chroma against the exact scan and against its own client, with filters',
  run: async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ats-bench-'));
    try {
      return await measure(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** What is asked for besides likeness. */
const filters = ['plain', 'symbol', 'asOf', 'symbolAndTimes'] as const;

type Filter = (typeof filters)[number];

async function measure(folder: string): Promise<Measured> {
  await using opening = new AsyncDisposableStack();
  const { logger } = createRecordingLogger();
  const opened = openStoresAt(folder, logger, realClocks());
  assert(opened.ok, 'a new folder can be opened');
  opening.use(opened.value.stores);
  const settings = settingsSchema.parse({});
  const wired = wireMemory({ ...opened.value, settings, machine: systemMachine, launcher: null, logger });
  opening.use(wired);
  await deriveStates(opened.value.stores, wired, states);

  const exact = opening.use(openVectors(opened.value, 'exact')).ladder.now().reads;
  const records = await readAll(exact);
  const loaded = await loadExact(opening.use(openVectors(opened.value, 'exact')).ladder.now().reads, records);
  const queries = new Map(filters.map((filter) => [filter, queriesFor(filter, records)] as const));
  const scanned = await searchAll(exact, queries);
  const context = {
    states: records.length,
    components: records[0]?.vector.length ?? 0,
    bars: areBarsReal()
      ? 'real hours of XAUUSD and EURUSD'
      : 'seeded hours: no real ones lie in ATS_TEST_DATA or ../shared/data',
    queries: `${queriesOfEach} of each: ${filters.join(', ')}`,
  };
  const figures = { ...loaded, ...exactFigures(scanned) };
  const program = findRealChroma();
  if (program.kind === 'absent') return { figures, context: { ...context, leftOut: `Chroma: ${program.reason}` } };

  await using server = await startRealChroma();
  const mirror = opening.use(openVectors(opened.value, server.url.href));
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  const projectedRows = await project(mirror, records.length);
  loop.disable();
  const chroma = mirror.ladder.now();
  assert(chroma.adapter === 'chroma', 'the server is in step and answers');
  const own = await ownClient(server.url, `quotes-${stateVersion}-H1`);
  const compared = await compare(chroma.reads, own, queries);
  const ownSeconds = await own.upsertAll(records, batch);
  return {
    figures: {
      ...figures,
      ...chromaFigures(compared, scanned),
      projectorRowsPerSecond: higher(projectedRows, 'rows/s'),
      projectorLoopMsP99: lower(loop.percentile(99) / 1e6, 'ms'),
      projectorLoopMsMax: lower(loop.max / 1e6, 'ms'),
      ownUpsertRowsPerSecond: higher(records.length / ownSeconds, 'rows/s'),
      projectorToOwnUpsert: higher(projectedRows / (records.length / ownSeconds), 'ratio', 0.7),
      chromaMemoryMiB: chromaMemory(server),
    },
    context,
  };
}

const chromaMemory = ({ pid }: RealChroma): Figure => lower(residentMiB(pid), 'MiB');

async function readAll(index: Vectors): Promise<readonly VectorRecord[]> {
  const records: VectorRecord[] = [];
  for (const partition of await index.partitions())
    for await (const record of index.records(partition)) records.push(record);
  return records;
}

/** The first question of an index that was not asked before loads the partition. */
async function loadExact(index: Vectors, records: readonly VectorRecord[]): Promise<Measured['figures']> {
  const { arrayBuffers } = process.memoryUsage();
  const [query] = queriesFor('plain', records);
  const beganMs = performance.now();
  await index.search(assertDefined(query, 'there are queries'));
  return {
    exactLoadMs: lower(performance.now() - beganMs, 'ms'),
    exactMemoryMiB: lower((process.memoryUsage().arrayBuffers - arrayBuffers) / 2 ** 20, 'MiB'),
  };
}

const partition = { collection: 'quotes', version: stateVersion, timeframe: 'H1' } as const;

/** States like stored ones, at seeded places; the filters leave about half, a half and a tenth of all. */
function queriesFor(filter: Filter, records: readonly VectorRecord[]): readonly VectorQuery[] {
  const random = seededRandom(filters.indexOf(filter) + 1);
  const times = records.map(({ knownAtUtcMs }) => knownAtUtcMs).sort((a, b) => a - b);
  const timeAt = (share: number) => utcMs(times[Math.floor(times.length * share)] ?? 0);
  return Array.from({ length: queriesOfEach }, () => {
    const { vector, symbol } = assertDefined(records[Math.floor(random() * records.length)], 'a place among them');
    const hasTimes = filter === 'asOf' || filter === 'symbolAndTimes';
    return {
      partition,
      vector: vector.map((component) => component + noise * (random() - 0.5)),
      k: neighbours,
      asOfUtcMs: hasTimes ? timeAt(0.25 + random() / 2) : endOfTimeUtcMs,
      fromUtcMs: filter === 'symbolAndTimes' ? timeAt(random() / 4) : null,
      symbols: filter === 'symbol' || filter === 'symbolAndTimes' ? [symbol] : null,
    };
  });
}

interface Searched {
  readonly ms: readonly number[];
  readonly found: readonly (readonly string[])[];
}

async function searchAll(
  index: Vectors,
  queries: ReadonlyMap<Filter, readonly VectorQuery[]>,
): Promise<ReadonlyMap<Filter, Searched>> {
  const searched = new Map<Filter, Searched>();
  for (const [filter, of] of queries) {
    const [ofIndex] = await askInTurns(of, [idsOf(index)]);
    searched.set(filter, assertDefined(ofIndex, 'one was asked'));
  }
  return searched;
}

type Search = (query: VectorQuery) => Promise<readonly string[]>;

const idsOf =
  (index: Vectors): Search =>
  async (query) =>
    (await index.search(query)).map(({ id }) => id);

/** Each question to all of them, one after the other: what disturbs the machine disturbs all alike. */
async function askInTurns(queries: readonly VectorQuery[], searches: readonly Search[]): Promise<readonly Searched[]> {
  for (const query of queries.slice(0, warmUpQueries)) for (const search of searches) await search(query);
  const searched = searches.map(() => ({ ms: [] as number[], found: [] as (readonly string[])[] }));
  for (const query of queries)
    for (const [index, search] of searches.entries()) {
      const beganMs = performance.now();
      const found = await search(query);
      searched[index]?.ms.push(performance.now() - beganMs);
      searched[index]?.found.push(found);
    }
  return searched;
}

function exactFigures(scanned: ReadonlyMap<Filter, Searched>): Measured['figures'] {
  const ms = [...scanned.values()].flatMap((it) => it.ms);
  return {
    exactMsP50: lower(quantile(ms, 0.5), 'ms'),
    exactMsP99: lower(quantile(ms, 0.99), 'ms', 60),
  };
}

/** Brings all rows to an empty server, and answers how many a second. */
async function project(mirror: ReturnType<typeof openVectors>, rows: number): Promise<number> {
  mirror.start();
  const startedMs = performance.now();
  // The server is looked for first; what counts begins with it.
  while (mirror.health().server === '' || mirror.health().fault !== null) await patiently(startedMs);
  const beganMs = performance.now();
  while (mirror.health().adapter !== 'chroma') await patiently(startedMs);
  return (rows / (performance.now() - beganMs)) * 1000;
}

async function patiently(sinceMs: number): Promise<void> {
  assert(performance.now() - sinceMs < patienceMs, 'the server was brought in step in time');
  await sleep(20);
}

interface Compared {
  readonly ours: Searched;
  readonly own: Searched;
}

/** The same questions to the same server by our way and by its own client. */
async function compare(
  index: Vectors,
  own: OwnClient,
  queries: ReadonlyMap<Filter, readonly VectorQuery[]>,
): Promise<ReadonlyMap<Filter, Compared>> {
  const compared = new Map<Filter, Compared>();
  for (const [filter, of] of queries) {
    const [ofOwn, ours] = await askInTurns(of, [(query) => own.search(query), idsOf(index)]);
    compared.set(filter, {
      own: assertDefined(ofOwn, 'two were asked'),
      ours: assertDefined(ours, 'two were asked'),
    });
  }
  return compared;
}

function chromaFigures(
  compared: ReadonlyMap<Filter, Compared>,
  scanned: ReadonlyMap<Filter, Searched>,
): Measured['figures'] {
  const figures: Record<string, Figure> = {};
  for (const [filter, { ours, own }] of compared) {
    const truth = assertDefined(scanned.get(filter), 'the exact scan was asked the same').found;
    const [oursP99, ownP99] = [quantile(ours.ms, 0.99), quantile(own.ms, 0.99)];
    figures[`${filter}Recall`] = higher(recall(ours.found, truth), 'ratio', 0.95);
    figures[`${filter}OwnClientRecall`] = higher(recall(own.found, truth), 'ratio');
    figures[`${filter}MsP99`] = lower(oursP99, 'ms');
    figures[`${filter}OwnClientMsP99`] = lower(ownP99, 'ms');
    figures[`${filter}P99ToOwnClient`] = lower(oursP99 / ownP99, 'ratio', 1.3);
  }
  return figures;
}

/** Of the nearest that the exact scan found, the share that was found. */
function recall(found: readonly (readonly string[])[], truth: readonly (readonly string[])[]): number {
  let hits = 0;
  let wanted = 0;
  for (const [index, ids] of truth.entries()) {
    const among = new Set(found[index]);
    wanted += ids.length;
    hits += ids.filter((id) => among.has(id)).length;
  }
  return hits / wanted;
}
