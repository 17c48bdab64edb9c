import { canonicalJson } from '#shared/base/canonical-json.ts';
import { governanceViewOf } from './governance-view.ts';
import { riskViewOf } from './risk-view.ts';
import type { Step } from './step.ts';

/** Shows what changed of governance and risk. They follow from reports and decisions as much as from events, so the clock asks for them. */
export function showRisk(step: Step): void {
  const { state, market, dependencies, desk, runners } = step;
  const seen = [state, market.account, ...runners.map(({ decision }) => decision)];
  if (seen.every((one, index) => one === desk.shown.seen[index])) return;
  desk.shown.seen = seen;
  const governance = governanceViewOf(state, market.account, dependencies.governance);
  const governed = canonicalJson(governance);
  if (governed !== desk.shown.governance) {
    desk.shown.governance = governed;
    step.show({ kind: 'governanceChanged', governance });
  }
  const risk = riskViewOf(step);
  const risked = canonicalJson(risk);
  if (risked === desk.shown.risk) return;
  desk.shown.risk = risked;
  step.show({ kind: 'riskChanged', risk });
}
