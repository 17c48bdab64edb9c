/** What a person should know about an import that went through. The code is stable, the sentence is for people. */
export interface ImportWarning {
  readonly code:
    | 'CLOCK_UNFIT'
    | 'CLOCK_DOUBTFUL'
    | 'CLOCK_UNCHECKED'
    | 'CLOCK_ASSUMED'
    | 'ROWS_REFUSED'
    | 'ROWS_OUT_OF_ORDER'
    | 'ROWS_REPEATED'
    | 'LAST_LINE_UNENDED'
    | 'TIMEFRAME_UNCONFIRMED'
    | 'BARS_OFF_GRID'
    | 'BARS_COARSER'
    | 'VOLUME_MISSING'
    | 'BARS_DISAGREE'
    | 'VOLUME_NOT_TICKS'
    | 'SPREAD_UNIT_DRIFTS'
    | 'SCALE_DOUBTFUL'
    | 'SCALED'
    | 'CLOCK_CHANGES'
    | 'CALENDAR_SUSPECT'
    | 'CALENDAR_PARTIAL'
    | 'REPORT_INCONSISTENT'
    | 'TICKS_OUT_OF_ORDER';
  readonly message: string;
}
