import { z } from 'zod';
import { faultCodes, type FaultCode } from './fault-codes.ts';

export type FaultFacts = Readonly<Record<string, string | number | boolean | null>>;

/** What went wrong: a stable code for programs, a sentence for people (what happened, what was not lost, what to do), and the values. */
export const faultSchema = z
  .object({
    code: z.enum(faultCodes),
    message: z.string(),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).readonly(),
  })
  .readonly();

export type Fault = z.infer<typeof faultSchema>;

export function fault(code: FaultCode, message: string, facts: FaultFacts = {}): Fault {
  return { code, message, facts };
}

/** Carries a fault through code that can only throw (streams, transactions, callbacks of libraries). */
export class FaultError extends Error {
  readonly fault: Fault;

  constructor(cause: Fault, options?: ErrorOptions) {
    super(`${cause.code}: ${cause.message}`, options);
    this.name = 'FaultError';
    this.fault = cause;
  }
}
