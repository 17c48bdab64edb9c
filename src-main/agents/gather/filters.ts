import { ok } from '#shared/base/result.ts';
import { decisionEvidence } from '../grounding/decision-evidence.ts';
import { decisionOf } from './decision-of.ts';
import type { Gather } from './gather.ts';
import { readingOf } from './reading.ts';

/** What the rules measured, as it stands recorded with their decision. */
export const gatherFilters: Gather = (question) => {
  const decision = decisionOf(question);
  return Promise.resolve(ok(readingOf(decision === null ? [] : decisionEvidence(decision))));
};
