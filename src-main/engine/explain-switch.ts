import { askAgents, asked } from './ask-agents.ts';
import { governanceViewOf } from './governance-view.ts';
import type { Step } from './step.ts';

/** Has the agents explain that another scenario may enter. The switch itself is the rule's, or the trader's; nothing follows from the words. */
export function explainSwitch(step: Step): void {
  const { analyst, governance: rule } = step.dependencies;
  const switched = step.events.findLast(
    ({ event }) => event.kind === 'scenarioSwitched' || (event.kind === 'governanceForced' && event.from !== event.to),
  );
  const governance = governanceViewOf(step.state, step.market.account, rule);
  if (analyst === null || switched === undefined || governance === null) return;
  const runner = step.runners.find(({ scenario }) => scenario === governance.active);
  if (runner === undefined) return;
  const { scenario, symbol } = runner;
  askAgents(step, `governance:${scenario}`, { ...asked(step, { scenario, symbol }), kind: 'governance', governance });
}
