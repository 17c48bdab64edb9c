import type { Scenario } from '#shared/trading/scenario.ts';
import type { Checkpointer } from './checkpointer.ts';
import type { GraphParameters, TradeGraph } from './graphs/trade-graph.ts';

/** Both scenarios' graphs. `kept` wait for tickets and remember where they stand; `passing` are for what is asked aside, and leave no checkpoint. */
export interface Graphs {
  readonly kept: Readonly<Record<Scenario, TradeGraph>>;
  readonly passing: Readonly<Record<Scenario, TradeGraph>>;
}

const differences = {
  A: { name: 'intraday', signalPrompt: 'signal.intraday' },
  B: { name: 'swing', signalPrompt: 'signal.swing' },
} as const satisfies Record<Scenario, Partial<GraphParameters>>;

/** LangGraph costs a third of a second and much memory: it is loaded by the first who needs it, never by a start. */
export async function loadGraphs(
  gathers: readonly string[],
  checkpointer: () => Promise<Checkpointer>,
): Promise<Graphs> {
  const [{ buildTradeGraph }, saver, passing] = await Promise.all([
    import('./graphs/trade-graph.ts'),
    checkpointer(),
    loadPassingGraphs(gathers),
  ]);
  const kept = (scenario: Scenario): TradeGraph => buildTradeGraph({ ...differences[scenario], gathers }, saver);
  return { kept: { A: kept('A'), B: kept('B') }, passing };
}

/** Those that leave no checkpoint, alone. */
export async function loadPassingGraphs(gathers: readonly string[]): Promise<Graphs['passing']> {
  const { buildTradeGraph } = await import('./graphs/trade-graph.ts');
  const passing = (scenario: Scenario): TradeGraph => buildTradeGraph({ ...differences[scenario], gathers }, null);
  return { A: passing('A'), B: passing('B') };
}
