import type { RecordId } from '#shared/trading/record-id.ts';
import { useEffect } from 'react';
import { createStore } from 'zustand/vanilla';

/** A place in another panel that the trader asked to see: the chain of a record, or an agent's run. */
export type Place =
  { readonly kind: 'chain'; readonly recordId: RecordId } | { readonly kind: 'run'; readonly runId: string };

/** The newest place that was asked for; each asking is a value of its own, so that the same place can be asked for again. */
export const places = createStore<{ readonly asked: Place | null }>(() => ({ asked: null }));

export const goTo = (place: Place): void => places.setState({ asked: place });

/** Takes every place of a kind that is asked for, and one that was asked for before this panel stood. */
export function usePlaces<Kind extends Place['kind']>(
  kind: Kind,
  take: (place: Extract<Place, { kind: Kind }>) => void,
): void {
  useEffect(() => {
    const takeOwn = ({ asked }: { readonly asked: Place | null }): void => {
      if (asked?.kind === kind) take(asked as Extract<Place, { kind: Kind }>);
    };
    takeOwn(places.getState());
    return places.subscribe(takeOwn);
  }, [kind, take]);
}
