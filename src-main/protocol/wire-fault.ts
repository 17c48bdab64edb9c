import { fault, type Fault } from '#shared/base/fault.ts';
import { faultCodes, type FaultCode } from '#shared/base/fault-codes.ts';
import { z } from 'zod';

/** What went wrong, as a peer says it. The code is a text: a peer of another version may know more codes than we do. */
export const wireFaultSchema = z
  .object({
    code: z.string().min(1).max(64),
    message: z.string().max(512),
    /** The values behind it, such as the price that was found and the limit. */
    facts: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
      .readonly()
      .optional(),
  })
  .readonly();

export type WireFault = z.infer<typeof wireFaultSchema>;

/** The peer's fault in our words; a code that we do not know becomes the fallback and is kept among the facts. */
export function faultFromWire({ code, message, facts = {} }: WireFault, fallback: FaultCode): Fault {
  return isFaultCode(code) ? fault(code, message, facts) : fault(fallback, message, { ...facts, terminalCode: code });
}

export const faultToWire = ({ code, message, facts }: Fault): WireFault => ({
  code,
  message: message.slice(0, 512),
  facts,
});

const knownCodes: ReadonlySet<string> = new Set(faultCodes);

const isFaultCode = (code: string): code is FaultCode => knownCodes.has(code);
