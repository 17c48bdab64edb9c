import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  formatClientOrderId,
  installationTagMax,
  orderCounterMax,
  parseClientOrderId,
  type ClientOrderIdParts,
} from './client-order-id.ts';
import { clientOrderId } from './ids.ts';

const anyParts: fc.Arbitrary<ClientOrderIdParts> = fc.record({
  installationTag: fc.integer({ min: 0, max: installationTagMax }),
  counter: fc.integer({ min: 0, max: orderCounterMax }),
});

test('an id gives back the tag and the counter that it was made of', () => {
  fc.assert(
    fc.property(anyParts, (parts) => {
      expect(parseClientOrderId(formatClientOrderId(parts))).toEqual(parts);
    }),
  );
});

test('ids of one tag grow with their counter, and the largest of all stays below 2^63', () => {
  const id = (counter: number) => BigInt(formatClientOrderId({ installationTag: 7, counter }));
  expect(id(1)).toBe(id(0) + 1n);
  const largest = formatClientOrderId({ installationTag: installationTagMax, counter: orderCounterMax });
  expect(BigInt(largest)).toBeLessThan(1n << 63n);
  expect(BigInt(largest) >> 55n).toBe(0x41n);
});

test('an id without our marker has no parts', () => {
  for (const foreign of ['0', '20240102', (0x40n << 55n).toString(), (0x42n << 55n).toString()])
    expect(parseClientOrderId(clientOrderId(foreign))).toBeNull();
});

test('refuses parts that do not fit their bits', () => {
  expect(() => formatClientOrderId({ installationTag: installationTagMax + 1, counter: 1 })).toThrow('20 bits');
  expect(() => formatClientOrderId({ installationTag: 1, counter: orderCounterMax + 1 })).toThrow('35 bits');
  expect(() => formatClientOrderId({ installationTag: 1, counter: -1 })).toThrow('35 bits');
});
