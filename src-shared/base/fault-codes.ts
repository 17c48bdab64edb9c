/**
 * Stable codes of everything that can go wrong and that a person or a program may have to react to. The message beside a code is for
 * people and may change; a code never changes its meaning and is never reused.
 */
export const faultCodes = [
  // values
  'VALUE_INVALID',
  // data folder and stores
  'DATA_FOLDER_IN_USE',
  'DATA_FOLDER_UNUSABLE',
  'STORE_NEWER_THAN_PROGRAM',
  'STORE_UNREADABLE',
  'EVENT_LOG_BROKEN',
  'SOURCE_AMBIGUOUS',
  // import
  'FILE_NOT_FOUND',
  'FILE_EMPTY',
  'FILE_TRUNCATED',
  'FILE_BINARY',
  'FORMAT_UNKNOWN',
  'TIMEFRAME_UNKNOWN',
  'CLOCK_RULE_UNKNOWN',
  'IMPORT_FAILED',
  // pipe
  'PIPE_NAME_TAKEN',
  'PIPE_FAILED',
  'FRAME_LENGTH',
  'FRAME_TYPE',
  'FRAME_VERSION',
  'FRAME_SEQUENCE',
  'FRAME_PAYLOAD',
  'HANDSHAKE_TIMEOUT',
  'HANDSHAKE_PROOF',
  'HANDSHAKE_ORDER',
  'PROTOCOL_UNSUPPORTED',
  'SESSION_BUSY',
  'SESSION_SILENT',
  'CREDIT_EXCEEDED',
  // terminal and account
  'NOT_CONNECTED',
  'ACCOUNT_CHANGED',
  'TRADING_NOT_ALLOWED',
  // risk: denied by us
  'TRADING_STATE',
  'INTENT_INVALID',
  'QUOTE_STALE',
  'QUOTE_MISSING',
  'INSTRUMENT_MISSING',
  'SPREAD_TOO_WIDE',
  'STOP_WRONG_SIDE',
  'STOP_TOO_NEAR',
  'TARGET_WRONG_SIDE',
  'VOLUME_BELOW_MIN',
  'VOLUME_LIMIT',
  'MARGIN_INSUFFICIENT',
  'OPEN_RISK_LIMIT',
  'POSITION_WITHOUT_STOP',
  'POSITIONS_MAX',
  'EQUITY_INVALID',
  'HOLE_IN_DATA',
  'DAILY_LOSS_LIMIT',
  // approval
  'APPROVAL_UNKNOWN',
  'APPROVAL_ENDED',
  'APPROVAL_EXPIRED',
  'APPROVAL_PARAMETERS_CHANGED',
  'APPROVAL_DRIFTED',
  'REASON_REQUIRED',
  'NOT_A_REDUCTION',
  'POSITION_UNKNOWN',
  // execution
  'WORST_PRICE_PASSED',
  'ORDER_EXPIRED',
  'ORDER_REJECTED',
  'ORDER_OUTCOME_UNKNOWN',
  'ORDER_STALE_ID',
  'ORDER_ID_CONFLICT',
  'ORDER_DENIED_BY_ADVISER',
  // contract, settings and command line
  'UNAUTHORIZED',
  'CONTRACT_VERSION',
  'REQUEST_INVALID',
  'SETTINGS_INVALID',
  'ENGINE_NOT_RUNNING',
  'ENGINE_STOPPING',
  'ENGINE_FAILED',
] as const;

export type FaultCode = (typeof faultCodes)[number];
