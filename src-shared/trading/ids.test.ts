import { expect, test } from 'vitest';
import {
  approvalId,
  approvalIdSchema,
  clientOrderId,
  clientOrderIdSchema,
  dealTicket,
  dealTicketSchema,
  decisionId,
  decisionIdSchema,
  intentId,
  intentIdSchema,
  orderTicket,
  orderTicketSchema,
  positionId,
  positionIdSchema,
} from './ids.ts';

const largest = (2n ** 63n - 1n).toString();

test.each([
  ['clientOrderId', clientOrderId, clientOrderIdSchema],
  ['orderTicket', orderTicket, orderTicketSchema],
  ['dealTicket', dealTicket, dealTicketSchema],
  ['positionId', positionId, positionIdSchema],
] as const)('%s is a whole decimal of 63 bits in its one spelling', (_, make, schema) => {
  for (const id of ['0', '7', largest]) expect([make(id), schema.parse(id)]).toEqual([id, id]);
  for (const id of ['', '-1', '07', '1.0', '1e3', ' 1', '0x1', (2n ** 63n).toString(), '99999999999999999999']) {
    expect(() => make(id)).toThrow('not an id');
    expect(schema.safeParse(id).success).toBe(false);
  }
});

test.each([
  ['intentId', intentId, intentIdSchema],
  ['decisionId', decisionId, decisionIdSchema],
  ['approvalId', approvalId, approvalIdSchema],
] as const)('%s is a short word of printable characters', (_, make, schema) => {
  for (const id of ['B:XAUUSD:H4:1704153600000#1', 'x'.repeat(160)]) {
    expect([make(id), schema.parse(id)]).toEqual([id, id]);
  }
  for (const id of ['', 'x'.repeat(161), 'two words', 'a\nb', 'a\n', 'ü']) {
    expect(() => make(id)).toThrow('not an id');
    expect(schema.safeParse(id).success).toBe(false);
  }
});
