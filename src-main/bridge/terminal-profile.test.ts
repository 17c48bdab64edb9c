import { expect, test } from 'vitest';
import type { AccountIdentity } from '#shared/trading/account.ts';
import { profileMismatch, type TerminalProfile } from './terminal-profile.ts';

const account: AccountIdentity = { server: 'Broker-Demo', login: '7', tradeMode: 'demo' };

const profile = (changes: Partial<TerminalProfile> = {}): TerminalProfile => ({
  name: 'Broker demo',
  clockRule: 'ny+7',
  server: 'Broker-Demo',
  login: '7',
  tradeMode: 'demo',
  ...changes,
});

test.each<Partial<TerminalProfile>>([
  {},
  { login: null },
  { server: null, login: null },
  { server: null, login: null, tradeMode: null },
])('lets in an account that is all that the profile names: %o', (changes) => {
  expect(profileMismatch(profile(changes), account)).toBeNull();
});

test.each<[Partial<TerminalProfile>, string]>([
  [{ login: '8' }, 'account 8 at Broker-Demo (demo)'],
  [{ server: 'Broker-Real' }, 'account 7 at Broker-Real (demo)'],
  [{ tradeMode: 'real', server: null, login: null }, 'an account (real)'],
  [{ tradeMode: null, server: null, login: '8' }, 'account 8'],
])('refuses another one in words: %o', (changes, expected) => {
  const mismatch = profileMismatch(profile(changes), account);
  expect(mismatch).toMatchObject({ code: 'ACCOUNT_CHANGED', facts: { profile: 'Broker demo', ...account } });
  expect(mismatch?.message).toContain('account 7 at Broker-Demo (demo)');
  expect(mismatch?.message).toContain(`“Broker demo” expects ${expected}.`);
});
