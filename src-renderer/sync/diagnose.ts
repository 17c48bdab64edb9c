import type { Fault } from '#shared/base/fault.ts';
import { byTrouble } from '#shared/contract/sync-trouble.ts';
import { streamName } from '#shared/contract/stream-name.ts';
import type { ProjectionHealth } from '#shared/contract/memory.ts';
import type { SyncHealth, SyncStream } from '#shared/contract/sync-health.ts';

/** What is wrong, and with what: one finding for all that suffer from the same. */
export type Finding =
  | { readonly kind: 'fault'; readonly fault: Fault; readonly isGrave: boolean; readonly of: readonly string[] }
  | { readonly kind: 'historyService' }
  | { readonly kind: 'circuit' }
  | { readonly kind: 'holes'; readonly of: readonly string[]; readonly missingBars: number };

/**
 * The findings of a health, the gravest first. What follows from another one is left out: without a terminal nothing else can be had of it,
 * and without its history service no history.
 */
export function diagnose(
  { streams, stores, projections, circuit, isHistoryConnected }: SyncHealth,
  { isTerminalConnected }: { readonly isTerminalConnected: boolean },
): readonly Finding[] {
  const lacksHistory = isTerminalConnected && !isHistoryConnected && streams.length > 0;
  const isCircuitOpen = circuit !== 'closed' && isTerminalConnected && !lacksHistory;
  const faults = [...faultsByCode({ streams: streams.toSorted(byTrouble), stores, projections })].filter(
    ({ fault: { code } }) => !(lacksHistory && needsHistory.has(code)) && !(isCircuitOpen && code === unavailable),
  );
  return [
    ...faults.filter(({ isGrave }) => isGrave),
    ...(lacksHistory ? [{ kind: 'historyService' } as const] : []),
    ...faults.filter(({ isGrave }) => !isGrave),
    ...(isCircuitOpen ? [{ kind: 'circuit' } as const] : []),
    ...holesIn(streams.toSorted(byTrouble)),
  ];
}

const unavailable = 'HISTORY_UNAVAILABLE';
const needsHistory: ReadonlySet<string> = new Set(['NOT_CONNECTED', unavailable]);

/** Names of programs, alike in every language. */
const projectedInto: Readonly<Record<ProjectionHealth['wanted'], string>> = {
  chroma: 'Chroma',
  exact: 'market.db',
  bolt: 'Bolt',
  embedded: 'market.db',
};

type FaultFinding = Extract<Finding, { readonly kind: 'fault' }>;

function faultsByCode({
  streams,
  stores,
  projections,
}: Pick<SyncHealth, 'streams' | 'stores' | 'projections'>): Iterable<FaultFinding> {
  const found = new Map<string, FaultFinding>();
  const add = (fault: Fault | null, { name, isGrave }: { readonly name: string; readonly isGrave: boolean }): void => {
    if (fault === null) return;
    const before = found.get(fault.code);
    const of = [...new Set([...(before?.of ?? []), name])];
    found.set(fault.code, { kind: 'fault', fault, isGrave: isGrave || before?.isGrave === true, of });
  };
  for (const { fault, name, level } of stores) add(fault, { name: `${name}.db`, isGrave: level === 'fault' });
  for (const stream of streams) {
    add(stream.fault, { name: streamName(stream), isGrave: stream.phase === 'failed' || stream.phase === 'paused' });
  }
  // The rung below answers meanwhile: nothing of this is grave.
  for (const { fault, wanted } of projections) add(fault, { name: projectedInto[wanted], isGrave: false });
  return found.values();
}

function holesIn(streams: readonly SyncStream[]): readonly Finding[] {
  const holed = streams.filter(({ holes }) => (holes?.unexpected ?? 0) > 0);
  if (holed.length === 0) return [];
  const missingBars = holed.reduce((sum, { holes }) => sum + (holes?.missingBars ?? 0), 0);
  return [{ kind: 'holes', of: holed.map(streamName), missingBars }];
}
