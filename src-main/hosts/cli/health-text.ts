import Table from 'cli-table3';
import type { Fault } from '#shared/base/fault.ts';
import type { ProjectionHealth } from '#shared/contract/memory.ts';
import { streamName } from '#shared/contract/stream-name.ts';
import type { StoreHealth, SyncHealth, SyncStream } from '#shared/contract/sync-health.ts';
import { byTrouble } from '#shared/contract/sync-trouble.ts';

/** Streams, stores and what is made of them as tables for people, what is wrong on top; empty where there is nothing to tell. */
export function healthText({
  streams,
  stores,
  projections,
}: Pick<SyncHealth, 'streams' | 'stores' | 'projections'>): string {
  return [
    streams.length === 0 ? null : streamsText(streams.toSorted(byTrouble)),
    stores.length === 0 ? null : storesText(stores),
    projections.length === 0 ? null : projectionsText(projections),
  ]
    .filter((text) => text !== null)
    .join('\n');
}

function streamsText(streams: readonly SyncStream[]): string {
  const columns: readonly Column<SyncStream>[] = [
    ['stream', streamName],
    ['state', stateText],
    ['stored', ({ stored }) => count(stored)],
    ['last (UTC)', ({ lastUtcMs }) => stampText(lastUtcMs)],
    ['lag', ({ lagMs }) => durationText(lagMs)],
    ['past', pastText],
    ['holes', holesText],
  ];
  return tableText(columns, streams);
}

function storesText(stores: readonly StoreHealth[]): string {
  const columns: readonly Column<StoreHealth>[] = [
    ['store', ({ name }) => `${name}.db`],
    ['state', ({ level }) => level],
    ['size', ({ sizeBytes }) => bytesText(sizeBytes)],
    ['to be moved', ({ writeAheadBytes }) => bytesText(writeAheadBytes)],
    ['outbox', ({ outboxDepth }) => (outboxDepth === null ? nothing : count(outboxDepth))],
    ['last backup (UTC)', ({ lastBackupUtcMs }) => stampText(lastBackupUtcMs)],
  ];
  return tableText(columns, stores);
}

function projectionsText(projections: readonly ProjectionHealth[]): string {
  const columns: readonly Column<ProjectionHealth>[] = [
    ['memory', ({ name }) => name],
    ['answered by', answeredBy],
    ['still to come', ({ depth }) => count(depth)],
    ['for', ({ depth, lagMs }) => (depth === 0 ? nothing : durationText(lagMs))],
    ['passed over', ({ deadLetters }) => count(deadLetters)],
  ];
  return tableText(columns, projections);
}

/** "chroma", or "exact (chroma is wanted, try 3 in 12 s)". */
function answeredBy({ adapter, wanted, attempts, nextAttemptInMs }: ProjectionHealth): string {
  if (adapter === wanted) return adapter;
  const next = nextAttemptInMs === null ? '' : `, try ${attempts + 1} in ${durationText(nextAttemptInMs)}`;
  return `${adapter} (${wanted} is wanted${next})`;
}

type Column<Row> = readonly [head: string, textOf: (row: Row) => string];

/** One line a row; what is wrong is wrapped, and has a column only where something is. */
function tableText<Row extends { readonly fault: Fault | null }>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): string {
  const isWrong = rows.some(({ fault }) => fault !== null);
  const table = new Table({
    head: [...columns.map(([head]) => head), ...(isWrong ? ['what is wrong'] : [])],
    colWidths: [...columns.map(() => null), ...(isWrong ? [wrongWidth] : [])],
    wordWrap: true,
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) {
    const { fault } = row;
    const wrong = fault === null ? '' : `${fault.code}: ${fault.message}`;
    table.push([...columns.map(([, textOf]) => textOf(row)), ...(isWrong ? [wrong] : [])]);
  }
  return table.toString();
}

const wrongWidth = 48;

const nothing = '–';

/** "live", or "waiting (next try in 12 s)". */
function stateText({ phase, nextAttemptInMs, attempts }: SyncStream): string {
  if (nextAttemptInMs === null) return phase;
  return `${phase} (try ${attempts + 1} in ${durationText(nextAttemptInMs)})`;
}

function pastText({ backfill, firstUtcMs, ratePerSecond }: SyncStream): string {
  if (backfill === null) return firstUtcMs === null ? nothing : `since ${stampText(firstUtcMs).slice(0, 10)}`;
  const rate = ratePerSecond === 0 ? '' : `, ${count(Math.round(ratePerSecond))}/s`;
  const left = backfill.remainingMs === null ? '' : `, ${durationText(backfill.remainingMs)} left`;
  return `${Math.floor(backfill.doneRatio * 100)} %${rate}${left}`;
}

function holesText({ holes }: SyncStream): string {
  if (holes === null) return nothing;
  return holes.unexpected === 0 ? '0' : `${holes.unexpected} (${count(holes.missingBars)} bars missing)`;
}

export const count = (value: number): string => value.toLocaleString('en-US');

export const stampText = (utcMs: number | null): string =>
  utcMs === null ? nothing : new Date(utcMs).toISOString().slice(0, 16).replace('T', ' ');

/** In the largest unit that says something, rounded down. */
export function durationText(ms: number | null): string {
  if (ms === null) return nothing;
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** In units of thousands, as file managers count. */
function bytesText(bytes: number): string {
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(bytes) / 3)));
  return `${Number((bytes / 1000 ** power).toFixed(1))} ${units[power] ?? 'B'}`;
}
