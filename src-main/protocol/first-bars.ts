/**
 * How many of the server's days before that of the newest bar a subscription without a cursor begins, at the day's first bar, so that no
 * longer bar is built in part. It is enough for a chart and for what decides by the minute; what is older comes over the session that
 * brings history, where it keeps nothing waiting.
 */
export const firstBarsDays = 14;
