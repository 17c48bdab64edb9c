import type { ProjectionHealth, ProjectionName } from '#shared/contract/memory.ts';
import type { LedgerReader } from '#main/stores/sqlite/ledger/open-ledger.ts';
import type { MarketReader } from '#main/stores/sqlite/market/open-market-to-read.ts';

/**
 * How far memory lies behind stores that nobody writes: rows of our own answer, since no server is asked. What has still to come is what the next
 * engine begins with.
 */
export function projectionsAtRest(market: MarketReader, ledger: LedgerReader | null): readonly ProjectionHealth[] {
  const ledgerDepth = (name: ProjectionName): number =>
    ledger?.outbox.depth(market.projections.mark(`ledger:${name}`)?.revision ?? 0) ?? 0;
  const atRest = (name: ProjectionName): Omit<ProjectionHealth, 'adapter' | 'wanted' | 'depth'> => ({
    ...{ name, server: '', lagMs: 0, attempts: 0, nextAttemptInMs: null, fault: null },
    deadLetters: market.projections.deadLetterCount(name),
  });
  return [
    { ...atRest('vectors'), adapter: 'exact', wanted: 'exact', depth: market.outboxDepth() + ledgerDepth('vectors') },
    { ...atRest('graph'), adapter: 'embedded', wanted: 'embedded', depth: ledgerDepth('graph') },
  ];
}
