import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { faultSchema } from '#shared/base/fault.ts';
import { startHeadlessEngine } from '#main/testkit/headless-engine.ts';
import { runToEnd, type Ended } from '#main/testkit/run-to-end.ts';

let parent: string;
let folder: string;

beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'ats-cli-'));
  folder = path.join(parent, 'cockpit');
});

afterEach(() => {
  rmSync(parent, { recursive: true });
});

const ats = (...words: readonly string[]): Promise<Ended> =>
  runToEnd('cli', words, { environment: { ATS_DATA: folder } });

/** What programs read: one object on one line, and the exit code beside it. */
async function told<T>(schema: z.ZodType<T>, ...words: readonly string[]): Promise<{ code: number | null; value: T }> {
  const { code, stdout } = await ats(...words, '--json');
  expect(stdout).toMatch(/^\{.*\}\n$/);
  return { code, value: schema.parse(JSON.parse(stdout)) };
}

const refusal = z.object({ error: faultSchema });

const refusedWith = async (...words: readonly string[]): Promise<readonly [number | null, string]> => {
  const { code, value } = await told(refusal, ...words);
  return [code, value.error.code];
};

const created = z.object({ token: z.string(), name: z.string(), scopes: z.array(z.string()) });

test('a token opens a running engine from the moment it is made until it is revoked, and no longer', async () => {
  await using engine = await startHeadlessEngine({ data: folder, words: ['--no-launch-terminal'] });
  const { value } = await told(created, 'token', 'create', '--name', 'grafana', '--scope', 'read');
  expect(value).toMatchObject({ name: 'grafana', scopes: ['read'] });
  const { origin } = new URL(engine.url);
  const ask = async (pathname: string, body?: string): Promise<readonly [number, unknown]> => {
    const answer = await fetch(origin + pathname, {
      headers: { Authorization: `Bearer ${value.token}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body }),
    });
    return [answer.status, await answer.json()];
  };
  expect(await ask('/status')).toMatchObject([200, { isSafeToTrade: false }]);
  expect(await ask('/signal/swing?symbol=XAUUSD')).toMatchObject([503, { code: 'SIGNAL_BLIND' }]);
  expect(await ask('/halt', '{"reason":"lunch"}')).toMatchObject([403, { code: 'SCOPE_MISSING' }]);
  expect(await refusedWith('signal', 'swing')).toEqual([1, 'SIGNAL_BLIND']);
  expect(await refusedWith('lessons', 'retire', 'lesson:reflection/1#1', '--reason', 'a lucky gap')).toEqual([
    1,
    'LESSON_UNKNOWN',
  ]);
  await ats('token', 'revoke', 'grafana');
  expect(await ask('/status')).toMatchObject([401, { code: 'TOKEN_UNKNOWN' }]);
  expect(engine.complaints()).not.toContain('ERROR');
});

test('tokens are listed without what they are, and names and scopes are checked', async () => {
  const { value } = await told(created, 'token', 'create', '--name', 'stopper', '--scope', 'read', '--scope', 'halt');
  const listed = await ats('token', 'list');
  expect(listed.stdout).toMatch(/stopper\s+│ read, halt/);
  expect(listed.stdout).not.toContain(value.token.slice('stopper.'.length));
  expect(await refusedWith('token', 'create', '--name', 'stopper', '--scope', 'read')).toEqual([1, 'REQUEST_INVALID']);
  expect(await refusedWith('token', 'create', '--name', '../x', '--scope', 'read')).toEqual([1, 'REQUEST_INVALID']);
  expect(await refusedWith('token', 'create', '--name', 'x', '--scope', 'all')).toEqual([1, 'REQUEST_INVALID']);
  expect(await refusedWith('token', 'revoke', 'nobody')).toEqual([1, 'TOKEN_UNKNOWN']);
});

test('where no engine runs, what is kept is read, and what needs one says so', async () => {
  expect(await told(z.object({ runs: z.array(z.unknown()) }), 'runs')).toEqual({ code: 0, value: { runs: [] } });
  expect(await refusedWith('runs', '--limit', '201')).toEqual([1, 'REQUEST_INVALID']);
  expect(await told(z.object({ lessons: z.array(z.unknown()) }), 'lessons')).toEqual({
    code: 0,
    value: { lessons: [] },
  });
  expect(await refusedWith('signal', 'intraday', 'XAUUSD')).toEqual([1, 'ENGINE_NOT_RUNNING']);
  expect(await refusedWith('replay', 'entry:d-1@1')).toEqual([1, 'ENGINE_NOT_RUNNING']);
});
