import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createFakeCockpit, type FakeCockpit } from '#main/testkit/fake-cockpit.ts';
import { createManualClock } from '#main/testkit/manual-clock.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { createScriptedAgents } from '#main/testkit/scripted-agents.ts';
import { sampleSignalTerms } from '#main/testkit/sample-signal-terms.ts';
import { createScriptedBackups } from '#main/testkit/scripted-backups.ts';
import { createScriptedImports } from '#main/testkit/scripted-imports.ts';
import { createScriptedMemory } from '#main/testkit/scripted-memory.ts';
import { createScriptedSync } from '#main/testkit/scripted-sync.ts';
import { createContractServer, type ServedPeer } from './contract-server.ts';

/** The library's own form of a message: a request to subscribe, and the word that its answer is not wanted any more. */
const subscribe = '{"i":"1","p":{"u":"/cockpit/changed","b":{"json":{"subscriptionId":"window-1"}}}}';
const withdraw = '{"i":"1","t":4}';

function serve(): { readonly cockpit: FakeCockpit; readonly served: ServedPeer; readonly sent: unknown[] } {
  const clock = createManualClock();
  const cockpit = createFakeCockpit();
  const sync = createScriptedSync();
  const agents = createScriptedAgents();
  const sent: unknown[] = [];
  const server = createContractServer({
    cockpit,
    sync,
    holes: sync,
    imports: createScriptedImports(),
    memory: createScriptedMemory(),
    trades: createScriptedMemory(),
    backups: createScriptedBackups(),
    agents,
    lessons: agents.lessons,
    signals: sampleSignalTerms(),
    timers: clock.timers,
    wallClock: clock.wall,
    marketClock: clock.market,
    logger: createRecordingLogger().logger,
  });
  const served = server.serve({
    actor: 'window',
    send: (message) => {
      sent.push(message);
    },
    close: () => undefined,
  });
  return { cockpit, served, sent };
}

/** A request takes several turns of the microtask queue to reach the router; it may be overtaken after each. */
async function afterEachTurn(check: (turns: () => Promise<void>) => Promise<void>): Promise<void> {
  for (let count = 1; count <= 30; count++) {
    await check(async () => {
      for (let turn = 0; turn < count; turn++) await Promise.resolve();
    });
  }
}

test('a peer that stays is streamed to', async () => {
  const { cockpit, served, sent } = serve();
  served.receive(subscribe);
  await setImmediate();
  expect({ listeners: cockpit.listeners(), sent: sent.length }).toEqual({ listeners: 1, sent: 2 });
});

test('a peer that goes while its request is under way leaves nothing behind and is sent nothing more', async () => {
  await afterEachTurn(async (turns) => {
    const { cockpit, served, sent } = serve();
    served.receive(subscribe);
    await turns();
    served[Symbol.dispose]();
    const sentBefore = sent.length;
    await setImmediate();
    expect({ listeners: cockpit.listeners(), sent: sent.length }).toEqual({ listeners: 0, sent: sentBefore });
  });
});

test('a request that is withdrawn while it is under way leaves nothing behind', async () => {
  await afterEachTurn(async (turns) => {
    const { cockpit, served } = serve();
    served.receive(subscribe);
    await turns();
    served.receive(withdraw);
    await setImmediate();
    expect(cockpit.listeners()).toBe(0);
  });
});

test('a peer that has gone is not listened to', async () => {
  const { cockpit, served, sent } = serve();
  served[Symbol.dispose]();
  served.receive(subscribe);
  await setImmediate();
  expect({ listeners: cockpit.listeners(), sent }).toEqual({ listeners: 0, sent: [] });
});
