import { expect, test } from 'vitest';
import { sampleOrder } from '#main/testkit/sample-order.ts';
import { ownerOf } from './owner.ts';

const orders = [sampleOrder({ status: 'filled' })];

test('an order of ours names its scenario; a mark that is not listed here is some cockpit’s', () => {
  expect(ownerOf({ clientOrderId: '1001', origin: 'ats' }, orders)).toBe('B');
  expect(ownerOf({ clientOrderId: '42', origin: 'ats' }, orders)).toBe('cockpit');
  expect(ownerOf({ clientOrderId: null, origin: 'ats' }, orders)).toBe('cockpit');
});

test('without a mark of a cockpit it is another adviser’s or a hand’s', () => {
  expect(ownerOf({ clientOrderId: null, origin: 'adviser' }, orders)).toBe('adviser');
  expect(ownerOf({ clientOrderId: null, origin: 'manual' }, orders)).toBe('manual');
});
