import {
  BaseCheckpointSaver,
  Command,
  interrupt,
  isInterrupted,
  StateGraph,
  START,
  Annotation,
} from '@langchain/langgraph';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { assert } from '#shared/base/assert.ts';
import { temporaryStores, type TemporaryStores } from '../temporary-stores.suite.ts';
import type { Checkpointer } from './checkpointer.ts';
import { openAgentsStore, type AgentsStore } from './open-agents-store.ts';

let stores: TemporaryStores;
let store: AgentsStore;

const open = (): AgentsStore =>
  openAgentsStore(stores.folder, { context: stores.context, timers: stores.clock.timers, runsKept: 100 });

beforeEach(() => {
  stores = temporaryStores();
  store = open();
});

afterEach(() => {
  store[Symbol.dispose]();
  stores[Symbol.dispose]();
});

/** Waits in its second node for a word, and says it. */
const waitingGraph = (checkpointer: Checkpointer) => {
  assert(checkpointer instanceof BaseCheckpointSaver, 'it is a saver of theirs');
  return new StateGraph(Annotation.Root({ said: Annotation<string>() }))
    .addNode('first', () => ({ said: 'asked' }))
    .addNode('second', () => ({ said: interrupt<string, string>('a word') }))
    .addEdge(START, 'first')
    .addEdge('first', 'second')
    .compile({ checkpointer });
};

const thread = (name: string) => ({ configurable: { thread_id: name } });

test('a graph waits through a restart', async () => {
  const before = waitingGraph(await store.checkpointer());
  expect(isInterrupted(await before.invoke({ said: '' }, thread('A:XAUUSD')))).toBe(true);
  store[Symbol.dispose]();
  store = open();
  const after = waitingGraph(await store.checkpointer());
  expect(await after.invoke(new Command({ resume: 'approved' }), thread('A:XAUUSD'))).toMatchObject({
    said: 'approved',
  });
});

test('a thread that is forgotten leaves nothing, and takes nothing of another', async () => {
  const graph = waitingGraph(await store.checkpointer());
  for (const durability of ['sync', 'async', 'exit'] as const)
    await graph.invoke({ said: '' }, { ...thread('A:XAUUSD'), durability });
  await graph.invoke({ said: '' }, thread('B:XAUUSD'));
  await (await store.checkpointer()).deleteThread('A:XAUUSD');
  const database = new Database(stores.folder.agentsFile, { readonly: true });
  for (const table of ['checkpoints', 'writes'])
    expect(database.prepare(`SELECT DISTINCT thread_id FROM ${table}`).pluck().all()).toEqual(['B:XAUUSD']);
  database.close();
  expect((await graph.getState(thread('A:XAUUSD'))).next).toEqual([]);
  expect(await graph.invoke(new Command({ resume: 'denied' }), thread('B:XAUUSD'))).toMatchObject({ said: 'denied' });
});

test('what the disk refuses stops no graph: it has never been walked', async () => {
  const graph = waitingGraph(await store.checkpointer());
  const lock = new Database(stores.folder.agentsFile);
  lock.exec('BEGIN EXCLUSIVE');
  await (await store.checkpointer()).deleteThread('A:XAUUSD');
  expect(isInterrupted(await graph.invoke({ said: '' }, thread('A:XAUUSD')))).toBe(true);
  lock.exec('ROLLBACK');
  lock.close();
  expect((await graph.getState(thread('A:XAUUSD'))).next).toEqual([]);
  expect(stores.lines.filter(({ message }) => message === 'where a graph stands is not kept')).toHaveLength(1);
});
