import { askEngine } from './ask-engine.ts';
import { barFeed } from './bar-feed.ts';
import type { Cockpit } from './cockpit-context.ts';
import { cockpitStore } from './cockpit-store.ts';
import { followCockpit, type Surroundings } from './follow-cockpit.ts';
import { nextFrame } from './next-frame.ts';
import { wait } from './wait.ts';
import { wayToEngine } from './way-to-engine.ts';

/** Starts following the engine, for as long as the page lives. */
export function openCockpit(): Cockpit {
  const feed = barFeed();
  const way = wayToEngine();
  if (way.kind === 'noKey') {
    const store = cockpitStore({ kind: 'noKey' });
    return { store, feed, ask: (request) => askEngine(null, request), retryNow: () => undefined };
  }
  const store = cockpitStore();
  const follower = followCockpit(way.connect, { store, feed, surroundings });
  return { store, feed, ask: (request) => askEngine(follower.client(), request), retryNow: follower.retryNow };
}

const surroundings: Surroundings = {
  nowMs: () => performance.now(),
  wait,
  nextFrame,
  subscriptionId: () => crypto.randomUUID(),
  logLost: (cause) => {
    // eslint-disable-next-line no-console -- the window has no log of its own; this is for whoever opens its developer tools
    console.warn('the connection to the engine was lost', cause);
  },
};
