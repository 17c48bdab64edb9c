import { FaultError, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';

/** Who can be asked, and what is said of whose answer it is. */
export interface Rung<Reads, Adapter> {
  readonly reads: Reads;
  readonly adapter: Adapter;
}

/** The adapters of one projection, from the one that is wanted to the one that is always there. */
export interface Ladder<Reads, Adapter> {
  /** Who answers now. */
  readonly now: () => Rung<Reads, Adapter>;
  /** Who answers where that one could not, and why it could not; null at the bottom. */
  readonly below: (why: Fault) => Rung<Reads, Adapter> | null;
}

/** An answer, and the adapter that really gave it. */
export interface Answer<T, Adapter> {
  readonly value: T;
  readonly adapter: Adapter;
}

/**
 * Puts a whole question to who answers now, and once more to the rung below where that fails: half of an answer from each would be as of no moment at
 * all. The fault of the last one where none can answer.
 */
export async function answerFrom<T, Reads, Adapter>(
  ladder: Ladder<Reads, Adapter>,
  question: (reads: Reads) => Promise<T>,
): Promise<Result<Answer<T, Adapter>, Fault>> {
  const rung = ladder.now();
  const answered = await answerOf(rung, question);
  if (answered.ok) return answered;
  const below = ladder.below(answered.error);
  return below === null ? answered : await answerOf(below, question);
}

async function answerOf<T, Reads, Adapter>(
  { reads, adapter }: Rung<Reads, Adapter>,
  question: (reads: Reads) => Promise<T>,
): Promise<Result<Answer<T, Adapter>, Fault>> {
  try {
    return ok({ value: await question(reads), adapter });
  } catch (error) {
    if (error instanceof FaultError) return err(error.fault);
    throw error;
  }
}
