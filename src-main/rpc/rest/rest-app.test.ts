import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { agentRunSummarySchema } from '#shared/agent/agent-run.ts';
import { assertDefined } from '#shared/base/assert.ts';
import { fault, faultSchema } from '#shared/base/fault.ts';
import type { AccessScope } from '#shared/contract/access-scope.ts';
import type { AccessGrant } from '#main/ports/access-tokens.ts';
import { createFakeCockpit, type FakeCockpit } from '#main/testkit/fake-cockpit.ts';
import { createManualClock, sampleStartUtcMs, type ManualClock } from '#main/testkit/manual-clock.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { sampleAgentRun, sampleSteps } from '#main/testkit/sample-agent-run.ts';
import { sampleApprovalTicket } from '#main/testkit/sample-approval-ticket.ts';
import { sampleDecision } from '#main/testkit/sample-decision.ts';
import { sampleOpinion } from '#main/testkit/sample-opinion.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { sampleSnapshot } from '#main/testkit/sample-snapshot.ts';
import { createScriptedAgents, type ScriptedAgents } from '#main/testkit/scripted-agents.ts';
import { createScriptedAnalyst, type ScriptedAnalyst } from '#main/testkit/scripted-analyst.ts';
import { sampleSignalTerms } from '#main/testkit/sample-signal-terms.ts';
import { createScriptedBackups } from '#main/testkit/scripted-backups.ts';
import { createScriptedImports } from '#main/testkit/scripted-imports.ts';
import { createScriptedMemory } from '#main/testkit/scripted-memory.ts';
import { createScriptedSync } from '#main/testkit/scripted-sync.ts';
import { createContractServer } from '../contract-server.ts';
import { admissionPeriodMs } from '../signal/while-admitted.ts';
import { startLoopback, token as sessionToken, type Loopback } from '../start-loopback.suite.ts';
import { bodyBytesMax, rateMax } from './rest-app.ts';
import { restRoutes } from './routes.ts';

let cockpit: FakeCockpit;
let agents: ScriptedAgents;
let analyst: ScriptedAnalyst;
let clock: ManualClock;
let recording: ReturnType<typeof createRecordingLogger>;
let loopback: Loopback;
const grants = new Map<string, AccessGrant>();

const scenarios = [{ scenario: 'B', symbol: 'XAUUSD', timeframe: 'M15', phase: 'idle', decision: sampleDecision() }];

const grant = (name: string, ...scopes: readonly AccessScope[]): void => {
  grants.set(`${name}.secret`, { name, scopes, createdAtUtcMs: sampleStartUtcMs, expiresAtUtcMs: null });
};

beforeEach(async () => {
  cockpit = createFakeCockpit();
  cockpit.show(sampleSnapshot({ scenarios, quotes: [sampleQuote()] }));
  agents = createScriptedAgents();
  analyst = createScriptedAnalyst();
  clock = createManualClock();
  recording = createRecordingLogger();
  grants.clear();
  grant('reader', 'read');
  grant('approver', 'read', 'approve');
  grant('stopper', 'halt');
  const sync = createScriptedSync();
  const memory = createScriptedMemory();
  loopback = await startLoopback({
    contractServer: createContractServer({
      ...{ cockpit, sync, holes: sync, memory, trades: memory, agents, lessons: agents.lessons },
      imports: createScriptedImports(),
      backups: createScriptedBackups(),
      signals: sampleSignalTerms({ analyst }),
      timers: clock.timers,
      wallClock: clock.wall,
      marketClock: clock.market,
      logger: recording.logger,
    }),
    tokens: { find: (token) => grants.get(token) ?? null },
    monotonicClock: clock.monotonic,
    timers: clock.timers,
    logger: recording.logger,
  });
});

afterEach(() => loopback.dispose());

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

