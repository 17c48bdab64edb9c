import type { LimitUse } from '#shared/contract/risk-view.ts';
import { correlatedRisk } from '#main/risk/correlated-risk.ts';
import { openRisk, type OpenRisk } from '#main/risk/open-risk.ts';
import { countUnseen, pendingEntries } from '#main/risk/pending-entries.ts';
import type { RiskRequest } from '#main/risk/risk-request.ts';

/** What the limits of the account are held against, whatever the entry would be. */
export type AccountRisk = Pick<
  RiskRequest,
  | 'account'
  | 'positions'
  | 'pendingOrders'
  | 'instruments'
  | 'limits'
  | 'day'
  | 'drawdown'
  | 'history'
  | 'correlationOf'
  | 'dailyAtr'
>;

/** Each limit of the account with what is used of it before any entry; a limit that is reached denies every entry. */
export function limitUses(risk: AccountRisk): readonly LimitUse[] {
  const { account, limits, day, history, positions } = risk;
  const own = account === null ? null : account.equity - account.credit;
  const entries = pendingEntries(risk.pendingOrders, positions);
  const underWay = countUnseen(entries, positions);
  const { instruments, dailyAtr } = risk;
  const open = openRisk({ positions, pendingEntries: entries, instruments, dailyAtr });
  return [
    moneyUse('DAILY_LOSS_LIMIT', lossOf(day?.profit), shareOf(day?.baseline, limits.dailyLossRatioMax)),
    drawdownUse(own, risk),
    moneyUse('OPEN_RISK_LIMIT', open.ok ? open.value.money : null, shareOf(own, limits.openRiskRatioMax)),
    moneyUse(
      'CORRELATED_RISK_LIMIT',
      open.ok ? largestGroup(open.value, risk) : null,
      shareOf(own, limits.correlatedRiskRatioMax),
    ),
    moneyUse('MARGIN_INSUFFICIENT', account?.margin ?? null, shareOf(own, limits.marginUseRatioMax)),
    countUse('POSITION_WITHOUT_STOP', positions.filter(({ stop }) => stop === null).length, 1),
    countUse('POSITIONS_MAX', positions.length + underWay, limits.positionsMax),
    countUse('TRADES_PER_DAY', history === undefined ? null : history.tradesToday + underWay, limits.tradesPerDayMax),
    countUse('LOSSES_IN_A_ROW', history?.lossesInARow ?? null, limits.lossesInARowMax),
  ];
}

function drawdownUse(own: number | null, { drawdown, limits }: AccountRisk): LimitUse {
  if (own === null || drawdown === undefined) return moneyUse('DRAWDOWN_LIMIT', null, null);
  const baseline = limits.drawdownKind === 'static' ? drawdown.start : Math.max(drawdown.peak, own);
  return moneyUse('DRAWDOWN_LIMIT', Math.max(0, baseline - own), baseline * limits.drawdownRatioMax);
}

const lossOf = (profit: number | undefined): number | null => (profit === undefined ? null : Math.max(0, -profit));

const shareOf = (whole: number | null | undefined, ratio: number): number | null =>
  whole === null || whole === undefined ? null : whole * ratio;

/** The most that is at risk together among what is open. */
function largestGroup({ parts }: OpenRisk, { limits, correlationOf }: AccountRisk): number {
  const { correlationMin } = limits;
  return parts.reduce(
    (most, part) => Math.max(most, correlatedRisk(part, { parts, correlationMin, correlationOf })),
    0,
  );
}

const moneyUse = (code: LimitUse['code'], value: number | null, limit: number | null): LimitUse => ({
  ...{ code, unit: 'money', value, limit },
  isReached: value !== null && limit !== null && value >= limit,
});

const countUse = (code: LimitUse['code'], value: number | null, limit: number): LimitUse => ({
  ...{ code, unit: 'count', value, limit },
  isReached: value !== null && value >= limit,
});
