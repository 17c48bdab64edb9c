import type { Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { KnownRequest, RiskRequest } from './risk-request.ts';
import { limitFault } from './limit-fault.ts';

/** Denies what cannot be judged for want of an account, an instrument or a quote. */
export function checkKnown(request: RiskRequest): Result<KnownRequest, Fault> {
  const { account, instrument, quote } = request;
  const { symbol } = request.intent;
  if (account === null) {
    const message = 'The terminal has not reported its account, so no risk can be measured.';
    return err(limitFault('NOT_CONNECTED', message, { value: null, limit: 'account' }));
  }
  if (instrument?.symbol !== symbol) {
    const message = `The terminal has not reported the instrument ${symbol}.`;
    return err(limitFault('INSTRUMENT_MISSING', message, { value: instrument?.symbol ?? null, limit: symbol }));
  }
  if (quote?.symbol !== symbol) {
    const message = `There is no quote of ${symbol}.`;
    return err(limitFault('QUOTE_MISSING', message, { value: quote?.symbol ?? null, limit: symbol }));
  }
  // Looked at one by one; a copy of the request would cost more than all of its checks.
  return ok(request as KnownRequest);
}
