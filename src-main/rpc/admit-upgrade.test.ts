import { expect, test } from 'vitest';
import { admitUpgrade, type Upgrade } from './admit-upgrade.ts';

const expected = { port: 4700, token: 'k7d2' };

const upgrade = (changes: Partial<Upgrade> = {}): Upgrade => ({
  path: '/contract',
  host: '127.0.0.1:4700',
  origin: undefined,
  protocols: 'ats-token.k7d2',
  ...changes,
});

test('a program that knows the token is admitted as the command line, our own page as the window', () => {
  expect(admitUpgrade(upgrade(), expected)).toEqual({ ok: true, value: 'cli' });
  const page = upgrade({ host: 'localhost:4700', origin: 'http://localhost:4700', protocols: 'other, ats-token.k7d2' });
  expect(admitUpgrade(page, expected)).toEqual({ ok: true, value: 'window' });
});

test.each([
  ['no token', { protocols: undefined }],
  ['another token', { protocols: 'ats-token.k7d3' }],
  ['a part of the token', { protocols: 'ats-token.k7d' }],
  ['an empty token', { protocols: 'ats-token.' }],
  ['the token under no prefix', { protocols: 'k7d2' }],
  ['only the first of several tokens counts', { protocols: 'ats-token.wrong, ats-token.k7d2' }],
])('refuses with 401: %s', (_, changes) => {
  expect(admitUpgrade(upgrade(changes), expected)).toMatchObject({
    ok: false,
    error: { status: 401, fault: { code: 'UNAUTHORIZED', facts: {} } },
  });
});

test.each([
  ['a name that was rebound to us', { host: 'evil.example:4700' }],
  ['another port', { host: '127.0.0.1:4701' }],
  ['no host', { host: undefined }],
  ['a foreign page', { origin: 'http://evil.example' }],
  ['a page of another of our ports', { origin: 'http://127.0.0.1:4701' }],
  ['a page from a file', { origin: 'null' }],
])('refuses with 403, the right token notwithstanding: %s', (_, changes) => {
  expect(admitUpgrade(upgrade(changes), expected)).toMatchObject({
    ok: false,
    error: { status: 403, fault: { code: 'UNAUTHORIZED' } },
  });
});

test('serves nothing elsewhere', () => {
  expect(admitUpgrade(upgrade({ path: '/contract/x' }), expected)).toMatchObject({ ok: false, error: { status: 404 } });
});
