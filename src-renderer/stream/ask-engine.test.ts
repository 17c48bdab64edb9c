import { ORPCError } from '@orpc/client';
import { expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import type { ContractClient } from '#shared/contract/contract-client.ts';
import { askEngine } from './ask-engine.ts';

const client = {} as ContractClient;

test('without a connection nothing is sent', async () => {
  let sent = 0;
  const answer = await askEngine(null, () => Promise.resolve((sent += 1)));
  expect(answer).toEqual({ ok: false, error: { kind: 'notSent' } });
  expect(sent).toBe(0);
});

test('gives the answer', async () => {
  expect(await askEngine(client, () => Promise.resolve(7))).toEqual({ ok: true, value: 7 });
});

test('a refusal carries the engine’s fault', async () => {
  const data = fault('APPROVAL_DRIFTED', 'The price has moved by 0.21 R.', { driftR: 0.21 });
  const answer = await askEngine(client, () => Promise.reject(new ORPCError('REFUSED', { data })));
  expect(answer).toEqual({ ok: false, error: { kind: 'refused', fault: data } });
});

test('anything else leaves open whether it arrived', async () => {
  for (const cause of [new Error('closed'), new ORPCError('REFUSED', { data: { code: 'not ours' } })]) {
    const answer = await askEngine(client, () => Promise.reject(cause));
    expect(answer).toEqual({ ok: false, error: { kind: 'unanswered', message: cause.message } });
  }
});
