import { expect, test } from 'vitest';
import { faultCodes } from './fault-codes.ts';
import { fault, FaultError, faultSchema } from './fault.ts';

test('a code stands once in the list and reads as one', () => {
  expect(new Set(faultCodes).size).toBe(faultCodes.length);
  for (const code of faultCodes) expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
});

test('a fault survives its way over the wire', () => {
  const sent = fault('SPREAD_TOO_WIDE', 'wide', { value: 12.5, limit: 10, symbol: 'XAUUSD', isHeld: false, at: null });
  expect(faultSchema.parse(JSON.parse(JSON.stringify(sent)))).toEqual(sent);
  expect(fault('FILE_EMPTY', 'empty').facts).toEqual({});
});

test('what bears an unknown code or a nested fact is no fault', () => {
  expect(faultSchema.safeParse({ code: 'MADE_UP', message: '', facts: {} }).success).toBe(false);
  expect(faultSchema.safeParse({ code: 'FILE_EMPTY', message: '', facts: { deep: {} } }).success).toBe(false);
});

test('a fault that is thrown says its code and keeps its cause', () => {
  const cause = new Error('disk');
  const thrown = new FaultError(fault('STORE_UNREADABLE', 'cannot read'), { cause });
  expect(thrown).toMatchObject({ message: 'STORE_UNREADABLE: cannot read', name: 'FaultError', cause });
  expect(thrown.fault.code).toBe('STORE_UNREADABLE');
});
