import type { ClockRule } from '#shared/time/clock-rule.ts';
import type { BarStore } from '#main/ports/bar-store.ts';
import type { CalendarStore } from '#main/ports/calendar-store.ts';
import type { MonotonicClock } from '#main/ports/clock.ts';
import type { Cockpit } from '#main/ports/cockpit.ts';
import type { LessonReads } from '#main/ports/lessons.ts';
import type { MarketFacts } from '#main/ports/market-facts.ts';
import type { MemorySearch } from '#main/ports/memory.ts';

/** All that agents can see, and all of it only to be read. What is asked for as of a moment holds nothing that came to be known later. */
export interface AgentSources {
  readonly bars: Pick<BarStore, 'chooseSeries' | 'read' | 'readBetween'>;
  readonly calendar: Pick<CalendarStore, 'read'>;
  readonly facts: MarketFacts;
  readonly memory: MemorySearch;
  readonly lessons: LessonReads;
  /** Account, positions, limits, quotes and instruments of now: a run's account is the one that its entry would be sized with. */
  readonly cockpit: Pick<Cockpit, 'snapshot'>;
  readonly clockRule: ClockRule;
  /** Looking things up is done in slices: between two of them whatever waits on the loop has its turn. */
  readonly monotonicClock: MonotonicClock;
  readonly nextTurn: () => Promise<void>;
}