interface Sent {
  readonly method?: string;
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Path, host and origin go out as they are: `fetch` would put them right. A body is JSON unless the headers say otherwise. */
const send = (path: string, { token = 'reader.secret', headers = {}, body, ...wish }: Sent = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const method = wish.method ?? (body === undefined ? 'GET' : 'POST');
    const asked = request({
      ...{ host: '127.0.0.1', port: loopback.port, path, method },
      headers: {
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
    });
    asked.on('response', (response) => {
      response.toArray().then((parts: Buffer[]) => {
        const { statusCode = 0 } = response;
        resolve({ status: statusCode, headers: response.headers, body: Buffer.concat(parts).toString('utf8') });
      }, reject);
    });
    asked.on('error', reject);
    asked.end(body);
  });

const jsonOf = ({ body }: Answer): unknown => JSON.parse(body);

/** Status and code of a refusal, whose body is the fault. */
const refusalIn = (answer: Answer): [number, string] => [answer.status, faultSchema.parse(jsonOf(answer)).code];

const halt = (changes: Sent = {}): Promise<Answer> =>
  send('/halt', { token: 'stopper.secret', body: '{"reason":"lunch"}', ...changes });

describe('what is asked is answered', () => {
  test('signals, status, tickets and runs', async () => {
    const run = sampleAgentRun();
    agents.show([run]);
    expect(jsonOf(await send('/signal/swing?symbol=XAUUSD'))).toMatchObject({
      ...{ scenario: 'swing', symbol: 'XAUUSD', decisionId: 'decision-1' },
    });
    expect(jsonOf(await send('/status'))).toMatchObject({ isSafeToTrade: true, reasons: [], positions: 0 });
    expect(jsonOf(await send('/approvals'))).toEqual([]);
    expect(jsonOf(await send('/runs?limit=5&symbol=XAUUSD'))).toEqual([run.summary]);
    expect(agents.wishes.at(-1)).toMatchObject({ symbol: 'XAUUSD', limit: 5 });
    expect(jsonOf(await send(`/runs/${encodeURIComponent(run.summary.runId)}`))).toEqual(run);
  });

  test('runs, a page at a time until one is short', async () => {
    const all = ['r-5', 'r-4', 'r-3', 'r-2', 'r-1'].map((runId) => sampleAgentRun({ runId }));
    agents.show(all);
    const pages: string[][] = [];
    do {
      const last = pages.at(-1)?.at(-1);
      const asked = jsonOf(await send(`/runs?limit=2${last === undefined ? '' : `&before=${last}`}`));
      pages.push(
        z
          .array(agentRunSummarySchema)
          .parse(asked)
          .map(({ runId }) => runId),
      );
    } while (pages.at(-1)?.length === 2);
    expect(pages).toEqual([['r-5', 'r-4'], ['r-3', 'r-2'], ['r-1']]);
    const { startedAtUtcMs } = sampleAgentRun().summary;
    expect(agents.wishes.at(-1)?.before).toEqual({ startedAtUtcMs, runId: 'r-2' });
    expect(refusalIn(await send('/runs?before=gone'))).toEqual([404, 'AGENT_RUN_UNKNOWN']);
    expect(refusalIn(await send('/runs?limit=201'))).toEqual([400, 'REQUEST_INVALID']);
  });

  test('the trader’s words reach the cockpit as they were said, by the actor of this way in', async () => {
    const { parameters } = sampleApprovalTicket();
    const approver = (body: object): Sent => ({ token: 'approver.secret', body: JSON.stringify(body) });
    const change = { volume: 0.02 };
    const statuses = [
      await send('/approvals/t%3A1/approve', approver({ parameters })),
      await send('/approvals/t%3A1/reject', approver({ reason: 'news ahead' })),
      await send('/approvals/t%3A1/modify', approver({ parameters, change })),
      await halt(),
      await halt({ body: '{"reason":"end of the day","scope":{"kind":"all"}}', ...{ method: 'POST' } }),
      await send('/flatten', { token: 'stopper.secret', body: '{"reason":"enough","scope":{"kind":"ours"}}' }),
      await send('/resume', { token: sessionToken, body: '{"reason":"back again"}' }),
    ].map(({ status, body }) => [status, body]);
    expect(statuses).toEqual(Array.from({ length: 7 }, () => [204, '']));
    expect(cockpit.commands).toEqual(
      [
        { kind: 'approve', approvalId: 't:1', parameters },
        { kind: 'reject', approvalId: 't:1', reason: 'news ahead' },
        { kind: 'modifyTicket', approvalId: 't:1', parameters, change },
        { kind: 'halt', reason: 'lunch' },
        { kind: 'halt', reason: 'end of the day' },
        { kind: 'flatten', reason: 'enough', scope: { kind: 'ours' } },
        { kind: 'resume', reason: 'back again' },
      ].map((command) => ({ command, actor: 'rest' })),
    );
  });

  test('agents are asked, and their steps are streamed', async () => {
    const body = '{"symbol":"XAUUSD"}';
    analyst.answerWith(() => ({ kind: 'opinion', opinion: sampleOpinion({ rank: 12 }) }));
    expect(jsonOf(await send('/signal/swing/invoke', { body }))).toMatchObject({ modelVerdict: { rank: 12 } });
    const streamed = await send('/signal/swing/stream', { body });
    expect([streamed.status, streamed.headers['content-type']]).toEqual([200, 'text/event-stream']);
    expect(streamed.body).toMatch(/event: message\ndata: \{"kind":"answer".*"rank":12/);
  });
});

test('a HEAD is a GET without its body', async () => {
  const { status, body } = await send('/status', { method: 'HEAD' });
  expect([status, body]).toEqual([200, '']);
});

describe('what is refused', () => {
  test('a cockpit that refuses, with its fault', async () => {
    cockpit.refuse(fault('APPROVAL_EXPIRED', 'too late', { approvalId: 't-1' }));
    const { parameters } = sampleApprovalTicket();
    const answer = await send('/approvals/t-1/approve', {
      token: 'approver.secret',
      body: JSON.stringify({ parameters }),
    });
    expect([answer.status, jsonOf(answer)]).toEqual([
      409,
      { code: 'APPROVAL_EXPIRED', message: 'too late', facts: { approvalId: 't-1' } },
    ]);
    cockpit.refuse(fault('APPROVAL_UNKNOWN', 'no such ticket'));
    expect(
      refusalIn(await send('/approvals/t-1/reject', { token: 'approver.secret', body: '{"reason":"news"}' })),
    ).toEqual([404, 'APPROVAL_UNKNOWN']);
  });

  test('a signal that nobody could rely on', async () => {
    cockpit.show(sampleSnapshot({ scenarios, account: null }));
    expect(refusalIn(await send('/signal/swing?symbol=XAUUSD'))).toEqual([503, 'SIGNAL_BLIND']);
    const streamed = await send('/signal/swing/stream', { body: '{"symbol":"XAUUSD"}' });
    expect(refusalIn(streamed)).toEqual([503, 'SIGNAL_BLIND']);
  });

  test('what nobody knows', async () => {
    expect(refusalIn(await send('/runs/entry%3Agone%401'))).toEqual([404, 'AGENT_RUN_UNKNOWN']);
    expect(refusalIn(await send('/signal/swing?symbol=EURUSD'))).toEqual([404, 'SYMBOL_UNKNOWN']);
    expect(refusalIn(await send('/signals'))).toEqual([404, 'REQUEST_INVALID']);
    expect((await send('/runs/a%2Fb')).status).toBe(404);
  });

  test('requests that do not fit, before they reach the cockpit', async () => {
    for (const [path, body] of [
      ['/halt', '{"reason":"x"}'],
      ['/halt', '{"reason"'],
      ['/halt', '[]'],
      ['/halt', '{}'],
    ] as const)
      expect(refusalIn(await send(path, { token: 'stopper.secret', body }))).toEqual([400, 'REQUEST_INVALID']);
    expect(refusalIn(await send('/signal/daily?symbol=XAUUSD'))).toEqual([400, 'REQUEST_INVALID']);
    expect(refusalIn(await send('/signal/swing'))).toEqual([400, 'REQUEST_INVALID']);
    expect(refusalIn(await send('/runs?limit=0'))).toEqual([400, 'REQUEST_INVALID']);
    expect(cockpit.commands).toEqual([]);
  });

  test('a failure inside, which is logged with its cause and told without it', async () => {
    vi.spyOn(cockpit, 'snapshot').mockImplementation(() => {
      throw new Error('a secret path');
    });
    const answer = await send('/status');
    expect(refusalIn(answer)).toEqual([500, 'ENGINE_FAILED']);
    expect(answer.body).not.toContain('secret');
    expect(recording.lines).toMatchObject([{ level: 'error', message: 'a request failed' }]);
  });
});

/** One request for each route, which would be answered if its sender were let in. */
const everyRoute = restRoutes().map(({ method, path, scopes }) => ({
  method,
  scopes,
  path: path.replace('{scenario}', 'swing').replace('{approvalId}', 't-1').replace('{runId}', 'r-1'),
  ...(method === 'POST' ? { body: '{"symbol":"XAUUSD","reason":"because"}' } : {}),
}));

const refusedEverywhere = async (sent: Sent, expected: [number, string]): Promise<void> => {
  for (const { path, method, body } of everyRoute) {
    clock.advance(60_000);
    const answer = await send(path, { method, ...(body === undefined ? {} : { body }), ...sent });
    expect([path, ...refusalIn(answer)]).toEqual([path, ...expected]);
  }
  expect(cockpit.commands).toEqual([]);
};

describe('every route is closed', () => {
  test('to who has no token, or sends it otherwise', async () => {
    await refusedEverywhere({ token: null }, [401, 'UNAUTHORIZED']);
    await refusedEverywhere({ token: null, headers: { Authorization: 'Basic cmVhZGVyOnNlY3JldA==' } }, [
      401,
      'UNAUTHORIZED',
    ]);
    expect((await send('/status?token=reader.secret', { token: null })).headers['www-authenticate']).toBe(
      'Bearer realm="ATS Cockpit"',
    );
  });

  test('to a token that is wrong, and to one that was revoked or has expired', async () => {
    await refusedEverywhere({ token: 'reader.guess' }, [401, 'TOKEN_UNKNOWN']);
    grants.delete('reader.secret');
    await refusedEverywhere({}, [401, 'TOKEN_UNKNOWN']);
  });

  test('to a token that lacks a scope', async () => {
    for (const scope of ['read', 'approve', 'halt'] as const) grant(scope, scope);
    for (const { path, method, body, scopes } of everyRoute) {
      clock.advance(60_000);
      for (const held of ['read', 'approve', 'halt'] as const) {
        if (scopes.every((scope) => scope === held)) continue;
        const answer = await send(path, { method, token: `${held}.secret`, ...(body === undefined ? {} : { body }) });
        expect([path, ...refusalIn(answer)]).toEqual([path, 403, 'SCOPE_MISSING']);
      }
    }
    expect(cockpit.commands).toEqual([]);
  });

  test('under any other name of ours, so that a name that was pointed at us is of no use', async () => {
    for (const host of ['evil.example', `evil.example:${loopback.port}`, '127.0.0.1', '0.0.0.0:80'])
      await refusedEverywhere({ headers: { Host: host } }, [403, 'UNAUTHORIZED']);
  });

  test('to pages of others, and open to our own', async () => {
    for (const origin of ['https://evil.example', 'null', `https://127.0.0.1:${loopback.port}`])
      await refusedEverywhere({ headers: { Origin: origin } }, [403, 'UNAUTHORIZED']);
    const own = { Origin: `http://127.0.0.1:${loopback.port}` };
    expect(await send('/status', { headers: own })).toMatchObject({ status: 200 });
    const preflight = { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'POST' };
    const answer = await send('/halt', { method: 'OPTIONS', headers: preflight });
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([403, undefined]);
  });
});

test.each([
  ['text/plain', { 'Content-Type': 'text/plain' }],
  ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }],
  ['a multipart form', { 'Content-Type': 'multipart/form-data; boundary=x' }],
  ['no type', { 'Content-Type': '' }],
  ['something like JSON', { 'Content-Type': 'application/json-seq' }],
])('%s is not taken', async (_, headers) => {
  expect(refusalIn(await halt({ headers }))).toEqual([415, 'REQUEST_INVALID']);
  expect(cockpit.commands).toEqual([]);
});

