import { stateIdStem } from '#shared/market/state-id.ts';
import { recordId } from '#shared/trading/record-id.ts';
import { assertDefined } from '#shared/base/assert.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { VectorChange, VectorPartition, VectorRecord } from '#main/ports/vector-index.ts';
import { partitionKey } from '../../vector/partition-key.ts';
import type { VectorRows } from '../../vector/vector-rows.ts';
import type { ReadableDb } from '../readable-db.ts';
import { selectChangeFeed } from './change-feed-rows.ts';
import { unpackVector } from './packed-vector.ts';
import {
  selectSituationChanges,
  selectSituationPartitions,
  selectSituationsOf,
  type SituationPartition,
  type SituationRow,
} from './situation-rows.ts';
import { selectStateChanges, selectStateTuples } from './state-rows.ts';
import { hasStates, selectStateSets, type StateSet } from './state-set-rows.ts';
import {
  selectTextMethods,
  selectTextVectorChanges,
  selectTextVectorsOf,
  type TextVectorRow,
} from './text-vector-rows.ts';
import { countChangesUpTo } from './vector-change-rows.ts';

/** So many are counted; beyond that the distance of the revisions is told, which counts rows that changed again too. A count of them takes half a millisecond. */
const countedMax = 50_000;
/** Of a partition that is read as a whole: some hundredths of a millisecond. */
const rowsPerPage = 128;

/**
 * States, situations and texts as vectors: what changed, by its revision, and what a partition holds. A row that cannot be compared (a state that is no
 * more, a record without one, a text that is not embedded) is told as removed.
 */
export const sqliteVectorFeed = (db: ReadableDb): VectorRows => ({
  epoch: () => selectChangeFeed(db, 'vectors').epoch,
  newest: () => selectChangeFeed(db, 'vectors').lastRevision,
  depth: (revision) => {
    const counted = countChangesUpTo(db, revision, countedMax);
    const { lastRevision } = selectChangeFeed(db, 'vectors');
    return counted < countedMax ? counted : Math.max(countedMax, lastRevision - revision);
  },
  after: (revision, limit) =>
    [
      ...stateChanges(db, revision, limit),
      ...selectSituationChanges(db, revision, limit).map(situationChange),
      ...selectTextVectorChanges(db, revision, limit).map(textChange),
    ]
      .sort((a, b) => a.revision - b.revision)
      .slice(0, limit),
  partitions: () => {
    const stored = [
      ...selectStateSets(db).flatMap((set) => (hasStates(db, set.setId) ? [quotesOf(set)] : [])),
      ...selectSituationPartitions(db).map(partitionOfSituation),
      ...selectTextMethods(db).flatMap((method) =>
        selectTextVectorsOf(db, method, '', 1).length > 0 ? [{ collection: 'texts' as const, method }] : [],
      ),
    ];
    const byKey = new Map(stored.map((partition) => [partitionKey(partition), partition]));
    return [...byKey.keys()].sort().map((key) => assertDefined(byKey.get(key), 'a key of the map'));
  },
  records: (partition) => {
    if (partition.collection === 'texts') return textRecords(db, partition.method);
    const { collection, version: stateVersion, timeframe } = partition;
    if (collection === 'quotes') return stateRecords(db, partition);
    return situationRecords(db, { kind: collection === 'signals' ? 'signal' : 'trade', stateVersion, timeframe });
  },
});

const quotesOf = ({ series, stateVersion }: StateSet): VectorPartition => ({
  collection: 'quotes',
  version: stateVersion,
  timeframe: series.timeframe,
});

