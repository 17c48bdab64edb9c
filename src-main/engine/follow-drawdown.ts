import type { Account } from '#shared/trading/account.ts';
import { money } from '#shared/units/money.ts';
import type { Step } from './step.ts';

/** A new highest is recorded in steps of this share: a rising account would fill the log otherwise. */
const stepRatio = 0.005;

/** A new highest has to stand for so long: a deposit may show in the account before the terminal tells of it, and is none. */
const standsMs = 60_000;

/** Keeps what total drawdown is measured from: equity without credit at the start, and at its highest. */
export function followDrawdown(step: Step, account: Account): void {
  const own = account.equity - account.credit;
  if (!(own > 0)) return;
  const { drawdown } = step.state;
  if (drawdown === null) {
    change(step, account, { start: own, peak: own, cause: 'start' });
  } else if (drawdown.unsettledCash !== 0) {
    settleCash(step, account, { ...drawdown, own });
  } else {
    raisePeak(step, account, { ...drawdown, own });
  }
}

/**
 * Cash changes what lies in the account and not how it did: start and highest grow or shrink by the same factor, so that every fall keeps its
 * ratio. An account that was empty before begins anew.
 */
function settleCash(
  step: Step,
  account: Account,
  {
    start,
    peak,
    own,
    unsettledCash,
  }: { readonly start: number; readonly peak: number; readonly own: number; readonly unsettledCash: number },
): void {
  const before = own - unsettledCash;
  const scaled =
    before > 0 ? { start: (start * own) / before, peak: (peak * own) / before } : { start: own, peak: own };
  change(step, account, { ...scaled, cause: 'cash' });
}

function raisePeak(
  step: Step,
  account: Account,
  { start, peak, own }: { readonly start: number; readonly peak: number; readonly own: number },
): void {
  const { desk } = step;
  const { occurredAtUtcMs } = account;
  if (own <= peak * (1 + stepRatio)) {
    desk.newHigh = null;
    return;
  }
  desk.newHigh = {
    own: Math.min(own, desk.newHigh?.own ?? own),
    sinceUtcMs: desk.newHigh?.sinceUtcMs ?? occurredAtUtcMs,
  };
  if (occurredAtUtcMs - desk.newHigh.sinceUtcMs < standsMs) return;
  change(step, account, { start, peak: desk.newHigh.own, cause: 'peak' });
}

function change(
  step: Step,
  account: Account,
  { start, peak, cause }: { readonly start: number; readonly peak: number; readonly cause: 'start' | 'peak' | 'cash' },
): void {
  step.desk.newHigh = null;
  step.record(
    { kind: 'drawdownBaselineChanged', start: money(start), peak: money(peak), cause },
    account.occurredAtUtcMs,
  );
}
