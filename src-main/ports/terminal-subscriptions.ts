import type { UtcMs } from '#shared/units/utc-ms.ts';

/** What the terminal is to tell beside what it tells by itself. Each answers false where no session is open. */
export interface TerminalSubscriptions {
  /** It goes on from what is stored now, from the cursors that the session source tells. */
  readonly subscribeSymbol: (symbol: string) => boolean;
  /** It keeps what is new until it is asked again: its own history is the buffer. */
  readonly unsubscribeSymbol: (symbol: string) => boolean;
  /** Answered by `calendarReported`. The span is at most 31 days. */
  readonly requestCalendar: (span: { readonly fromUtcMs: UtcMs; readonly toUtcMs: UtcMs }) => boolean;
}
