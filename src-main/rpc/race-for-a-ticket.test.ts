import { expect, test } from 'vitest';
import { assert, assertDefined } from '#shared/base/assert.ts';
import { accessScopeSchema } from '#shared/contract/access-scope.ts';
import { createEngineRig } from '#main/engine/engine-rig.suite.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { createScriptedAgents } from '#main/testkit/scripted-agents.ts';
import { sampleSignalTerms } from '#main/testkit/sample-signal-terms.ts';
import { createScriptedBackups } from '#main/testkit/scripted-backups.ts';
import { createScriptedImports } from '#main/testkit/scripted-imports.ts';
import { createScriptedMemory } from '#main/testkit/scripted-memory.ts';
import { createScriptedSync } from '#main/testkit/scripted-sync.ts';
import { connectContract } from './connect-contract.ts';
import { createContractServer } from './contract-server.ts';
import { startLoopback, token } from './start-loopback.suite.ts';

test('two programs and a window that approve one ticket at once: one approval, one order, and the others are told', async () => {
  await using opening = new AsyncDisposableStack();
  const { engine, clock, ledger, gateway, connect, breakOut } = createEngineRig();
  connect();
  breakOut();
  const agents = createScriptedAgents();
  const sync = createScriptedSync();
  const memory = createScriptedMemory();
  const { logger } = createRecordingLogger();
  const { timers, wall: wallClock, market: marketClock, monotonic: monotonicClock } = clock;
  const contractServer = createContractServer({
    ...{ cockpit: engine, sync, holes: sync, memory, trades: memory, agents, lessons: agents.lessons },
    ...{ imports: createScriptedImports(), backups: createScriptedBackups() },
    signals: sampleSignalTerms(),
    ...{ timers, wallClock, marketClock, logger },
  });
  const scopes = accessScopeSchema.options;
  const find = (bearer: string) => ({
    name: bearer,
    scopes,
    createdAtUtcMs: wallClock.nowUtcMs(),
    expiresAtUtcMs: null,
  });
  const loopback = await startLoopback({ contractServer, tokens: { find }, monotonicClock, timers, logger });
  opening.defer(loopback.dispose);
  const window = await connectContract({ port: loopback.port, token });
  assert(window.ok, 'the engine answers');
  opening.use(window.value);

  const { ticket } = assertDefined(engine.snapshot().approvals[0], 'a ticket waits');
  const { approvalId, parameters } = ticket;
  const byProgram = async (bearer: string): Promise<string> => {
    const answer = await fetch(
      `http://127.0.0.1:${loopback.port}/approvals/${encodeURIComponent(approvalId)}/approve`,
      {
        method: 'POST',
        headers: { Authorization: `Bearer ${bearer}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ parameters }),
      },
    );
    return answer.status === 204 ? 'approved' : ((await answer.json()) as { code: string }).code;
  };
  const byWindow = async (): Promise<string> => {
    const answer = await window.value.ask(({ approval }) => approval.approve({ approvalId, parameters }));
    return answer.ok ? 'approved' : answer.error.code;
  };

  const outcomes = await Promise.all([
    ...[byProgram('first'), byWindow(), byProgram('second')],
    ...[byWindow(), byProgram('first'), byProgram('second')],
  ]);
  expect(outcomes.toSorted()).toEqual([
    'APPROVAL_ENDED',
    'APPROVAL_ENDED',
    'APPROVAL_ENDED',
    'APPROVAL_ENDED',
    'APPROVAL_ENDED',
    'approved',
  ]);
  expect(gateway.sent).toHaveLength(1);
  expect(ledger.events.filter(({ event }) => event.kind === 'approvalEnded')).toHaveLength(1);
});
