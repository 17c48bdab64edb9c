import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AgentRunSummary } from '#shared/agent/agent-run.ts';
import type { RunsWish } from '#shared/contract/agents.ts';
import type { ModelExchange } from '#main/ports/agent-runs.ts';
import { sampleRunSummary, sampleSteps } from '#main/testkit/sample-agent-run.ts';
import { temporaryStores, valueOf, type TemporaryStores } from '../temporary-stores.suite.ts';
import { deleteAgentsFile } from './open-agents-database.ts';
import { openAgentsStore, type AgentsStore } from './open-agents-store.ts';
import { openAgentsToRead } from './open-agents-to-read.ts';

let stores: TemporaryStores;
let store: AgentsStore;

const open = (runsKept = 100): AgentsStore =>
  openAgentsStore(stores.folder, { context: stores.context, timers: stores.clock.timers, runsKept });

beforeEach(() => {
  stores = temporaryStores();
  store = open();
});

afterEach(() => {
  store[Symbol.dispose]();
  stores[Symbol.dispose]();
});

const everything: RunsWish = { scenario: null, symbol: null, kind: null, decisionId: null, before: null, limit: 100 };

const summaryAt = (minute: number, changes: Partial<Record<keyof AgentRunSummary, unknown>> = {}): AgentRunSummary => {
  const startedAtUtcMs = sampleRunSummary().startedAtUtcMs + minute * 60_000;
  return sampleRunSummary({
    runId: `entry:decision-${minute}@${startedAtUtcMs}`,
    decisionId: `decision-${minute}`,
    startedAtUtcMs,
    ...changes,
  });
};

const exchange: ModelExchange = {
  ...{ sequence: 1, agent: 'signal', model: 'gpt-oss:120b-cloud', rung: 0, latencyMs: 812.5, fault: null },
  prompt: { name: 'signal.intraday', version: 1, hash: 'a'.repeat(64) },
  ...{ request: { turns: ['…'] }, requestHash: 'b'.repeat(64), reply: { content: '{}' } },
};

const input = { question: { kind: 'entry' }, readings: [{ tool: 'bars', arguments: {}, answer: [1, 2] }] };

function tell(summary: AgentRunSummary): void {
  store.runs.begin({ ...summary, state: 'running' });
  for (const step of sampleSteps) store.runs.addStep(summary.runId, step);
  store.runs.addExchange(summary.runId, exchange);
  store.runs.end(summary, input);
}

const idsOf = (wish: Partial<RunsWish> = {}): readonly string[] =>
  store.runs.runs({ ...everything, ...wish }).map(({ decisionId }) => decisionId ?? '');

const linesAbout = (words: string): number => stores.lines.filter(({ message }) => message.includes(words)).length;

test('a run is read as it was told, also by another process and after a restart', () => {
  const summary = summaryAt(1);
  tell(summary);
  const told = { run: { summary, steps: sampleSteps }, input, exchanges: [exchange] };
  expect(store.runs.recorded(summary.runId)).toEqual(told);
  using reader = valueOf(openAgentsToRead(stores.folder, stores.context));
  expect(reader?.recorded(summary.runId)).toEqual(told);
  store[Symbol.dispose]();
  store = open();
  expect(store.runs.recorded(summary.runId)).toEqual(told);
  expect(store.runs.run('entry:unknown@1')).toBeNull();
});

test('runs are listed newest first, by whatever is wished, page by page', () => {
  tell(summaryAt(1));
  tell(summaryAt(2, { scenario: 'A' }));
  tell(summaryAt(3, { symbol: 'EURUSD', kind: 'manage' }));
  expect(idsOf()).toEqual(['decision-3', 'decision-2', 'decision-1']);
  expect(idsOf({ scenario: 'A' })).toEqual(['decision-2']);
  expect(idsOf({ symbol: 'EURUSD' })).toEqual(['decision-3']);
  expect(idsOf({ kind: 'entry' })).toEqual(['decision-2', 'decision-1']);
  expect(idsOf({ decisionId: summaryAt(1).decisionId })).toEqual(['decision-1']);
  expect(idsOf({ limit: 1 })).toEqual(['decision-3']);
  const { startedAtUtcMs, runId } = summaryAt(3);
  expect(idsOf({ before: { startedAtUtcMs, runId } })).toEqual(['decision-2', 'decision-1']);
});

test('what comes after a run was packed stands behind it', () => {
  const summary = summaryAt(1);
  tell(summary);
  const later = { kind: 'ticketEnded', sequence: 3, atMs: 9, approvalId: null, outcome: 'denied' } as const;
  store.runs.addStep(summary.runId, later);
  expect(store.runs.run(summary.runId)?.steps).toEqual([...sampleSteps, later]);
});

test('steps rest until they are one commit, and nobody waits for the disk', () => {
  const summary = summaryAt(1);
  tell(summary);
  using other = valueOf(openAgentsToRead(stores.folder, stores.context));
  expect(other?.runs(everything)).toEqual([]);
  stores.clock.advance(100);
  expect(other?.runs(everything)).toEqual([summary]);
  expect(stores.clock.pendingTimers()).toBe(0);
});

