import { TickMarkType, type Time } from 'lightweight-charts';
import { minuteText, wallClock, type Zone } from '../format/time-text.ts';
import type { Language } from '../locale/language.ts';

/** Writes the times of the axis in the zone chosen; the bars themselves stay on UTC, so that a change of clocks moves no bar. */
export interface AxisTimes {
  readonly tick: (time: Time, type: TickMarkType) => string;
  readonly crosshair: (time: Time) => string;
}

export function axisTimes(zone: Zone, language: Language): AxisTimes {
  const tag = language === 'ru' ? 'ru-RU' : 'en-GB';
  const month = new Intl.DateTimeFormat(tag, { month: 'short', timeZone: 'UTC' });
  const day = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const full = new Intl.DateTimeFormat(tag, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return {
    tick: (time, type) => {
      const at = utcMsOf(time);
      const wall = wallClock(at, zone);
      switch (type) {
        case TickMarkType.Year:
          return String(wall.getUTCFullYear());
        case TickMarkType.Month:
          return month.format(wall);
        case TickMarkType.DayOfMonth:
          return day.format(wall);
        case TickMarkType.Time:
        case TickMarkType.TimeWithSeconds:
          return minuteText(at, zone);
      }
    },
    crosshair: (time) => `${full.format(wallClock(utcMsOf(time), zone))}  ${minuteText(utcMsOf(time), zone)}`,
  };
}

/** The charts are given whole seconds of UTC and nothing else. */
const utcMsOf = (time: Time): number => Number(time) * 1000;
