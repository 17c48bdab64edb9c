import { gatherAccount } from './account.ts';
import { gatherCalendar } from './calendar.ts';
import { gatherChains } from './chains.ts';
import { gatherFilters } from './filters.ts';
import type { Gather } from './gather.ts';
import { gatherIndicators } from './indicators.ts';
import { gatherLessons } from './lessons.ts';
import { knownThen } from './known-then.ts';
import { gatherRegime } from './regime.ts';
import { gatherSession } from './session.ts';
import { gatherSimilar } from './similar.ts';

/** One way to look things up before anybody speaks; its name is a node of the graphs. It never throws. */
export interface NamedGather {
  readonly name: string;
  readonly read: Gather;
}

/** In the order in which what they find is shown. What came to be known after the question's moment is in none of it, whatever a store says. */
export const gatherers: readonly NamedGather[] = [
  { name: 'filters', read: knownThen(gatherFilters) },
  { name: 'indicators', read: knownThen(gatherIndicators) },
  { name: 'regime', read: knownThen(gatherRegime) },
  { name: 'similar', read: knownThen(gatherSimilar) },
  { name: 'chains', read: knownThen(gatherChains) },
  { name: 'lessons', read: knownThen(gatherLessons) },
  { name: 'calendar', read: knownThen(gatherCalendar) },
  { name: 'session', read: knownThen(gatherSession) },
  { name: 'account', read: knownThen(gatherAccount) },
];
