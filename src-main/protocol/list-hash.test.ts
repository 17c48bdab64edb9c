import { expect, test } from 'vitest';
import { hashList } from './list-hash.ts';
import { listHashSchema } from './messages/page.ts';

test('marks a list by its content and order', () => {
  expect(hashList([])).toBe('4f53cda18c2baa0c');
  expect(hashList([{ a: 1 }])).toBe(hashList([{ a: 1 }]));
  expect(new Set([hashList([]), hashList([{ a: 1 }]), hashList([1, 2]), hashList([2, 1])]).size).toBe(4);
  expect(listHashSchema.parse(hashList([1]))).toBe(hashList([1]));
});
