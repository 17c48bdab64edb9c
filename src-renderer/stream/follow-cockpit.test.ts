import { ORPCError } from '@orpc/client';
import { expect, test, vi } from 'vitest';
import { cockpitBatchSchema, type CockpitBatch } from '#shared/contract/cockpit-snapshot.ts';
import type { AgentRunBatch } from '#shared/contract/agents.ts';
import type { ContractClient } from '#shared/contract/contract-client.ts';
import type { SyncHealth, SyncHealthBatch } from '#shared/contract/sync-health.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { sampleSyncHealth } from '#main/testkit/sample-sync-health.ts';
import { sampleSnapshot } from '#main/testkit/sample-snapshot.ts';
import { sampleRunSummary } from '#main/testkit/sample-agent-run.ts';
import { barFeed, type BarNews } from './bar-feed.ts';
import { cockpitStore, type CockpitStore } from './cockpit-store.ts';
import type { Connection } from './connection.ts';
import { followCockpit, type Follower, type Surroundings } from './follow-cockpit.ts';

/** An engine of a few lines: what it streams is pushed by the test, what is acknowledged is noted. */
class FakeEngine {
  major = 1;
  isAnswering = true;
  readonly acknowledged: number[] = [];
  readonly subscriptions: string[] = [];
  readonly healthsAcknowledged: number[] = [];
  readonly runsAcknowledged: number[] = [];
  readonly runSubscriptions: string[] = [];
  /** Where it has none, asking for them is refused. */
  hasAgents = true;
  /** Null ends the stream of runs. */
  sendRuns: (batch: AgentRunBatch | null) => void = () => undefined;
  /** Null ends the stream of health. */
  sendHealth: (health: SyncHealth | null) => void = () => undefined;
  #push: ((batch: CockpitBatch | null) => void) | null = null;
  #close: (() => void) | null = null;

  connect = (): Promise<Connection> => {
    const { promise: closed, resolve } = Promise.withResolvers<undefined>();
    this.#close = () => {
      resolve(undefined);
      this.#push?.(null);
    };
    return Promise.resolve({ client: this.#client(), closed, close: this.#close });
  };

  send(batch: unknown): void {
    this.#push?.(cockpitBatchSchema.parse(batch));
  }

  cut(): void {
    this.#close?.();
  }

  #client(): ContractClient {
    const version = () =>
      this.isAnswering
        ? Promise.resolve({ major: this.major, minor: 0, program: '9.9.9' })
        : new Promise(() => undefined);
    const changed = ({ subscriptionId }: { readonly subscriptionId: string }) => {
      this.subscriptions.push(subscriptionId);
      return Promise.resolve(this.#batches());
    };
    const acknowledge = ({ sequence }: { readonly sequence: number }) => {
      this.acknowledged.push(sequence);
      return Promise.resolve();
    };
    const sync = {
      changed: () => Promise.resolve(this.#healths()),
      acknowledge: ({ sequence }: { readonly sequence: number }) => {
        this.healthsAcknowledged.push(sequence);
        return Promise.resolve();
      },
    };
    const agents = {
      changed: ({ subscriptionId }: { readonly subscriptionId: string }) => {
        if (!this.hasAgents) return Promise.reject(new ORPCError('REFUSED', { status: 409 }));
        this.runSubscriptions.push(subscriptionId);
        return Promise.resolve(this.#runs());
      },
      acknowledge: ({ sequence }: { readonly sequence: number }) => {
        this.runsAcknowledged.push(sequence);
        return Promise.resolve();
      },
    };
    return { version, cockpit: { changed, acknowledge }, sync, agents } as unknown as ContractClient;
  }

  async *#healths(): AsyncGenerator<SyncHealthBatch> {
    for (let sequence = 1; ; sequence += 1) {
      const { promise, resolve } = Promise.withResolvers<SyncHealth | null>();
      this.sendHealth = resolve;
      const health = await promise;
      if (health === null) return;
      yield { sequence, health };
    }
  }

  async *#runs(): AsyncGenerator<AgentRunBatch> {
    for (;;) {
      const { promise, resolve } = Promise.withResolvers<AgentRunBatch | null>();
      this.sendRuns = resolve;
      const batch = await promise;
      if (batch === null) return;
      yield batch;
    }
  }

  async *#batches(): AsyncGenerator<CockpitBatch> {
    const queue: (CockpitBatch | null)[] = [];
    let wake = (): void => undefined;
    this.#push = (batch) => {
      queue.push(batch);
      wake();
    };
    for (;;) {
      while (queue.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const next = queue.shift() ?? null;
      if (next === null) return;
      yield next;
    }
  }
}

