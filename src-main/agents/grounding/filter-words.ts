/** What a filter holds its value against, as its report says `passed`. */
export type FilterRelation = 'above' | 'below' | 'atLeast' | 'atMost';

/** How a filter's numbers are called: `label` in English for evidence, the others within a sentence. */
export interface FilterWords {
  readonly label: string;
  readonly unit: '' | 'price' | 'ratio' | 'ATR' | 'R' | 'minutes';
  readonly relation: FilterRelation;
  readonly en: string;
  readonly ru: string;
}

const words = (
  relation: FilterRelation,
  unit: FilterWords['unit'],
  [label, en, ru]: readonly [string, string, string],
): FilterWords => ({ label, unit, relation, en, ru });

/** The filters of the strategies, the most telling first. A filter that is not among them is called by its own name. */
export const filterWords: Readonly<Record<string, FilterWords>> = {
  breakoutUp: words('above', 'price', [
    'close against the entry channel, up',
    'The close against the level of a breakout upwards',
    'Закрытие против уровня пробоя вверх',
  ]),
  breakoutDown: words('below', 'price', [
    'close against the entry channel, down',
    'The close against the level of a breakout downwards',
    'Закрытие против уровня пробоя вниз',
  ]),
  trendUp: words('above', 'price', [
    'fast against slow SMA, up',
    'The fast SMA against the slow one',
    'Быстрая SMA против медленной',
  ]),
  trendDown: words('below', 'price', [
    'fast against slow SMA, down',
    'The fast SMA against the slow one',
    'Быстрая SMA против медленной',
  ]),
  emaUp: words('above', 'price', [
    'fast against slow EMA, up',
    'The fast EMA against the slow one',
    'Быстрая EMA против медленной',
  ]),
  emaDown: words('below', 'price', [
    'fast against slow EMA, down',
    'The fast EMA against the slow one',
    'Быстрая EMA против медленной',
  ]),
  rvol: words('atLeast', '', ['relative volume', 'Relative volume', 'Относительный объём']),
  atrPercentileMin: words('atLeast', 'ratio', ['ATR percentile, from below', 'The rank of the ATR', 'Ранг ATR']),
  atrPercentileMax: words('atMost', 'ratio', ['ATR percentile, from above', 'The rank of the ATR', 'Ранг ATR']),
  spreadAtr: words('atMost', 'ATR', ['spread', 'The spread', 'Спред']),
  newsMinutes: words('atLeast', 'minutes', [
    'time to the nearest release of high impact',
    'The time to the nearest release of high impact',
    'Время до ближайшей важной новости',
  ]),
  sessionLeft: words('above', 'minutes', [
    'time left in the session',
    'The time left in the session',
    'Время до конца сессии',
  ]),
  tradesToday: words('below', '', ['trades of the day', 'The trades of the day', 'Сделки за день']),
  stopDistance: words('below', 'price', ['distance of the stop', 'The distance of the stop', 'Расстояние до стопа']),
  aboveExitChannel: words('atLeast', 'price', [
    'close against the exit channel',
    'The close against the exit channel',
    'Закрытие против канала выхода',
  ]),
  belowExitChannel: words('atMost', 'price', [
    'close against the exit channel',
    'The close against the exit channel',
    'Закрытие против канала выхода',
  ]),
  aboveChandelier: words('atLeast', 'price', [
    'close against the trailing stop',
    'The close against the trailing stop',
    'Закрытие против скользящего стопа',
  ]),
  belowChandelier: words('atMost', 'price', [
    'close against the trailing stop',
    'The close against the trailing stop',
    'Закрытие против скользящего стопа',
  ]),
  partialR: words('below', 'R', ['gain against the part to be taken', 'The gain since the entry', 'Прибыль от входа']),
  breakEvenR: words('below', 'R', [
    'gain against the break-even',
    'The gain against the present stop',
    'Прибыль к текущему стопу',
  ]),
  weekLeft: words('above', 'minutes', ['time left of the week', 'The time left of the week', 'Время до конца недели']),
};

/** These report the place of a regime among the regimes, not a measure. */
export const regimeFilters: readonly string[] = ['regimeUp', 'regimeDown'];
