import { z } from 'zod';
import { accountIdentitySchema } from '../trading/account.ts';
import { tradingStateSchema } from '../trading/trading-state.ts';
import { utcMsSchema } from '../units/utc-ms.ts';
import type { CockpitSnapshot } from './cockpit-snapshot.ts';
import { governanceViewSchema } from './governance-view.ts';
import { lampSchema } from './lamp.ts';

const count = z.number().int().nonnegative();

/** How a running engine stands. `isSafeToTrade` is false whenever an entry would be refused, and `reasons` say why. */
export const engineStatusSchema = z
  .object({
    isSafeToTrade: z.boolean(),
    reasons: z.array(z.string()).readonly(),
    programVersion: z.string(),
    marketUtcMs: utcMsSchema.nullable(),
    account: accountIdentitySchema.nullable(),
    equity: z.number().nullable(),
    tradingState: z.object({ state: tradingStateSchema, reason: z.string() }).readonly(),
    /** Which scenario may enter; null before the first account. */
    governance: governanceViewSchema.nullable(),
    lamps: z.array(lampSchema).readonly(),
    positions: count,
    openApprovals: count,
    unknownOrders: count,
  })
  .readonly();

export type EngineStatus = z.infer<typeof engineStatusSchema>;

export function engineStatusOf(snapshot: CockpitSnapshot): EngineStatus {
  const { tradingState, lamps, orders } = snapshot;
  const unknownOrders = orders.filter((order) => order.status === 'unknown').length;
  const reasons = [
    ...(tradingState.state === 'active' ? [] : [`trading is ${tradingState.state}: ${tradingState.reason}`]),
    ...lamps.filter((lamp) => lamp.level === 'fault').map((lamp) => `${lamp.name}: ${lamp.code} ${lamp.detail}`.trim()),
    ...(unknownOrders === 0 ? [] : [`the outcome of ${unknownOrders} order(s) is unknown`]),
  ];
  return {
    isSafeToTrade: reasons.length === 0,
    reasons,
    programVersion: snapshot.programVersion,
    marketUtcMs: snapshot.marketUtcMs,
    account: snapshot.account?.identity ?? null,
    equity: snapshot.account?.equity ?? null,
    tradingState: { state: tradingState.state, reason: tradingState.reason },
    governance: snapshot.governance,
    lamps,
    positions: snapshot.positions.length,
    openApprovals: snapshot.approvals.length,
    unknownOrders,
  };
}
