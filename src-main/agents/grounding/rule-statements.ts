import { assertNever } from '#shared/base/assert.ts';
import type { Citation, Evidence, Statement } from '#shared/agent/evidence.ts';
import type { FilterReport } from '#shared/trading/filter-report.ts';
import type { SignalDecision } from '#shared/trading/signal.ts';
import { decisionEvidence, filterEvidenceId, levelEvidenceId } from './decision-evidence.ts';
import { filterWords, regimeFilters, type FilterRelation, type FilterWords } from './filter-words.ts';
import { writtenNumber } from './figures-in.ts';
import { writtenFigure, type FigureStyle, type Language } from './written-figure.ts';

/** As many as a verdict holds. */
const statementsMax = 12;

/**
 * What the rules say of a decision, in the trader's language: its levels, then its filters, those that failed first, then the most telling. Each number
 * is cited; without a model nothing else is said.
 */
export function ruleStatements(
  decision: SignalDecision,
  language: Language,
): { readonly statements: readonly Statement[]; readonly evidence: readonly Evidence[] } {
  const levels = levelStatement(decision, language);
  const style = { language, ...priceStyle(decision) };
  const filters = decision.filters
    .toSorted((a, b) => Number(a.passed) - Number(b.passed) || placeOf(a) - placeOf(b))
    .map((report) => filterStatement(report, style));
  return {
    statements: [...(levels === null ? [] : [levels]), ...filters].slice(0, statementsMax),
    evidence: decisionEvidence(decision),
  };
}

type Style = Pick<FigureStyle, 'language' | 'priceDecimals'>;

/** The symbol's own decimals, as far as the levels of its decision tell them: averages and distances are not worth more. */
function priceStyle({ signal }: SignalDecision): Pick<Style, 'priceDecimals'> {
  if (signal.kind === 'none') return {};
  const levels = [signal.reference, ...('stop' in signal ? [signal.stop] : [])];
  return { priceDecimals: Math.max(0, ...levels.map((level) => writtenNumber(level).decimals)) };
}

const telling = Object.keys(filterWords);

const placeOf = ({ filter }: FilterReport): number => {
  const place = telling.indexOf(filter);
  return place === -1 ? telling.length : place;
};

/** Null where nothing is asked for. */
function levelStatement({ signal, timeframe }: SignalDecision, language: Language): Statement | null {
  if (signal.kind === 'none') return null;
  const cited: Citation[] = [];
  const said = (level: Parameters<typeof levelEvidenceId>[0], value: number, unit: string): string => {
    cited.push({ evidenceId: levelEvidenceId(level), value });
    return writtenFigure(value, { unit, language });
  };
  const side = sideWords[language][signal.side];
  const at = said('reference', signal.reference, 'price');
  const isEnglish = language === 'en';
  const statement = (en: string, ru: string): Statement => ({ text: isEnglish ? en : ru, citations: cited });
  switch (signal.kind) {
    case 'enter': {
      const stop = said('stop', signal.stop, 'price');
      const enter = `${isEnglish ? 'The rules' : 'Правила'} ${side.enter} ${isEnglish ? 'at' : 'по'} ${at}`;
      if (signal.target === null) {
        return statement(
          `${enter} on ${timeframe}, stop ${stop}, no target.`,
          `${enter} на ${timeframe}, стоп ${stop}, без цели.`,
        );
      }
      const target = said('target', signal.target, 'price');
      return statement(
        `${enter} on ${timeframe}, stop ${stop}, target ${target}.`,
        `${enter} на ${timeframe}, стоп ${stop}, цель ${target}.`,
      );
    }
    case 'exit':
      return statement(
        `The rules leave the ${side.position} at ${at}.`,
        `Правила закрывают ${side.position} по ${at}.`,
      );
    case 'moveStop': {
      const stop = said('stop', signal.stop, 'price');
      return statement(
        `At ${at} the rules move the stop of the ${side.position} to ${stop}.`,
        `При цене ${at} правила переносят стоп (${side.position}) на ${stop}.`,
      );
    }
    case 'closePart': {
      const ratio = said('ratio', signal.ratio, 'ratio');
      return statement(
        `At ${at} the rules close ${ratio} of the ${side.position}.`,
        `При цене ${at} правила закрывают ${ratio} позиции (${side.position}).`,
      );
    }
    default:
      return assertNever(signal, 'a signal');
  }
}