test('JSON is taken with its parameters, however it is written', async () => {
  expect(await halt({ headers: { 'Content-Type': 'Application/JSON; charset=utf-8' } })).toMatchObject({ status: 204 });
});

test('a body that is too long is not read, whether it says so or not', async () => {
  const body = JSON.stringify({ reason: 'because', more: 'x'.repeat(bodyBytesMax) });
  expect(refusalIn(await halt({ body }))).toEqual([413, 'REQUEST_INVALID']);
  expect(refusalIn(await halt({ body, headers: { 'Transfer-Encoding': 'chunked' } }))).toEqual([
    413,
    'REQUEST_INVALID',
  ]);
  expect(await halt({ headers: { 'Transfer-Encoding': 'chunked' } })).toMatchObject({ status: 204 });
  expect(cockpit.commands).toHaveLength(1);
});

test.each([
  ['GET', '/halt', 'POST'],
  ['DELETE', '/approvals', 'GET'],
  ['PUT', '/signal/swing', 'GET'],
  ['POST', '/status', 'GET'],
])('%s of %s is not offered', async (method, path, allow) => {
  const answer = await send(path, { method, token: sessionToken, headers: { 'Content-Type': 'application/json' } });
  expect([refusalIn(answer), answer.headers.allow]).toEqual([[405, 'REQUEST_INVALID'], allow]);
});

