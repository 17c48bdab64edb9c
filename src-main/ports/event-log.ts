import type { EngineEvent } from '#shared/events/engine-event.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/** An event as it stands in the log. `occurredAtUtcMs` is its source's time, `receivedAtUtcMs` ours; order is the sequence alone. */
export interface StoredEvent {
  readonly sequence: number;
  readonly occurredAtUtcMs: UtcMs;
  readonly receivedAtUtcMs: UtcMs;
  readonly event: EngineEvent;
}

export interface NewEvent {
  readonly occurredAtUtcMs: UtcMs;
  readonly event: EngineEvent;
}

export interface StateSnapshot {
  readonly sequence: number;
  /** Plain JSON, of the shape that the reducer version stands for. */
  readonly state: object;
}

/** The one ordered record of what happened. Append-only; each event carries the hash of the one before. */
export interface EventLog {
  /** Commits all or none, durably (synchronous FULL), before it returns. An order may be sent only after its event was. */
  readonly append: (events: readonly NewEvent[]) => readonly StoredEvent[];
  /** Events after a sequence, in order, upcast to their current versions. Throws EVENT_LOG_BROKEN where the chain of hashes does not hold. */
  readonly readAfter: (sequence: number) => Iterable<StoredEvent>;
  /** The newest snapshot that this reducer version made, or null. */
  readonly latestSnapshot: (reducerVersion: number) => StateSnapshot | null;
  readonly saveSnapshot: (reducerVersion: number, snapshot: StateSnapshot) => void;
}
