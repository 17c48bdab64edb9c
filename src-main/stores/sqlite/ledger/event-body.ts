import { FaultError } from '#shared/base/fault.ts';
import type { JsonValue } from '#shared/base/json-value.ts';
import { engineEventBodies, type EngineEvent, type EngineEventKind } from '#shared/events/engine-event.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { StoredEvent } from '#main/ports/event-log.ts';
import { upcast, type UpcasterRegistry } from '../upcasters/upcast.ts';
import { brokenAt } from './event-chain.ts';
import type { EventRow } from './event-rows.ts';

/** The body that is written: exactly what the kind's schema lets through, so that whatever is written can be read. Throws where it does not fit. */
export function checkedEvent(event: EngineEvent): EngineEvent {
  const { kind, ...body } = event;
  return eventOf(kind, engineEventBodies[kind].parse(body));
}

/** A row as an event of today. Throws STORE_NEWER_THAN_PROGRAM, and EVENT_LOG_BROKEN for a body that its kind does not know. */
export function storedEventOf(row: EventRow, upcasters: UpcasterRegistry): StoredEvent {
  const body = upcast({ kind: row.kind, version: row.version, body: JSON.parse(row.body) as JsonValue }, upcasters);
  const kind = row.kind as EngineEventKind; // upcast has refused every other kind
  const parsed = engineEventBodies[kind].safeParse(body);
  if (!parsed.success) throw new FaultError(brokenAt(row.sequence, `it is no ${kind}`), { cause: parsed.error });
  return {
    sequence: row.sequence,
    occurredAtUtcMs: utcMs(row.occurredAtUtcMs),
    receivedAtUtcMs: utcMs(row.receivedAtUtcMs),
    event: eventOf(kind, parsed.data),
  };
}

/** The body was parsed by the schema of this very kind, which the compiler cannot follow through the table. */
const eventOf = (kind: EngineEventKind, body: object): EngineEvent => ({ kind, ...body }) as EngineEvent;
