import { fault, FaultError, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Evidence, EvidenceSource } from '#shared/agent/evidence.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { Question } from '#main/ports/analyst.ts';
import type { Reading } from '../agent-tool.ts';
import type { Gather } from './gather.ts';

/** These are of now: an entry is sized with the account, and paid at the prices, of when it is sent. */
const sourcesOfNow: readonly EvidenceSource[] = ['account', 'position', 'limit', 'quote', 'governance'];

/**
 * The last guard of a reading, behind those of its parts: a value that came to be known after the question's moment is not in it. Whatever a source throws is
 * a fault.
 */
export const knownThen =
  (gather: Gather): Gather =>
  (question, sources, signal) =>
    readSafely(question, () => gather(question, sources, signal));

/** The same of any reading for a question. */
export async function readSafely(
  { asOfUtcMs }: Pick<Question, 'asOfUtcMs'>,
  read: () => Promise<Result<Reading, Fault>>,
): Promise<Result<Reading, Fault>> {
  try {
    const found = await read();
    if (!found.ok) return found;
    return ok({ ...found.value, evidence: found.value.evidence.filter((one) => isKnownThen(one, asOfUtcMs)) });
  } catch (error) {
    return err(faultOf(error));
  }
}

const isKnownThen = (evidence: Evidence, asOfUtcMs: UtcMs): boolean =>
  sourcesOfNow.includes(evidence.source) || evidence.asOfUtcMs <= asOfUtcMs;

function faultOf(error: unknown): Fault {
  if (error instanceof FaultError) return error.fault;
  const cause = error instanceof Error ? error.message : String(error);
  return fault('TOOL_FAILED', 'Something could not be read. The run goes on without it.', {
    cause: cause.slice(0, 500),
  });
}
