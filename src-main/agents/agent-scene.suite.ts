import type { Lesson } from '#shared/agent/lesson.ts';
import type { CockpitSnapshot } from '#shared/contract/cockpit-snapshot.ts';
import type { CalendarEvent } from '#shared/market/calendar-event.ts';
import type { SignalDecision } from '#shared/trading/signal.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { Question } from '#main/ports/analyst.ts';
import type { BarStore } from '#main/ports/bar-store.ts';
import type { MarketFacts } from '#main/ports/market-facts.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { createMemoryBarStore } from '#main/testkit/memory-bar-store.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { sampleDecision } from '#main/testkit/sample-decision.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { sampleSnapshot } from '#main/testkit/sample-snapshot.ts';
import { createScriptedMemory, type MemoryScript } from '#main/testkit/scripted-memory.ts';
import type { AgentSources } from './agent-sources.ts';

/** The moment of the question. */
export const nowUtcMs = sampleStartUtcMs;

const hourMs = 3_600_000;
const barsBefore = 700;

export interface Scene {
  readonly memory?: Partial<MemoryScript>;
  readonly lessons?: readonly Lesson[];
  /** Null: no calendar covers the time. */
  readonly releases?: readonly CalendarEvent[] | null;
  readonly snapshot?: Partial<Record<keyof CockpitSnapshot, unknown>>;
  readonly facts?: Partial<MarketFacts>;
  /** Bars of gold that open from the question's moment on, as no store should show them. */
  readonly barsAhead?: number;
}

/** What agents see of a market of gold with bars up to the question's moment. Its stores say what they are given, whatever moment they are asked for. */
export function sourcesOf(scene: Scene = {}): AgentSources {
  const bars = storedBars(scene.barsAhead ?? 0);
  const lessons = scene.lessons ?? [];
  const snapshot = sampleSnapshot({ quotes: [sampleQuote()], ...scene.snapshot });
  return {
    bars,
    calendar: { read: () => (scene.releases === undefined ? [] : scene.releases) },
    facts: {
      newsDistanceMs: () => null,
      isUnexpectedHole: () => false,
      dailyAtr: () => null,
      correlation: () => 0.6,
      ...scene.facts,
    },
    memory: createScriptedMemory(scene.memory),
    lessons: {
      lesson: (id) => lessons.find(({ lessonId }) => lessonId === id) ?? null,
      activeAsOf: () => lessons,
      page: () => [],
    },
    cockpit: { snapshot: () => snapshot },
    clockRule: 'ny+7',
    nextTurn: () => Promise.resolve(),
    monotonicClock: { nowMs: () => durationMs(0) },
  };
}

const stores = new Map<number, BarStore>();

/** The same bars for every scene that has as many: nobody here writes any. */
function storedBars(barsAhead: number): BarStore {
  const stored = stores.get(barsAhead);
  if (stored !== undefined) return stored;
  const bars = createMemoryBarStore();
  for (const [timeframe, lengthMs] of [
    ['M15', hourMs / 4],
    ['H1', hourMs],
  ] as const) {
    const startUtcMs = nowUtcMs - barsBefore * lengthMs;
    bars.append(
      { symbol: 'XAUUSD', timeframe, source: 'terminal', anchor: 'hour' },
      sampleBars({ count: barsBefore + barsAhead, timeframe, startUtcMs }),
    );
  }
  stores.set(barsAhead, bars);
  return bars;
}

/** The rules wish to buy gold. */
export const entryQuestion = (
  changes: Partial<Record<keyof SignalDecision, unknown>> = {},
): Extract<Question, { kind: 'entry' }> => {
  const decision = sampleDecision({
    filters: [
      { filter: 'breakoutUp', value: 2000, threshold: 1998.5, passed: true },
      { filter: 'rvol', value: 1.8342, threshold: 1.2, passed: true },
    ],
    ...changes,
  });
  const { scenario, symbol } = decision;
  return {
    ...{ kind: 'entry', scenario, symbol, asOfUtcMs: nowUtcMs, phase: 'setup', decision },
    facts: { isSetup: true, isEntering: false, isInPosition: false, isExiting: false },
  };
};

/** A release so many hours from the question's moment. */
export const releaseIn = (hours: number, changes: Partial<CalendarEvent> = {}): CalendarEvent => ({
  ...{ valueId: `v${hours}`, eventId: 'e', currency: 'USD', importance: 'high', name: 'Consumer prices' },
  ...{ releaseUtcMs: utcMs(nowUtcMs + hours * hourMs), actual: 3.4, forecast: 3.1, previous: 3, revisedPrevious: null },
  ...changes,
});
