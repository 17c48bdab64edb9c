import type { Trade } from '#shared/trading/trade.ts';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Refusal } from '../stream/ask-engine.ts';
import { useCockpit, useIsConnected, useReplica } from '../stream/cockpit-context.ts';

export const pageTrades = 100;

export interface TradePages {
  /** Newest first; null before the first answer. */
  readonly trades: readonly Trade[] | null;
  readonly refusal: Refusal | null;
  readonly hasOlder: boolean;
  readonly isAsking: boolean;
  readonly loadOlder: () => void;
}

/** The trades of the ledger, a page at a time; from the newest on again whenever a deal was seen. */
export function useTradePages(): TradePages {
  const { ask } = useCockpit();
  const isConnected = useIsConnected();
  const newestDeal = useReplica((replica) => replica.deals[0]?.dealTicket ?? null);
  const [state, setState] = useState<Omit<TradePages, 'loadOlder'>>(nothing);
  const latest = useRef(0);
  const load = useCallback(
    async (shown: readonly Trade[]): Promise<void> => {
      latest.current += 1;
      const mine = latest.current;
      const before = shown.at(-1);
      setState((now) => ({ ...now, isAsking: true }));
      const answer = await ask((client) =>
        client.memory.trades({ before: before === undefined ? null : markOf(before), limit: pageTrades }),
      );
      if (mine !== latest.current) return;
      if (!answer.ok) setState((now) => ({ ...now, refusal: answer.error, isAsking: false }));
      else {
        const hasOlder = answer.value.length === pageTrades;
        setState({ trades: [...shown, ...answer.value], refusal: null, hasOlder, isAsking: false });
      }
    },
    [ask],
  );
  useEffect(() => {
    if (isConnected) void load([]);
    return () => {
      latest.current += 1;
    };
  }, [isConnected, newestDeal, load]);
  return { ...state, loadOlder: () => void load(state.trades ?? []) };
}

const nothing = { trades: null, refusal: null, hasOlder: false, isAsking: false } as const;

const markOf = ({
  openedAtUtcMs,
  positionId,
  ordinal,
}: Trade): Pick<Trade, 'openedAtUtcMs' | 'positionId' | 'ordinal'> => ({ openedAtUtcMs, positionId, ordinal });
