import { contractVersion } from '#shared/contract/contract.ts';
import type { ContractClient } from '#shared/contract/contract-client.ts';
import type { BarFeed } from './bar-feed.ts';
import type { CockpitStore } from './cockpit-store.ts';
import type { Connect, Connection } from './connection.ts';
import { followAgents } from './follow-agents.ts';
import { followHealth } from './follow-health.ts';
import type { LinkState } from './link-state.ts';
import { applyBatch } from './replica.ts';
import { retryDelayMs } from './retry-delay.ts';

/** What the follower needs of the window; tests drive it by hand. */
export interface Surroundings {
  readonly nowMs: () => number;
  /** Settles after the delay, or at once where the signal aborts. */
  readonly wait: (delayMs: number, signal: AbortSignal) => Promise<void>;
  /** Settles when the next frame may be drawn. */
  readonly nextFrame: () => Promise<void>;
  readonly subscriptionId: () => string;
  readonly logLost: (cause: unknown) => void;
}

export interface Follower extends Disposable {
  /** The client of the connection of the moment, null while there is none. */
  readonly client: () => ContractClient | null;
  readonly retryNow: () => void;
}

type End =
  { readonly kind: 'lost'; readonly cause: unknown } | { readonly kind: 'otherVersion'; readonly version: string };

/** One value for all batches: another one at each would draw the whole window anew, sixty times a second. */
const connected: LinkState = { kind: 'connected' };

/** A healthy engine needs one subscription; so many gaps in a row mean that it is not, and the connection is made anew. */
const subscriptionsMax = 5;
/** A connection that does not answer for so long is dead, whatever the operating system believes. */
const pulsePeriodMs = 5000;

/**
 * Keeps the store up with the engine for as long as the window lives: connects, compares versions, subscribes, applies and acknowledges
 * batches, subscribes again after a gap, and starts over when the connection is lost. It acknowledges once a frame, so a window that draws
 * slowly slows its own stream and never the engine.
 */
export function followCockpit(
  connect: Connect,
  {
    store,
    feed,
    surroundings,
  }: { readonly store: CockpitStore; readonly feed: BarFeed; readonly surroundings: Surroundings },
): Follower {
  const life = new AbortController();
  let client: ContractClient | null = null;
  let retry = new AbortController();

  const live = async (): Promise<void> => {
    let failures = 0;
    for (;;) {
      const heardBefore = store.getState().replica;
      const end = await followOnce();
      client = null;
      if (life.signal.aborted) return;
      if (end.kind === 'otherVersion') {
        store.setState({ link: { kind: 'otherVersion', engineVersion: end.version } });
        return;
      }
      if (failures === 0) surroundings.logLost(end.cause);
      failures = store.getState().replica === heardBefore ? failures + 1 : 0;
      await waitToRetry(retryDelayMs(failures));
    }
  };

  const followOnce = async (): Promise<End> => {
    const attempt = new AbortController();
    const signal = AbortSignal.any([life.signal, attempt.signal]);
    let connection: Connection | null = null;
    try {
      connection = await connect(AbortSignal.any([signal, AbortSignal.timeout(pulsePeriodMs)]));
      client = connection.client;
      const lost = connection.closed.then((): End => ({ kind: 'lost', cause: 'the connection was closed' }));
      return await Promise.race([lost, followConnection(client, signal), watchPulse(client, signal)]);
    } catch (cause) {
      return { kind: 'lost', cause };
    } finally {
      attempt.abort();
      connection?.close();
    }
  };

  const followConnection = async (engine: ContractClient, signal: AbortSignal): Promise<End> => {
    const version = await engine.version();
    if (version.major !== contractVersion.major) return { kind: 'otherVersion', version: version.program };
    const health = followHealth(engine, { store, surroundings }, signal);
    const healthEnded = health.then((): End => ({ kind: 'lost', cause: 'the engine ended the stream of its health' }));
    const agents = followAgents(engine, { store, surroundings }, signal);
    const agentsEnded = agents.then((end): End | Promise<End> =>
      end === 'refused' ? healthEnded : { kind: 'lost', cause: 'the engine ended the stream of its agents' },
    );
    return await Promise.race([followBatches(engine, signal), healthEnded, agentsEnded]);
  };

  const followBatches = async (engine: ContractClient, signal: AbortSignal): Promise<End> => {
    for (let subscription = 1; subscription <= subscriptionsMax; subscription += 1) {
      const end = await followSubscription(engine, signal);
      if (end === 'ended') return { kind: 'lost', cause: 'the engine ended the stream' };
    }
    return { kind: 'lost', cause: `the stream had gaps ${subscriptionsMax} times` };
  };

  const followSubscription = async (engine: ContractClient, signal: AbortSignal): Promise<'gap' | 'ended'> => {
    const subscriptionId = surroundings.subscriptionId();
    const batches = await engine.cockpit.changed({ subscriptionId }, { signal });
    let isFirst = true;
    for await (const batch of batches) {
      if (signal.aborted) return 'ended';
      const applied = applyBatch(isFirst ? null : store.getState().replica, batch, surroundings.nowMs());
      if (applied.kind === 'gap') return 'gap';
      isFirst = false;
      store.setState({ replica: applied.replica, link: connected });
      feed.pass(batch);
      await surroundings.nextFrame();
      await engine.cockpit.acknowledge({ subscriptionId, sequence: batch.sequence });
    }
    return 'ended';
  };

  const watchPulse = async (engine: ContractClient, signal: AbortSignal): Promise<End> => {
    for (;;) {
      await surroundings.wait(pulsePeriodMs, signal);
      if (signal.aborted) return { kind: 'lost', cause: 'the window let go' };
      const silent = surroundings.wait(pulsePeriodMs, signal).then(() => 'silent' as const);
      const answer = await Promise.race([engine.version(), silent]);
      if (answer === 'silent') return { kind: 'lost', cause: 'the engine does not answer' };
    }
  };

  const waitToRetry = async (delayMs: number): Promise<void> => {
    store.setState({ link: { kind: 'disconnected', retryAtMs: surroundings.nowMs() + delayMs } });
    retry = new AbortController();
    await surroundings.wait(delayMs, AbortSignal.any([life.signal, retry.signal]));
  };

  void live();
  return {
    client: () => client,
    retryNow: () => retry.abort(),
    [Symbol.dispose]: () => life.abort(),
  };
}
