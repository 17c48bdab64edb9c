import { EventEmitter } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { expect, test } from 'vitest';
import type { ContractClient } from '#shared/contract/contract-client.ts';
import { createFakeCockpit } from '#main/testkit/fake-cockpit.ts';
import { createManualClock } from '#main/testkit/manual-clock.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { createScriptedAgents } from '#main/testkit/scripted-agents.ts';
import { sampleSignalTerms } from '#main/testkit/sample-signal-terms.ts';
import { createScriptedBackups } from '#main/testkit/scripted-backups.ts';
import { createScriptedImports } from '#main/testkit/scripted-imports.ts';
import { createScriptedMemory } from '#main/testkit/scripted-memory.ts';
import { createScriptedSync } from '#main/testkit/scripted-sync.ts';
import { createContractServer, type ContractServer } from './contract-server.ts';
import { contractSuite } from './contract.suite.ts';
import { serveMessagePort } from './serve-message-port.ts';

contractSuite({
  name: 'MessagePort',
  actor: 'window',
  connect: (server) => {
    const { port1, port2 } = new MessageChannel();
    let hasEnded = false;
    port2.on('close', () => {
      hasEnded = true;
    });
    const served = serveMessagePort(server, port1);
    const client: ContractClient = createORPCClient(new RPCLink({ port: port2 }));
    port2.start();
    return Promise.resolve({
      client,
      sendRaw: (text) => {
        port2.postMessage(text);
      },
      disconnect: () => {
        port2.close();
      },
      hasEnded: () => hasEnded,
      dispose: () => {
        served[Symbol.dispose]();
        return Promise.resolve();
      },
    });
  },
});

/** A port as Electron gives it: an emitter whose messages come wrapped in an event. */
class ElectronPort extends EventEmitter {
  readonly posted: unknown[] = [];
  readonly calls: string[] = [];
  postMessage(message: unknown): void {
    this.posted.push(message);
  }
  start(): void {
    this.calls.push('start');
  }
  close(): void {
    this.calls.push('close');
  }
}

function server(): ContractServer {
  const clock = createManualClock();
  return createContractServer({
    cockpit: createFakeCockpit(),
    sync: createScriptedSync(),
    holes: createScriptedSync(),
    imports: createScriptedImports(),
    memory: createScriptedMemory(),
    trades: createScriptedMemory(),
    backups: createScriptedBackups(),
    agents: createScriptedAgents(),
    lessons: createScriptedAgents().lessons,
    signals: sampleSignalTerms(),
    timers: clock.timers,
    wallClock: clock.wall,
    marketClock: clock.market,
    logger: createRecordingLogger().logger,
  });
}

test('takes what a port of Electron wraps in an event', async () => {
  const port = new ElectronPort();
  serveMessagePort(server(), port);
  port.emit('message', { data: JSON.stringify({ i: '1', p: { u: '/version' } }), ports: [] });
  await expect.poll(() => port.posted).toHaveLength(1);
  expect(port.posted[0]).toContain('"program":"0.1.0"');
});

test.each([[7], [null], [{ data: { i: '1' } }], [{}]])('closes a port that carries no message: %j', (event) => {
  const port = new ElectronPort();
  serveMessagePort(server(), port);
  port.emit('message', event);
  expect(port.calls).toEqual(['start', 'close']);
});
