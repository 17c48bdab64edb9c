import { FaultError, type Fault } from '#shared/base/fault.ts';
import type { FaultCode } from '#shared/base/fault-codes.ts';

/**
 * What is to be done about a fault: `transient` and `busy` are tried again, `permanent` is not until something changes, `disk` is the store's: what
 * is new is left with the terminal until it can be written.
 */
export type FaultClass = 'transient' | 'busy' | 'permanent' | 'disk';

const classes: Partial<Readonly<Record<FaultCode, FaultClass>>> = {
  SESSION_BUSY: 'busy',
  RATE_LIMITED: 'busy',
  INSTRUMENT_MISSING: 'permanent',
  SYMBOL_UNKNOWN: 'permanent',
  REQUEST_INVALID: 'permanent',
  STORE_FULL: 'disk',
  STORE_READ_ONLY: 'disk',
  STORE_BUSY: 'disk',
  STORE_DAMAGED: 'disk',
  STORE_UNREADABLE: 'disk',
};

/** What is not known to last is tried again. */
export const faultClass = ({ code }: Fault): FaultClass => classes[code] ?? 'transient';

/** The fault of the disk in what a store threw; anything else is a broken invariant, and is thrown on. */
export function storeFault(error: unknown): Fault {
  if (error instanceof FaultError && faultClass(error.fault) === 'disk') return error.fault;
  throw error;
}
