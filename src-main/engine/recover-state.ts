import type { EventLog } from '#main/ports/event-log.ts';
import { initialEngineState, reducerVersion, type EngineState } from './engine-state.ts';
import { evolve } from './evolve.ts';

/** The state that the log tells: the newest snapshot of this reducer, and the events after it. */
export function recoverState(log: Pick<EventLog, 'latestSnapshot' | 'readAfter'>): {
  readonly state: EngineState;
  readonly sequence: number;
  readonly snapshotSequence: number;
} {
  const snapshot = log.latestSnapshot(reducerVersion);
  const snapshotSequence = snapshot?.sequence ?? 0;
  let state = snapshot === null ? initialEngineState : (snapshot.state as EngineState);
  let sequence = snapshotSequence;
  for (const event of log.readAfter(snapshotSequence)) {
    state = evolve(state, event);
    sequence = event.sequence;
  }
  return { state, sequence, snapshotSequence };
}
