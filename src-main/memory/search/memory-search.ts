import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { RegimeTrades, RegimeTradesWish } from '#shared/contract/memory.ts';
import { asOf } from './as-of.ts';
import { eventChain, pathBetween } from './event-chain.ts';
import { answerFrom } from './ladder.ts';
import type { MemorySearch } from '#main/ports/memory.ts';
import { similarSignals, type SignalSearch } from './similar-signals.ts';
import { similarStates, type StateSearch } from './similar-states.ts';
import { similarTexts, type TextSearch } from './similar-texts.ts';
import { similarTrades, type TradeSearch } from './similar-trades.ts';

export interface SearchDependencies extends StateSearch, TradeSearch, SignalSearch, TextSearch {
  readonly states: StateSearch['states'];
}

/** What happened before, for those who look; it reads, and writes nothing. */
export const createMemorySearch = (dependencies: SearchDependencies): MemorySearch => ({
  similarStates: (wish) => similarStates(dependencies, wish),
  similarTrades: (wish) => similarTrades(dependencies, wish),
  similarSignals: (wish) => similarSignals(dependencies, wish),
  similarTexts: (wish) => similarTexts(dependencies, wish),
  eventChain: (id) => eventChain(dependencies.graph, id),
  path: (ends) => pathBetween(dependencies.graph, ends),
  tradesByRegime: (wish) => tradesByRegime(dependencies, wish),
});

async function tradesByRegime(
  { graph, marketClock }: SearchDependencies,
  { asOfUtcMs, symbol, scenario }: RegimeTradesWish,
): Promise<Result<RegimeTrades, Fault>> {
  const moment = asOf(asOfUtcMs, marketClock);
  if (!moment.ok) return moment;
  const found = await answerFrom(graph, (reads) => reads.tradesByRegime({ asOfUtcMs: moment.value, symbol, scenario }));
  return found.ok ? ok(found.value.value) : found;
}
