import type { FaultCode } from '#shared/base/fault-codes.ts';

export type RefusalStatus = 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 429 | 500 | 503;

const statuses: Partial<Record<FaultCode, RefusalStatus>> = {
  REQUEST_INVALID: 400,
  UNAUTHORIZED: 401,
  TOKEN_UNKNOWN: 401,
  SCOPE_MISSING: 403,
  APPROVAL_UNKNOWN: 404,
  AGENT_RUN_UNKNOWN: 404,
  SYMBOL_UNKNOWN: 404,
  RATE_LIMITED: 429,
  ENGINE_FAILED: 500,
  SIGNAL_STALE: 503,
  SIGNAL_BLIND: 503,
  MARKET_CLOSED: 503,
  NOT_CONNECTED: 503,
  ANALYST_SILENT: 503,
  ANALYST_FAILED: 503,
  ENGINE_STOPPING: 503,
};

/** Whatever the engine refuses for a reason of its own state is a conflict with that state. */
export const statusOfFault = (code: FaultCode): RefusalStatus => statuses[code] ?? 409;
