import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { KnownRequest, RiskRequest } from './risk-request.ts';

/** Denies what cannot be judged for want of an account, an instrument or a quote. */
export function checkKnown(request: RiskRequest): Result<KnownRequest, Fault> {
  const { account, instrument, quote } = request;
  const { symbol } = request.intent;
  if (account === null) {
    return err(fault('NOT_CONNECTED', 'The terminal has not reported its account, so no risk can be measured.'));
  }
  if (instrument?.symbol !== symbol) {
    return err(fault('INSTRUMENT_MISSING', `The terminal has not reported the instrument ${symbol}.`, { symbol }));
  }
  if (quote?.symbol !== symbol) {
    return err(fault('QUOTE_MISSING', `There is no quote of ${symbol}.`, { symbol }));
  }
  // Looked at one by one; a copy of the request would cost more than all of its checks.
  return ok(request as KnownRequest);
}
