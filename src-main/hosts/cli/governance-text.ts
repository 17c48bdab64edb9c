import type { GovernanceView } from '#shared/contract/governance-view.ts';
import type { ToldGovernance } from '#main/wiring/govern-cockpit.ts';

/** For people: the scenario, by whose word, and what the other one still needs. */
export function governanceText({ isRunning, governance }: ToldGovernance): string {
  if (governance === null) return 'No account was heard of yet: the first one says which scenario begins.';
  const { depositUsd } = governance;
  const deposit =
    depositUsd === null ? `no data${isRunning ? '' : '; no engine runs'}` : `${depositUsd.toFixed(2)} USD`;
  return [`Scenario ${activeText(governance)} may enter.`, `Deposit now: ${deposit}.`, progressText(governance)].join(
    '\n',
  );
}

/** The scenario and by whose word, such as 'B (by the deposit)'. */
export const activeText = ({ active, override }: GovernanceView): string =>
  `${active} (${override === null ? 'by the deposit' : `${override.kind} by the trader: ${override.reason}`})`;

function progressText({ active, threshold, closes }: GovernanceView): string {
  const other = active === 'A' ? 'B' : 'A';
  const { kind, depositUsd, closes: wanted } = threshold;
  const asks = `${kind === 'atLeast' ? 'at least' : 'less than'} ${depositUsd.toFixed(2)} USD`;
  const days = closes.map((close) => `${dayOf(close.midnightUtcMs)} ${close.depositUsd.toFixed(2)}`).join(', ');
  const row = `${closes.length} of ${wanted} successive broker-day closes with ${asks}`;
  return `Scenario ${other} is ${row}${days === '' ? '' : ` (${days})`}.`;
}

const dayOf = (utcMs: number): string => new Date(utcMs).toISOString().slice(0, 10);