test('who asks too often waits for as long as he is told, and nobody waits with him', async () => {
  for (let count = 0; count < rateMax.burst; count++) expect((await send('/approvals')).status).toBe(200);
  const refused = await send('/approvals');
  expect([refusalIn(refused), refused.headers['retry-after']]).toEqual([[429, 'RATE_LIMITED'], '1']);
  expect((await send('/approvals', { token: 'approver.secret' })).status).toBe(200);
  clock.advance(1000);
  expect((await send('/approvals')).status).toBe(200);
});

test('who guesses tokens is slowed down, and takes nothing from who has one', async () => {
  const guesses: number[] = [];
  for (let count = 0; count <= rateMax.burst; count++)
    guesses.push((await send('/status', { token: `reader.guess-${count}` })).status);
  expect([guesses[0], guesses.at(-1)]).toEqual([401, 429]);
  expect((await send('/status')).status).toBe(200);
});

const openStream = (signal?: AbortSignal): Promise<Response> =>
  fetch(`http://127.0.0.1:${loopback.port}/signal/swing/stream`, {
    method: 'POST',
    headers: { Authorization: 'Bearer reader.secret', 'Content-Type': 'application/json' },
    body: '{"symbol":"XAUUSD"}',
    ...(signal === undefined ? {} : { signal }),
  });

