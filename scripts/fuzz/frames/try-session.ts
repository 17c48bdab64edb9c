import { faultCodes } from '#shared/base/fault-codes.ts';
import type { FuzzInput } from './fuzz-input.ts';
import type { SessionPhase } from './session-phases.ts';
import { count, type Tally } from './tally.ts';

const knownFaults: ReadonlySet<string> = new Set(faultCodes);

/** What one end answers while a chunk is read: no chunk asks for more than a few times its own length. */
const answerBytesMax = 256 * 1024;

/** One end of a session, from one of its phases on. Answers what is wrong with the outcome, or null. */
export function trySession(phase: SessionPhase, input: FuzzInput, tally: Tally): string | null {
  const session = phase.begin();
  let failure: string | null = null;
  for (const chunk of input) {
    for (const output of session.receive(chunk)) {
      if (failure !== null) return `${phase.name}: ${output.kind} after the end`;
      if (output.kind === 'failed') failure = output.fault.code;
      else count(tally, output.kind);
    }
    const answered = session.takeOutput()?.length ?? 0;
    if (answered > answerBytesMax) return `${phase.name}: ${answered} bytes in answer to ${chunk.length}`;
  }
  count(tally, failure ?? 'alive');
  session.beat();
  if (failure === null) return null;
  if (!knownFaults.has(failure)) return `${phase.name}: ends in ${failure}`;
  if (session.isOpen()) return `${phase.name}: is open after ${failure}`;
  return session.takeOutput() === null ? null : `${phase.name}: still writes after ${failure}`;
}