/** Time stands still until the test lets a wait end. */
class HeldTime implements Surroundings {
  readonly waits: { readonly delayMs: number; readonly end: () => void }[] = [];
  readonly lost: unknown[] = [];
  #subscriptions = 0;
  nowMs = (): number => 5000;
  nextFrame = (): Promise<void> => Promise.resolve();
  subscriptionId = (): string => `subscription-${++this.#subscriptions}`;
  logLost = (cause: unknown): void => void this.lost.push(cause);
  wait = (delayMs: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      this.waits.push({ delayMs, end: resolve });
      signal.addEventListener('abort', () => resolve());
    });

  /** Lets the newest wait of this length pass. */
  pass(delayMs: number): void {
    this.waits.findLast((wait) => wait.delayMs === delayMs)?.end();
  }
}

interface Rig extends Disposable {
  readonly engine: FakeEngine;
  readonly time: HeldTime;
  readonly store: CockpitStore;
  readonly news: BarNews[];
  readonly follower: Follower;
}

function rig(prepare: (engine: FakeEngine) => void = () => undefined): Rig {
  const [engine, time, store, feed] = [new FakeEngine(), new HeldTime(), cockpitStore(), barFeed()];
  prepare(engine);
  const news: BarNews[] = [];
  feed.listen({ symbol: 'XAUUSD', timeframe: 'M1' }, (one) => news.push(one));
  const follower = followCockpit(engine.connect, { store, feed, surroundings: time });
  return { engine, time, store, news, follower, [Symbol.dispose]: () => follower[Symbol.dispose]() };
}

const snapshot = { kind: 'snapshot', sequence: 1, sentAtUtcMs: sampleStartUtcMs, snapshot: sampleSnapshot() };
const deltas = (sequence: number, ...list: readonly unknown[]): unknown => ({
  kind: 'deltas',
  sequence,
  sentAtUtcMs: sampleStartUtcMs,
  marketUtcMs: null,
  deltas: list,
});

test('applies each batch and acknowledges it afterwards', async () => {
  using it = rig();
  await vi.waitFor(() => expect(it.engine.subscriptions).toHaveLength(1));
  it.engine.send(snapshot);
  it.engine.send(deltas(2, { kind: 'positionsChanged', positions: [samplePosition()] }));
  await vi.waitFor(() => expect(it.engine.acknowledged).toEqual([1, 2]));
  expect(it.store.getState()).toMatchObject({
    link: { kind: 'connected' },
    replica: { positions: [samplePosition()] },
  });
  expect(it.news).toEqual([{ kind: 'restarted' }]);
});

test('a batch that changes nothing about the connection leaves it the same value, so that nobody draws for it', async () => {
  using it = rig();
  await vi.waitFor(() => expect(it.engine.subscriptions).toHaveLength(1));
  it.engine.send(snapshot);
  await vi.waitFor(() => expect(it.engine.acknowledged).toEqual([1]));
  const { link } = it.store.getState();
  it.engine.send(deltas(2));
  await vi.waitFor(() => expect(it.engine.acknowledged).toEqual([1, 2]));
  expect(it.store.getState().link).toBe(link);
});

test('subscribes again after a gap, and does not acknowledge the batch that showed it', async () => {
  using it = rig();
  await vi.waitFor(() => expect(it.engine.subscriptions).toHaveLength(1));
  it.engine.send(snapshot);
  it.engine.send(deltas(3));
  await vi.waitFor(() => expect(it.engine.subscriptions).toEqual(['subscription-1', 'subscription-2']));
  expect(it.engine.acknowledged).toEqual([1]);
  expect(it.store.getState().link).toEqual({ kind: 'connected' });
});

test('a stream that is nothing but gaps is given up, and the connection made anew', async () => {
  using it = rig();
  for (let subscription = 1; subscription <= 5; subscription += 1) {
    await vi.waitFor(() => expect(it.engine.subscriptions).toHaveLength(subscription));
    it.engine.send(deltas(9));
  }
  await vi.waitFor(() => expect(it.time.lost).toEqual(['the stream had gaps 5 times']));
});

test('keeps what it knew when the connection is lost, says so, and comes back', async () => {
  using it = rig();
  await vi.waitFor(() => expect(it.engine.subscriptions).toHaveLength(1));
  it.engine.send(snapshot);
  await vi.waitFor(() => expect(it.store.getState().link.kind).toBe('connected'));
  it.engine.cut();
  await vi.waitFor(() => expect(it.store.getState().link).toEqual({ kind: 'disconnected', retryAtMs: 5250 }));
  expect(it.store.getState().replica?.programVersion).toBe('0.1.0');
  expect(it.follower.client()).toBeNull();
  it.time.pass(250);
  await vi.waitFor(() => expect(it.engine.subscriptions).toHaveLength(2));
  it.engine.send(snapshot);
  await vi.waitFor(() => expect(it.store.getState().link.kind).toBe('connected'));
});

