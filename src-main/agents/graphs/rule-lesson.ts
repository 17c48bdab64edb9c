import type { Evidence } from '#shared/agent/evidence.ts';
import type { Lesson } from '#shared/agent/lesson.ts';
import type { Question } from '#main/ports/analyst.ts';
import type { FilterReport } from '#shared/trading/filter-report.ts';
import { filterWords } from '../grounding/filter-words.ts';
import { ruleStatements } from '../grounding/rule-statements.ts';
import { writtenFigure } from '../grounding/written-figure.ts';
import type { Language } from '../thinking.ts';
import { tradeEvidence, tradeEvidenceId } from './trade-evidence.ts';

type Told = Pick<Lesson, 'situation' | 'observation' | 'advice' | 'evidence'>;

const wordsMax = 600;
const evidenceMax = 48;

/** What the figures of a closed trade say by themselves: what stood when it was entered, what came of it, and which filter had the least room. */
export function ruleLesson(question: Extract<Question, { kind: 'reflection' }>, language: Language): Told {
  const { trade, decision, rMultiple, asOfUtcMs } = question;
  const evidence = tradeEvidence(trade, { rMultiple, asOfUtcMs });
  const figure = (name: Parameters<typeof tradeEvidenceId>[1]): string | null =>
    figureOf(
      evidence.find(({ evidenceId }) => evidenceId === tradeEvidenceId(trade, name)),
      language,
    );
  const entry = decision === null ? { statements: [], evidence: [] } : ruleStatements(decision, language);
  const isEnglish = language === 'en';
  const unknown = isEnglish ? 'The decision of its entry is not known.' : 'Решение о входе неизвестно.';
  const held = figure('heldHours');
  const [net, inR] = [figure('net'), figure('rMultiple')];
  const observation = isEnglish
    ? `In at ${figure('openPrice')}, out at ${figure('closePrice')} after ${held} hours: net ${net}${inR === null ? '' : `, ${inR}R`}.`
    : `Вход по ${figure('openPrice')}, выход по ${figure('closePrice')} через ${held} ч: итог ${net}${inR === null ? '' : `, ${inR}R`}.`;
  const narrowest = narrowestOf(decision?.filters ?? []);
  return {
    situation: (entry.statements.map(({ text }) => text).join(' ') || unknown).slice(0, wordsMax).trim(),
    observation: observation.slice(0, wordsMax),
    advice: adviceOf(narrowest, language).slice(0, wordsMax),
    evidence: [...evidence, ...entry.evidence].slice(0, evidenceMax),
  };
}

function figureOf(evidence: Evidence | undefined, language: Language): string | null {
  if (typeof evidence?.value !== 'number') return null;
  return writtenFigure(evidence.value, { unit: evidence.unit, language });
}

/** Of the filters that passed, the one whose value was nearest to its threshold, as a share of it. */
function narrowestOf(filters: readonly FilterReport[]): FilterReport | null {
  const rooms = filters.flatMap((report) => {
    const { passed, value, threshold } = report;
    if (!passed || value === null || threshold === null || threshold === 0) return [];
    return [{ report, room: Math.abs(value - threshold) / Math.abs(threshold) }];
  });
  return rooms.toSorted((a, b) => a.room - b.room)[0]?.report ?? null;
}

function adviceOf(narrowest: FilterReport | null, language: Language): string {
  if (narrowest?.value == null || narrowest.threshold === null)
    return language === 'en'
      ? 'One trade proves nothing: weigh it with the situations that were like it.'
      : 'Одна сделка ничего не доказывает: сравните её с похожими ситуациями.';
  const { filter, value, threshold } = narrowest;
  const words = filterWords[filter];
  const written = (number: number): string => writtenFigure(number, { unit: words?.unit ?? '', language });
  return language === 'en'
    ? `Look first at “${words?.en ?? filter}”: ${written(value)} against ${written(threshold)} left the least room. One trade proves nothing: weigh it with situations like it.`
    : `Сначала смотрите на «${words?.ru ?? filter}»: ${written(value)} против ${written(threshold)} — запас был наименьшим. Одна сделка ничего не доказывает: сравните её с похожими ситуациями.`;
}
