import type { SeriesKey } from './bar-feed.ts';
import { useReplica } from './cockpit-context.ts';
import { useSelection } from './selection.ts';

/** The series that is looked at: as chosen, else that of the scenario that trades, else the first instrument by the hour. Null while there is none. */
export function useShownSeries(): SeriesKey | null {
  const chosenSymbol = useSelection((it) => it.symbol);
  const chosenTimeframe = useSelection((it) => it.timeframe);
  const scenarios = useReplica((replica) => replica.scenarios) ?? [];
  const active = useReplica((replica) => replica.governance?.active ?? null);
  const firstSymbol = useReplica((replica) => replica.instruments.keys().next().value ?? null);
  const symbol = chosenSymbol ?? scenarios[0]?.symbol ?? firstSymbol;
  if (symbol === null) return null;
  const own = scenarios.filter((scenario) => scenario.symbol === symbol);
  const shown = own.find(({ scenario }) => scenario === active) ?? own[0];
  return { symbol, timeframe: chosenTimeframe ?? shown?.timeframe ?? 'H1' };
}
