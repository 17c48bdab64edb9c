import type { UtcMs } from '#shared/units/utc-ms.ts';
import { newestSince } from './account-past.ts';
import type { ScenarioRunner } from './scenario-runner.ts';
import type { Step } from './step.ts';

/** Entries of a scenario on its symbol that were executed since the broker's midnight before a close, by the ledger's deals: a restart does not forget them. */
export function tradesToday(
  { dependencies }: Pick<Step, 'dependencies'>,
  { scenario, symbol }: Pick<ScenarioRunner, 'scenario' | 'symbol'>,
  closeUtcMs: UtcMs,
): number {
  const { ledger, brokerClock } = dependencies;
  const midnightUtcMs = brokerClock.midnightBefore(closeUtcMs);
  const entries = new Set<string>();
  for (const deal of newestSince(ledger.latestDeals, midnightUtcMs)) {
    const { clientOrderId, entry } = deal;
    if (deal.symbol !== symbol || entry !== 'in' || clientOrderId === null || deal.occurredAtUtcMs < midnightUtcMs)
      continue;
    const request = ledger.findOrder(clientOrderId)?.request;
    if (request?.kind === 'entry' && request.scenario === scenario) entries.add(clientOrderId);
  }
  return entries.size;
}
