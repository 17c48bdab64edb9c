import { assert } from '../base/assert.ts';
import { clientOrderId, type ClientOrderId } from './ids.ts';

/** What stands in an id of ours, from its highest bit: marker (8), installation tag (20), counter (35); together below 2^63. */
export interface ClientOrderIdParts {
  /** Drawn at random by each ledger, so that two cockpits on one account know their orders apart. */
  readonly installationTag: number;
  readonly counter: number;
}

/** Tells our ids from those of other advisers, most of which are small. Its top bit is clear: MT5's `magic` is signed. */
export const clientOrderIdMarker = 0x41;

export const installationTagBits = 20;

export const orderCounterBits = 35;

export const installationTagMax = 2 ** installationTagBits - 1;

export const orderCounterMax = 2 ** orderCounterBits - 1;

const marker = BigInt(clientOrderIdMarker);
const tagBits = BigInt(installationTagBits);
const counterBits = BigInt(orderCounterBits);

export function formatClientOrderId({ installationTag, counter }: ClientOrderIdParts): ClientOrderId {
  assert(isWithin(installationTag, installationTagMax), `an installation tag has 20 bits: ${installationTag}`);
  assert(isWithin(counter, orderCounterMax), `an order counter has 35 bits: ${counter}`);
  const id = (((marker << tagBits) | BigInt(installationTag)) << counterBits) | BigInt(counter);
  return clientOrderId(id.toString());
}

/** Null where the id does not bear our marker: another adviser's order, or a manual one (0). */
export function parseClientOrderId(id: ClientOrderId): ClientOrderIdParts | null {
  const bits = BigInt(id);
  if (bits >> (tagBits + counterBits) !== marker) return null;
  return {
    installationTag: Number((bits >> counterBits) & BigInt(installationTagMax)),
    counter: Number(bits & BigInt(orderCounterMax)),
  };
}

const isWithin = (value: number, max: number): boolean => Number.isInteger(value) && value >= 0 && value <= max;
