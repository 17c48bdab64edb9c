/** The economic calendar as the terminal has it; ids are the broker's, times the server's seconds, figures plain numbers. */
export interface CalendarScript {
  readonly countries: readonly {
    readonly id: number;
    readonly name: string;
    readonly code: string;
    readonly currency: string;
  }[];
  readonly events: readonly {
    readonly id: number;
    readonly countryId: number;
    readonly importance: 0 | 1 | 2 | 3;
    readonly name: string;
  }[];
  readonly values: readonly CalendarFigures[];
}

export interface CalendarFigures {
  readonly id: number;
  readonly eventId: number;
  readonly second: number;
  readonly actual?: number;
  readonly previous?: number;
  readonly revisedPrevious?: number;
  readonly forecast?: number;
}

export const emptyCalendar: CalendarScript = { countries: [], events: [], values: [] };

export function* calendarLines({ countries, events, values }: CalendarScript): Generator<readonly string[]> {
  for (const it of countries)
    yield ['CALENDAR_COUNTRY', String(it.id), it.name, it.code, it.currency, it.currency, it.code];
  for (const it of events)
    yield [
      'CALENDAR_EVENT',
      ...[it.id, it.countryId, 1, it.importance, 0, 0, 0, 2].map(String),
      `code-${it.id}`,
      it.name,
    ];
  for (const it of values)
    yield [
      ...['CALENDAR_VALUE', String(it.id), String(it.eventId), String(it.second), '0', '0'],
      ...[it.actual, it.previous, it.revisedPrevious, it.forecast].map(millionths),
      '0',
    ];
}

const millionths = (figure: number | undefined): string =>
  figure === undefined ? '' : String(Math.round(figure * 1_000_000));
