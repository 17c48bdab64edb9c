import { ORPCError } from '@orpc/server';
import { expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import { refusalOf } from './refusal.ts';

test.each([
  ['SIGNAL_STALE', 503],
  ['MARKET_CLOSED', 503],
  ['SIGNAL_BLIND', 503],
  ['APPROVAL_UNKNOWN', 404],
  ['APPROVAL_EXPIRED', 409],
  ['SCOPE_MISSING', 403],
  ['RATE_LIMITED', 429],
  ['REQUEST_INVALID', 400],
] as const)('%s is told with status %i', (code, status) => {
  const refused = fault(code, 'no', { value: 1 });
  const { data, message, ...error } = refusalOf(new ORPCError('REFUSED', { data: refused }));
  expect([error.status, data, message]).toEqual([status, refused, 'no']);
});

test('a request that does not fit is told where', () => {
  const issues = [{ message: 'too small', path: ['limit'] }, { message: 'odd' }];
  expect(refusalOf(new ORPCError('BAD_REQUEST', { data: { issues } }))).toMatchObject({
    status: 400,
    data: { code: 'REQUEST_INVALID', message: 'The request does not fit: limit: too small; odd.' },
  });
  expect(refusalOf(new ORPCError('BAD_REQUEST'))).toMatchObject({ status: 400, data: { code: 'REQUEST_INVALID' } });
});

test.each([new Error('a secret path'), new ORPCError('INTERNAL_SERVER_ERROR', { message: 'a secret path' }), null])(
  'a failure inside is told without its cause: %s',
  (error) => {
    const refusal = refusalOf(error);
    expect(refusal).toMatchObject({ status: 500, data: { code: 'ENGINE_FAILED' } });
    expect(JSON.stringify(refusal)).not.toContain('secret');
  },
);