const sideWords = {
  en: { buy: { enter: 'buy', position: 'long' }, sell: { enter: 'sell', position: 'short' } },
  ru: { buy: { enter: 'покупают', position: 'покупку' }, sell: { enter: 'продают', position: 'продажу' } },
} as const;

function filterStatement(report: FilterReport, style: Style): Statement {
  const { language } = style;
  const { filter, value, threshold, passed } = report;
  if (regimeFilters.includes(filter)) return { text: regimeSentence(report, language), citations: [] };
  const words = filterWords[filter];
  const subject = words?.[language] ?? filter.slice(0, 120);
  if (value === null) return { text: `${subject}: ${noData[language][passed ? 'passed' : 'failed']}.`, citations: [] };
  const unit = words?.unit ?? '';
  const figure = (number: number): string => writtenFigure(number, { unit, ...style });
  // Two numbers that differ are not written alike.
  const isTold = threshold === null || value === threshold || figure(value) !== figure(threshold);
  const written = (number: number): string =>
    `${isTold ? figure(number) : writtenFigure(number, { unit, language })}${unitWords[language][unit]}`;
  const citations = [{ evidenceId: filterEvidenceId(filter), value }];
  if (threshold === null) return { text: `${subject}: ${written(value)}.`, citations };
  const relation = relationOf(words?.relation, report);
  return {
    text: `${subject}: ${written(value)}, ${relationWords[language][relation][passed ? 'passed' : 'failed']} ${written(threshold)}.`,
    citations: [...citations, { evidenceId: filterEvidenceId(filter, 'threshold'), value: threshold }],
  };
}

/** Of a filter without words of its own, what is true of its numbers. */
function relationOf(relation: FilterRelation | undefined, { value, threshold, passed }: FilterReport): FilterRelation {
  if (relation !== undefined) return relation;
  const isAbove = (value ?? 0) >= (threshold ?? 0);
  return isAbove === passed ? 'atLeast' : 'atMost';
}

const relationWords = {
  en: {
    above: { passed: 'above', failed: 'not above' },
    below: { passed: 'below', failed: 'not below' },
    atLeast: { passed: 'at least', failed: 'less than' },
    atMost: { passed: 'at most', failed: 'more than' },
  },
  ru: {
    above: { passed: 'выше', failed: 'не выше' },
    below: { passed: 'ниже', failed: 'не ниже' },
    atLeast: { passed: 'не меньше', failed: 'меньше' },
    atMost: { passed: 'не больше', failed: 'больше' },
  },
} as const satisfies Record<Language, Record<FilterRelation, object>>;

const unitWords: Readonly<Record<Language, Readonly<Record<FilterWords['unit'], string>>>> = {
  en: { '': '', price: '', ratio: '', ATR: ' ATR', R: 'R', minutes: ' min' },
  ru: { '': '', price: '', ratio: '', ATR: ' ATR', R: 'R', minutes: ' мин' },
};

const noData = {
  en: { passed: 'no data, which is allowed', failed: 'no data' },
  ru: { passed: 'нет данных, что допущено', failed: 'нет данных' },
} as const;

function regimeSentence({ filter, value, passed }: FilterReport, language: Language): string {
  const isUp = filter === 'regimeUp';
  if (value === null) return language === 'en' ? 'The regime: no data.' : 'Режим рынка: нет данных.';
  if (language === 'en') return `The regime is ${passed ? '' : 'not '}a trend ${isUp ? 'up' : 'down'}.`;
  return `Режим рынка — ${passed ? '' : 'не '}тренд ${isUp ? 'вверх' : 'вниз'}.`;
}