test('that runs have begun is on the disk before the loop turns, and a process that dies then leaves them interrupted', async () => {
  const [first, second] = [summaryAt(1, { state: 'running' }), summaryAt(2, { state: 'running' })];
  using other = valueOf(openAgentsToRead(stores.folder, stores.context));
  store.runs.begin(first);
  store.runs.addStep(first.runId, sampleSteps[0] ?? expect.fail());
  store.runs.begin(second);
  expect(other?.runs(everything)).toEqual([]);
  await Promise.resolve();
  expect(other?.runs(everything)).toEqual([second, first]);
  expect(other?.run(first.runId)?.steps).toEqual([]);
  // Nothing else is written by who is dead: his timer still rests.
  using next = open();
  expect(next.runs.runs(everything).map(({ state }) => state)).toEqual(['interrupted', 'interrupted']);
});

test('a run that is begun again under its name before it was written takes nothing of the first', () => {
  const summary = summaryAt(1);
  tell(summary);
  store.runs.begin(summary);
  expect(store.runs.run(summary.runId)).toEqual({ summary, steps: [] });
});

test('steps that rested before a run ended stand before those of its last moment', () => {
  const summary = summaryAt(1);
  const [first, second] = sampleSteps;
  store.runs.begin({ ...summary, state: 'running' });
  store.runs.addStep(summary.runId, first ?? expect.fail());
  stores.clock.advance(100);
  store.runs.addStep(summary.runId, second ?? expect.fail());
  store.runs.addExchange(summary.runId, exchange);
  store.runs.end(summary, input);
  expect(store.runs.recorded(summary.runId)).toEqual({
    run: { summary, steps: [first, second] },
    input,
    exchanges: [exchange],
  });
});

test('what was under way when its process ended is interrupted; what waits for a ticket waits on', () => {
  store.runs.begin(summaryAt(1, { state: 'running' }));
  store.runs.begin(summaryAt(2, { state: 'waiting' }));
  store[Symbol.dispose]();
  store = open();
  expect(store.runs.runs(everything).map(({ state }) => state)).toEqual(['waiting', 'interrupted']);
});

test('only the newest are kept, with what belongs to them', () => {
  store[Symbol.dispose]();
  store = open(10);
  for (let minute = 0; minute < 60; minute++) tell(summaryAt(minute));
  expect(idsOf()).toHaveLength(10);
  expect(idsOf()[0]).toBe('decision-59');
  using database = openRaw();
  for (const table of ['recordings'])
    expect(database.get(`SELECT count(DISTINCT run) AS count FROM ${table}`)).toEqual({ count: 10 });
});

test('the file does not grow once as many runs are in it as are kept', () => {
  store[Symbol.dispose]();
  store = open(50);
  const pagesAfter = (from: number, to: number): number => {
    for (let minute = from; minute < to; minute++) {
      tell(summaryAt(minute));
      if (minute % 10 === 9) stores.clock.advance(100);
    }
    idsOf();
    using database = openRaw();
    return (database.get('PRAGMA page_count') as { page_count: number }).page_count;
  };
  const before = pagesAfter(0, 300);
  expect(pagesAfter(300, 1200)).toBeLessThanOrEqual(before + 2);
});

test.each<readonly [string, (file: string) => void]>([
  [
    'is no database',
    (file) => writeFileSync(file, 'not a database at all, though as long as the head of one: '.repeat(40)),
  ],
  ['is cut short', (file) => writeFileSync(file, readFileSync(file).subarray(0, 5000))],
  ['is somebody else’s', (file) => changeWith(file, 'PRAGMA application_id = 7')],
  ['is of a newer program', (file) => changeWith(file, 'PRAGMA user_version = 99')],
])('a file that %s is made anew, with a warning', (_, spoil) => {
  tell(summaryAt(1));
  store[Symbol.dispose]();
  spoil(stores.folder.agentsFile);
  store = open();
  expect(idsOf()).toEqual([]);
  tell(summaryAt(2));
  expect(idsOf()).toEqual(['decision-2']);
  expect(linesAbout('its file cannot be used')).toBe(1);
});

test('where no file can be, runs are kept in memory', () => {
  store[Symbol.dispose]();
  deleteAgentsFile(stores.folder.agentsFile);
  mkdirSync(stores.folder.agentsFile);
  store = open();
  tell(summaryAt(1));
  expect(idsOf()).toEqual(['decision-1']);
  expect(linesAbout('in memory alone')).toBe(1);
});

test('what the disk refuses is told once and lost, and it goes on when the disk takes it again', () => {
  const lock = new Database(stores.folder.agentsFile);
  lock.exec('BEGIN EXCLUSIVE');
  tell(summaryAt(1));
  stores.clock.advance(100);
  tell(summaryAt(2));
  stores.clock.advance(100);
  lock.exec('ROLLBACK');
  lock.close();
  tell(summaryAt(3));
  expect(idsOf()).toEqual(['decision-3']);
  expect(linesAbout('is not kept')).toBe(1);
});

function changeWith(file: string, sql: string): void {
  const database = new Database(file);
  database.exec(sql);
  database.close();
}

function openRaw(): Disposable & { readonly get: (sql: string) => unknown } {
  const database = new Database(stores.folder.agentsFile, { readonly: true });
  return { get: (sql) => database.prepare(sql).get(), [Symbol.dispose]: () => database.close() };
}