test('a stream ends when its token is revoked, and says so', async () => {
  const parts = assertDefined((await openStream()).body, 'a stream has a body').pipeThrough(new TextDecoderStream());
  await vi.waitUntil(() => analyst.asked.length === 1, { interval: 2 });
  const { runId } = assertDefined(analyst.question('entry').aside, 'it is asked aside');
  const step = assertDefined(sampleSteps[0], 'a run has a step');
  clock.advance(admissionPeriodMs);
  agents.publish({ kind: 'stepTaken', runId, step });
  let told = '';
  for await (const part of parts) {
    told += part;
    if (!told.includes('phaseEntered')) continue;
    grants.delete('reader.secret');
    clock.advance(admissionPeriodMs);
  }
  expect(told).toMatch(/event: message\ndata: .*"phaseEntered".*\n\nevent: error\ndata: .*TOKEN_UNKNOWN/s);
  expect([agents.listeners(), clock.pendingTimers()]).toEqual([0, 1]);
});

test('a stream whose listener has gone leaves nothing behind', async () => {
  const leaving = new AbortController();
  expect((await openStream(leaving.signal)).status).toBe(200);
  await vi.waitUntil(() => analyst.asked.length === 1, { interval: 2 });
  leaving.abort();
  await vi.waitUntil(() => agents.listeners() === 0 && clock.pendingTimers() === 1, { interval: 2 });
});

describe('the document', () => {
  test('is told to everybody on this computer, and tells nothing of the cockpit', async () => {
    const answer = await send('/openapi.json', { token: null });
    expect(jsonOf(answer)).toMatchObject({ openapi: expect.stringMatching(/^3\.1/) as string });
    expect(answer.body).not.toContain(sessionToken);
    expect(refusalIn(await send('/openapi.json', { token: null, headers: { Host: 'evil.example' } }))).toEqual([
      403,
      'UNAUTHORIZED',
    ]);
  });

  test('is a page without a script or a style of its own, under the strict policy', async () => {
    const page = await send('/api', { token: null });
    expect(page.headers['content-type']).toMatch(/^text\/html/);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.body).not.toMatch(/<script|style=|onclick|javascript:/i);
    for (const { path } of restRoutes()) expect(page.body).toContain(`<code>${path}</code>`);
    expect(page.body).toMatch(/id="refusal-503">\s*<code>503<\/code> Stale or blind/);
    const style = await send('/api.css', { token: null });
    expect([style.status, style.headers['content-type']]).toEqual([200, 'text/css; charset=utf-8']);
    expect(page.body).toContain('href="/api.css"');
  });
});
