import type { Thinking } from '../thinking.ts';
import { gatherAll } from './gather.ts';

/** Looks after an open position. Rules alone propose nothing: their own exits need nobody's proposal. */
export async function managePosition(thinking: Thinking): Promise<void> {
  if (thinking.question.kind !== 'manage') return;
  await gatherAll(thinking);
  thinking.conclude({ kind: 'proposal', proposal: null });
}
