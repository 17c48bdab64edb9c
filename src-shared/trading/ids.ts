import { z } from 'zod';
import { assert } from '../base/assert.ts';
import type { Brand } from '../base/brand.ts';
import { brandedSchema } from '../base/branded-schema.ts';

/** Our id of one order, written before the order is sent and carried by MT5 as `magic`: a decimal below 2^63. Kept as a string: 64 bits. */
export type ClientOrderId = Brand<string, 'ClientOrderId'>;

/** The broker's id of an order. */
export type OrderTicket = Brand<string, 'OrderTicket'>;

/** The broker's id of one execution. */
export type DealTicket = Brand<string, 'DealTicket'>;

/** The broker's stable id of a position (POSITION_IDENTIFIER); the position's ticket may change, this does not. */
export type PositionId = Brand<string, 'PositionId'>;

/** Our id of one wish to trade. */
export type IntentId = Brand<string, 'IntentId'>;

/** Our id of one decision of a scenario on one closed bar. */
export type DecisionId = Brand<string, 'DecisionId'>;

/** Our id of one ticket that waits for the trader. */
export type ApprovalId = Brand<string, 'ApprovalId'>;

const decimal = /^(0|[1-9]\d{0,18})$/;
const isDecimal = (value: string): boolean => decimal.test(value) && BigInt(value) < 1n << 63n;
const word = /^[!-~]{1,160}$/;
const isWord = (value: string): boolean => word.test(value);

export const clientOrderIdSchema = brandedSchema<ClientOrderId, string>(
  z.string(),
  isDecimal,
  'an order id is a decimal below 2^63',
);
export const orderTicketSchema = brandedSchema<OrderTicket, string>(
  z.string(),
  isDecimal,
  'a ticket is a decimal below 2^63',
);
export const dealTicketSchema = brandedSchema<DealTicket, string>(
  z.string(),
  isDecimal,
  'a ticket is a decimal below 2^63',
);
export const positionIdSchema = brandedSchema<PositionId, string>(
  z.string(),
  isDecimal,
  'a position id is a decimal below 2^63',
);
export const intentIdSchema = brandedSchema<IntentId, string>(
  z.string(),
  isWord,
  'an id is up to 160 visible ASCII characters',
);
export const decisionIdSchema = brandedSchema<DecisionId, string>(
  z.string(),
  isWord,
  'an id is up to 160 visible ASCII characters',
);
export const approvalIdSchema = brandedSchema<ApprovalId, string>(
  z.string(),
  isWord,
  'an id is up to 160 visible ASCII characters',
);

export const clientOrderId = (value: string): ClientOrderId => checked<ClientOrderId>(value, isDecimal);
export const orderTicket = (value: string): OrderTicket => checked<OrderTicket>(value, isDecimal);
export const dealTicket = (value: string): DealTicket => checked<DealTicket>(value, isDecimal);
export const positionId = (value: string): PositionId => checked<PositionId>(value, isDecimal);
export const intentId = (value: string): IntentId => checked<IntentId>(value, isWord);
export const decisionId = (value: string): DecisionId => checked<DecisionId>(value, isWord);
export const approvalId = (value: string): ApprovalId => checked<ApprovalId>(value, isWord);

function checked<Id extends string>(value: string, guard: (value: string) => boolean): Id {
  assert(guard(value), `not an id of this kind: ${value}`);
  return value as Id;
}
