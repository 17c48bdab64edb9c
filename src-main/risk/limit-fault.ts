import { fault, type Fault, type FaultFacts } from '#shared/base/fault.ts';
import type { FaultCode } from '#shared/base/fault-codes.ts';

type Fact = FaultFacts[string];

/** A refusal by a limit names the value and the limit. Numbers that are not finite stand as text: events and the wire know none. */
export function limitFault(
  code: FaultCode,
  message: string,
  facts: FaultFacts & { readonly value: Fact; readonly limit: Fact },
): Fault {
  return fault(code, message, Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, writable(fact)])));
}

const writable = (fact: Fact): Fact => (typeof fact === 'number' && !Number.isFinite(fact) ? String(fact) : fact);
