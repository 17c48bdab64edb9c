import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@hey-api/openapi-ts';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { agentRunSchema, agentRunSummarySchema } from '#shared/agent/agent-run.ts';
import { assertDefined } from '#shared/base/assert.ts';
import { faultSchema } from '#shared/base/fault.ts';
import { openApprovalSchema, type OpenApproval } from '#shared/contract/cockpit-snapshot.ts';
import { engineStatusSchema } from '#shared/contract/engine-status.ts';
import { signalAnswerSchema, signalEventSchema } from '#shared/contract/signal.ts';
import { createEngineRig } from '#main/engine/engine-rig.suite.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { sampleAgentRun, sampleSteps } from '#main/testkit/sample-agent-run.ts';
import { sampleOpinion } from '#main/testkit/sample-opinion.ts';
import { createScriptedAgents } from '#main/testkit/scripted-agents.ts';
import { createScriptedAnalyst } from '#main/testkit/scripted-analyst.ts';
import { sampleSignalTerms } from '#main/testkit/sample-signal-terms.ts';
import { createScriptedBackups } from '#main/testkit/scripted-backups.ts';
import { createScriptedImports } from '#main/testkit/scripted-imports.ts';
import { createScriptedMemory } from '#main/testkit/scripted-memory.ts';
import { createScriptedSync } from '#main/testkit/scripted-sync.ts';
import { createContractServer } from '../contract-server.ts';
import { startLoopback, token, type Loopback } from '../start-loopback.suite.ts';

/** An operation of a client that was made of the document: what it is called with stands in the document alone. */
type Operation = (wish?: object) => Promise<Answered>;

interface Answered {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
  readonly stream: AsyncIterable<unknown>;
}

const rig = createEngineRig();
const agents = createScriptedAgents();
const analyst = createScriptedAnalyst();
const run = sampleAgentRun();
let folder: string;
let loopback: Loopback;
let document: string;
let operations: Readonly<Record<string, Operation>>;

beforeAll(async () => {
  rig.connect();
  rig.breakOut();
  agents.show([run]);
  const sync = createScriptedSync();
  const memory = createScriptedMemory();
  const { logger } = createRecordingLogger();
  const { timers, wall: wallClock, market: marketClock, monotonic: monotonicClock } = rig.clock;
  const contractServer = createContractServer({
    ...{ cockpit: rig.engine, sync, holes: sync, memory, trades: memory, agents, lessons: agents.lessons },
    ...{ imports: createScriptedImports(), backups: createScriptedBackups(), signals: sampleSignalTerms({ analyst }) },
    ...{ timers, wallClock, marketClock, logger },
  });
  loopback = await startLoopback({ contractServer, monotonicClock, timers, logger });
  folder = await mkdtemp(join(tmpdir(), 'ats-client-'));
  document = await (await fetch(`http://127.0.0.1:${loopback.port}/openapi.json`)).text();
  operations = await madeOf(document);
});

afterAll(async () => {
  await loopback.dispose();
  await rm(folder, { recursive: true });
});

/** The client's operations, pointed at the server with the session's token. */
async function madeOf(text: string): Promise<Readonly<Record<string, Operation>>> {
  const input = join(folder, 'openapi.json');
  await writeFile(input, text);
  await createClient({
    input,
    output: join(folder, 'client'),
    logs: { level: 'silent' },
    plugins: ['@hey-api/typescript', '@hey-api/sdk', '@hey-api/client-fetch'],
  });
  const { client } = (await import(join(folder, 'client', 'client.gen.ts'))) as {
    readonly client: { readonly setConfig: (config: object) => void };
  };
  client.setConfig({ baseUrl: `http://127.0.0.1:${loopback.port}`, auth: () => token });
  return (await import(join(folder, 'client', 'sdk.gen.ts'))) as Readonly<Record<string, Operation>>;
}

const called = new Set<string>();

function call(name: string, wish?: object): Promise<Answered> {
  called.add(name);
  return assertDefined(operations[name], `the client has ${name}`)(wish);
}

async function dataOf<T>(name: string, schema: z.ZodType<T>, wish?: object): Promise<T> {
  const { data, error, response } = await call(name, wish);
  expect([name, response.status, error]).toEqual([name, 200, undefined]);
  return schema.parse(data);
}

const waiting = async (): Promise<OpenApproval> =>
  assertDefined((await dataOf('listApprovals', z.array(openApprovalSchema)))[0], 'a ticket waits');

test('the document keeps the recommended rules of a linter, without an exception', async () => {
  const config = await createConfig({ extends: ['recommended'] });
  const problems = await lintFromString({ source: document, config });
  expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual([]);
});

test('a client made of the document calls every operation', async () => {
  const swing = { path: { scenario: 'swing' } };
  expect(await dataOf('getStatus', engineStatusSchema)).toMatchObject({ isSafeToTrade: true, openApprovals: 1 });
  expect(await dataOf('getSignal', signalAnswerSchema, { ...swing, query: { symbol: 'XAUUSD' } })).toMatchObject({
    scenario: 'swing',
    ruleVerdict: { passes: true, signal: { kind: 'enter', side: 'buy' } },
  });

  analyst.answerWith(() => ({ kind: 'opinion', opinion: sampleOpinion({ rank: 12 }) }));
  const body = { symbol: 'XAUUSD' };
  expect(await dataOf('invokeSignal', signalAnswerSchema, { ...swing, body })).toMatchObject({
    modelVerdict: { rank: 12 },
  });
  analyst.answerWith((question) => {
    const runId = 'aside' in question ? question.aside.runId : '';
    for (const step of sampleSteps) agents.publish({ kind: 'stepTaken', runId, step });
    return { kind: 'opinion', opinion: sampleOpinion() };
  });
  const { stream } = await call('streamSignal', { ...swing, body });
  const told: string[] = [];
  for await (const event of stream) told.push(signalEventSchema.parse(event).kind);
  expect(told).toEqual(['step', 'step', 'answer']);

  expect(await dataOf('listRuns', z.array(agentRunSummarySchema), { query: { limit: 5 } })).toEqual([run.summary]);
  const older = { query: { before: run.summary.runId } };
  expect(await dataOf('listRuns', z.array(agentRunSummarySchema), older)).toEqual([]);
  expect(await dataOf('getRun', agentRunSchema, { path: { runId: run.summary.runId } })).toEqual(run);

  const first = (await waiting()).ticket;
  const ofFirst = { path: { approvalId: first.approvalId } };
  const change = { volume: 0.01 };
  expect((await call('modify', { ...ofFirst, body: { parameters: first.parameters, change } })).response.status).toBe(
    204,
  );
  const ended = await call('reject', { ...ofFirst, body: { reason: 'too late for this one' } });
  expect([ended.response.status, faultSchema.parse(ended.error).code]).toEqual([409, 'APPROVAL_ENDED']);
  const { approvalId, parameters } = (await waiting()).ticket;
  expect([approvalId === first.approvalId, parameters.volume]).toEqual([false, 0.01]);
  expect((await call('approve', { path: { approvalId }, body: { parameters } })).response.status).toBe(204);
  expect(rig.gateway.sent).toMatchObject([{ request: { volume: 0.01 } }]);

  for (const [name, wish] of [
    ['halt', { reason: 'lunch' }],
    ['flatten', { reason: 'enough', scope: { kind: 'ours' } }],
    ['resume', { reason: 'back again' }],
  ] as const)
    expect([name, (await call(name, { body: wish })).response.status]).toEqual([name, 204]);
  expect([...called].toSorted()).toEqual(Object.keys(operations).toSorted());
});
