import { useCockpit } from './cockpit-context.ts';
import { useSlowDeskNowMs } from './desk-clock.ts';

/** The market's time as of the desk's last half second: for ages, which need not follow every batch. Null before it is known. */
export function useMarketNow(): number | null {
  const { store } = useCockpit();
  useSlowDeskNowMs();
  return store.getState().replica?.marketUtcMs ?? null;
}
