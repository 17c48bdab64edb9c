import type { CalendarEvent } from '#shared/market/calendar-event.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/** Outside of it nothing is known of releases: that is "no data", never "no release". */
export interface CalendarCoverage {
  readonly fromUtcMs: UtcMs;
  /** Exclusive. */
  readonly toUtcMs: UtcMs;
}

/** Releases of economic indicators, by source ('terminal' or the name of an import). */
export interface CalendarStore {
  /** What a source says of a span replaces what it said before, in one transaction with its coverage; superseded values are kept. */
  readonly record: (
    said: CalendarCoverage & { readonly source: string; readonly events: readonly CalendarEvent[] },
  ) => { readonly inserted: number; readonly corrected: number; readonly removed: number };
  /** Oldest first. Null where the span is not covered by any source as a whole. */
  readonly read: (
    span: CalendarCoverage & { readonly currencies: readonly string[] | null },
  ) => readonly CalendarEvent[] | null;
  readonly coverage: () => readonly (CalendarCoverage & { readonly source: string })[];
}
