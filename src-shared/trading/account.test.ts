import { expect, test } from 'vitest';
import { accountIdentitySchema, isSameAccount } from './account.ts';

const pinned = accountIdentitySchema.parse({ server: 'Broker-Demo', login: '7', tradeMode: 'demo' });

test('an account is pinned by server, login and trade mode, all three', () => {
  expect(isSameAccount(pinned, { ...pinned })).toBe(true);
  for (const other of [{ server: 'Broker-Real' }, { login: '8' }, { tradeMode: 'real' as const }]) {
    expect(isSameAccount(pinned, { ...pinned, ...other })).toBe(false);
  }
});
