import type { KnownRequest } from './risk-request.ts';

/**
 * What an intent asks to lose at its stop, in account currency. The locks of day and drawdown are held against it rather than against the size
 * that the other limits leave: so that no limit can be passed by tightening another one.
 */
export const riskAsked = ({ intent, account }: KnownRequest): number =>
  (account.equity - account.credit) * intent.riskRatio;
