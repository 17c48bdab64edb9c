import type { Result } from '#shared/base/result.ts';
import type { Trade } from '#shared/trading/trade.ts';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Refusal } from '../stream/ask-engine.ts';
import { useCockpit, useIsConnected, useReplica } from '../stream/cockpit-context.ts';

const pageTrades = 100;

interface Pages {
  /** Newest first; null before the first answer. */
  readonly trades: readonly Trade[] | null;
  readonly refusal: Refusal | null;
  readonly hasOlder: boolean;
}

export interface TradePages extends Pages {
  readonly isAskingOlder: boolean;
  readonly loadOlder: () => void;
}

/** The trades of the ledger, a page at a time; from the newest on again whenever a deal was seen. */
export function useTradePages(): TradePages {
  const { ask } = useCockpit();
  const isConnected = useIsConnected();
  const newestDeal = useReplica((replica) => replica.deals[0]?.dealTicket ?? null);
  const [pages, setPages] = useState<Pages>({ trades: null, refusal: null, hasOlder: false });
  const [isAskingOlder, setAskingOlder] = useState(false);
  /** Counts the beginnings: a page that was asked for before one belongs to none. */
  const beginning = useRef(0);
  const request = useCallback(
    (before: Trade | null) =>
      ask((client) => client.memory.trades({ before: before === null ? null : markOf(before), limit: pageTrades })),
    [ask],
  );
  useEffect(() => {
    beginning.current += 1;
    const mine = beginning.current;
    if (!isConnected) return;
    void request(null).then((answer) => {
      if (mine === beginning.current) setPages((before) => withPage({ ...before, trades: null }, answer));
    });
  }, [isConnected, newestDeal, request]);
  const loadOlder = async (): Promise<void> => {
    const mine = beginning.current;
    setAskingOlder(true);
    const answer = await request(pages.trades?.at(-1) ?? null);
    setAskingOlder(false);
    if (mine === beginning.current) setPages((before) => withPage(before, answer));
  };
  return { ...pages, isAskingOlder, loadOlder: () => void loadOlder() };
}

/** What is shown stays where the next page is refused. */
function withPage(before: Pages, page: Result<readonly Trade[], Refusal>): Pages {
  if (!page.ok) return { ...before, refusal: page.error };
  return {
    trades: [...(before.trades ?? []), ...page.value],
    refusal: null,
    hasOlder: page.value.length === pageTrades,
  };
}

const markOf = ({
  openedAtUtcMs,
  positionId,
  ordinal,
}: Trade): Pick<Trade, 'openedAtUtcMs' | 'positionId' | 'ordinal'> => ({ openedAtUtcMs, positionId, ordinal });