function stateChanges(db: ReadableDb, revision: number, limit: number): readonly VectorChange[] {
  const tuples = selectStateChanges(db, revision, limit);
  if (tuples.length === 0) return [];
  const sets = new Map(
    selectStateSets(db).map((set) => [
      set.setId,
      { partition: quotesOf(set), stem: stateIdStem(set.series), symbol: set.series.symbol },
    ]),
  );
  return tuples.flatMap(([at, setId, openTimeUtcMs, knownAtUtcMs, packed]): readonly VectorChange[] => {
    const set = sets.get(setId);
    // Only for who reads beside the writer: a new life began between the two statements, which the epoch tells next.
    if (set === undefined) return [];
    const { partition, stem, symbol } = set;
    const id = `${stem}${openTimeUtcMs}`;
    if (packed === null) return [{ kind: 'removed', partition, revision: at, id }];
    const record = { id, symbol, knownAtUtcMs: utcMs(knownAtUtcMs), vector: unpackVector(packed) };
    return [{ kind: 'put', partition, revision: at, record }];
  });
}

const partitionOfSituation = ({ kind, stateVersion, timeframe }: SituationPartition): VectorPartition => ({
  collection: kind === 'signal' ? 'signals' : 'trades',
  version: stateVersion,
  timeframe,
});

function situationChange(row: SituationRow & { readonly revision: number }): VectorChange {
  const partition = partitionOfSituation(row);
  const record = situationRecord(row);
  if (record === null) return { kind: 'removed', partition, revision: row.revision, id: recordId(row.kind, row.key) };
  return { kind: 'put', partition, revision: row.revision, record };
}

/** Known when it happened, which is when the state before it was known already. */
function situationRecord({ kind, key, symbol, atUtcMs, knownAtUtcMs, packed }: SituationRow): VectorRecord | null {
  if (packed === null) return null;
  const known = utcMs(Math.max(atUtcMs, knownAtUtcMs ?? 0));
  return { id: recordId(kind, key), symbol, knownAtUtcMs: known, vector: unpackVector(packed) };
}

function textChange(row: TextVectorRow): VectorChange {
  const partition: VectorPartition = { collection: 'texts', method: row.method };
  const record = textRecord(row);
  if (record === null) return { kind: 'removed', partition, revision: row.revision, id: row.recordId };
  return { kind: 'put', partition, revision: row.revision, record };
}

const textRecord = ({ recordId: id, symbol, knownAtUtcMs, packed }: TextVectorRow): VectorRecord | null =>
  packed === null ? null : { id, symbol, knownAtUtcMs: utcMs(knownAtUtcMs), vector: unpackVector(packed) };

function* stateRecords(db: ReadableDb, partition: VectorPartition): Generator<VectorRecord, void> {
  for (const set of selectStateSets(db)) {
    if (partitionKey(quotesOf(set)) !== partitionKey(partition)) continue;
    const stem = stateIdStem(set.series);
    const { symbol } = set.series;
    const read = (after: number) => selectStateTuples(db, set.setId, after, rowsPerPage);
    for (const [openTimeUtcMs, knownAtUtcMs, packed] of pages(read, -1, ([openTime]) => openTime))
      yield { id: `${stem}${openTimeUtcMs}`, symbol, knownAtUtcMs: utcMs(knownAtUtcMs), vector: unpackVector(packed) };
  }
}

function* situationRecords(db: ReadableDb, partition: SituationPartition): Generator<VectorRecord, void> {
  const read = (after: string) => selectSituationsOf(db, partition, after, rowsPerPage);
  for (const row of pages(read, '', ({ key }) => key)) yield* thoseThatAre(situationRecord(row));
}

function* textRecords(db: ReadableDb, method: string): Generator<VectorRecord, void> {
  const read = (after: string) => selectTextVectorsOf(db, method, after, rowsPerPage);
  for (const row of pages(read, '', ({ recordId: id }) => id)) yield* thoseThatAre(textRecord(row));
}

const thoseThatAre = (record: VectorRecord | null): readonly VectorRecord[] => (record === null ? [] : [record]);

function* pages<Row, Place>(
  read: (after: Place) => readonly Row[],
  start: Place,
  placeOf: (row: Row) => Place,
): Generator<Row, void> {
  let page = read(start);
  for (let last = page.at(-1); last !== undefined; last = page.at(-1)) {
    yield* page;
    page = read(placeOf(last));
  }
}
