import { useCockpit } from './cockpit-context.ts';
import { useDeskNowMs } from './desk-clock.ts';

/** The market's time as of the last beat of the desk's clock: for ages, which need not follow every batch. Null before it is known. */
export function useMarketNow(): number | null {
  const { store } = useCockpit();
  useDeskNowMs();
  return store.getState().replica?.marketUtcMs ?? null;
}