test('keeps up with the synchronizer too, and takes the end of its stream for the end of the connection', async () => {
  using it = rig();
  await vi.waitFor(() => expect(it.engine.subscriptions).toHaveLength(1));
  it.engine.sendHealth(sampleSyncHealth());
  await vi.waitFor(() => expect(it.engine.healthsAcknowledged).toEqual([1]));
  it.engine.sendHealth(sampleSyncHealth({ circuit: 'open' }));
  await vi.waitFor(() => expect(it.engine.healthsAcknowledged).toEqual([1, 2]));
  expect(it.store.getState().sync).toEqual({ health: sampleSyncHealth({ circuit: 'open' }), receivedAtMs: 5000 });
  it.engine.sendHealth(null);
  await vi.waitFor(() => expect(it.time.lost).toEqual(['the engine ended the stream of its health']));
  expect(it.store.getState().sync?.health.circuit).toBe('open');
});

test('keeps up with the agents’ runs too, and subscribes to them anew after a gap', async () => {
  using it = rig();
  await vi.waitFor(() => expect(it.engine.runSubscriptions).toHaveLength(1));
  it.engine.sendRuns({ kind: 'runs', sequence: 1, runs: [] });
  await vi.waitFor(() => expect(it.engine.runsAcknowledged).toEqual([1]));
  it.engine.sendRuns({ kind: 'news', sequence: 2, news: [{ kind: 'runChanged', summary: sampleRunSummary() }] });
  await vi.waitFor(() => expect(it.engine.runsAcknowledged).toEqual([1, 2]));
  expect(it.store.getState().agents?.runs).toEqual([sampleRunSummary()]);
  it.engine.sendRuns({ kind: 'news', sequence: 7, news: [] });
  await vi.waitFor(() => expect(it.engine.runSubscriptions).toEqual(['agent-runs-1', 'agent-runs-2']));
  it.engine.sendRuns({ kind: 'runs', sequence: 1, runs: [] });
  await vi.waitFor(() => expect(it.engine.runsAcknowledged).toEqual([1, 2, 1]));
  expect(it.store.getState().agents).toMatchObject({ beginnings: 2, runs: [] });
  it.engine.sendRuns(null);
  await vi.waitFor(() => expect(it.time.lost).toEqual(['the engine ended the stream of its agents']));
});

test('an engine without agents is followed all the same', async () => {
  using it = rig((engine) => {
    engine.hasAgents = false;
  });
  await vi.waitFor(() => expect(it.engine.subscriptions).toHaveLength(1));
  it.engine.send(snapshot);
  await vi.waitFor(() => expect(it.engine.acknowledged).toEqual([1]));
  expect(it.store.getState()).toMatchObject({ link: { kind: 'connected' }, agents: null });
});

test('waits longer after each failure, and not at all when told to try now', async () => {
  using it = rig((engine) => {
    engine.connect = () => Promise.reject(new Error('refused'));
  });
  for (const delayMs of [500, 1000, 2000]) {
    await vi.waitFor(() => expect(it.store.getState().link).toMatchObject({ retryAtMs: 5000 + delayMs }));
    it.follower.retryNow();
  }
  await vi.waitFor(() => expect(it.store.getState().link).toMatchObject({ retryAtMs: 9000 }));
  expect(it.time.lost).toHaveLength(1);
});

test('an engine that no longer answers is a connection lost, whatever the socket says', async () => {
  using it = rig();
  await vi.waitFor(() => expect(it.engine.subscriptions).toHaveLength(1));
  it.engine.send(snapshot);
  await vi.waitFor(() => expect(it.store.getState().link.kind).toBe('connected'));
  it.engine.isAnswering = false;
  it.time.pass(5000);
  await vi.waitFor(() => expect(it.time.waits.filter((wait) => wait.delayMs === 5000)).toHaveLength(2));
  it.time.pass(5000);
  await vi.waitFor(() => expect(it.store.getState().link.kind).toBe('disconnected'));
});

test('an engine of another major is not listened to', async () => {
  using it = rig((engine) => {
    engine.major = 2;
  });
  await vi.waitFor(() =>
    expect(it.store.getState()).toEqual({
      link: { kind: 'otherVersion', engineVersion: '9.9.9' },
      replica: null,
      sync: null,
      agents: null,
    }),
  );
  expect(it.engine.subscriptions).toEqual([]);
});
