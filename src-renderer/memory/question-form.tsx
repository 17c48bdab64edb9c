import { stateTimeframes } from '#shared/market/derived-timeframes.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { Segmented } from '../components/segmented.tsx';
import { SelectField } from '../components/select-field.tsx';
import { useIsConnected, useReplica } from '../stream/cockpit-context.ts';
import { listenToPicks } from '../stream/selection.ts';
import { useShownSeries } from '../stream/use-shown-series.ts';
import { MomentField } from './moment-field.tsx';
import { questionOf, type Question } from './question.ts';

const counts = [5, 10, 20, 50] as const;

/** Which bar is asked about, as of when, among what, and how many are wanted. Each change asks at once. */
export function QuestionForm({
  question,
  isAsking,
  onAsk,
}: {
  readonly question: Question;
  readonly isAsking: boolean;
  /** The same question again is asked anew. */
  readonly onAsk: (question: Question) => void;
}): ReactNode {
  const { t } = useTranslation();
  const isConnected = useIsConnected();
  const shown = useShownSeries();
  const symbols = useReplica((replica) => [...replica.instruments.keys()]) ?? [];
  const change = (changes: Partial<Question>): void => onAsk({ ...question, ...changes });
  const known = symbols.includes(question.symbol) ? symbols : [question.symbol, ...symbols];
  return (
    <fieldset className="memory-question">
      <legend className="only-spoken">{t('memory.question')}</legend>
      <SelectField
        label={t('chart.symbol')}
        options={known.map((value) => ({ value, label: value }))}
        value={question.symbol}
        onChange={(symbol) => change({ symbol })}
      />
      <SelectField
        label={t('chart.timeframe')}
        options={stateTimeframes.map((value) => ({ value, label: value }))}
        value={question.timeframe}
        onChange={(value) => change({ timeframe: value as Timeframe })}
      />
      <MomentField openTimeUtcMs={question.openTimeUtcMs} onChange={(openTimeUtcMs) => change({ openTimeUtcMs })} />
      <PickButton question={question} onAsk={onAsk} />
      <Button
        size="small"
        title={t('memory.asInChartTitle')}
        disabled={shown === null}
        onClick={() => shown !== null && onAsk({ ...question, ...questionOf(shown), k: question.k })}
      >
        {t('memory.asInChart')}
      </Button>
      <Segmented
        label={t('memory.asOf')}
        segments={[
          { value: 'now', label: t('memory.asOfNow') },
          { value: 'bar', label: t('memory.asOfBar'), title: t('memory.asOfBarTitle') },
        ]}
        value={question.asOf}
        onChange={(asOf) => change({ asOf })}
      />
      <Segmented
        label={t('memory.among')}
        segments={[
          { value: 'all', label: t('memory.amongAll') },
          { value: 'own', label: t('memory.amongOwn') },
        ]}
        value={question.among}
        onChange={(among) => change({ among })}
      />
      <SelectField
        label={t('memory.count')}
        options={counts.map((count) => ({ value: String(count), label: t('memory.countOf', { count }) }))}
        value={String(question.k)}
        onChange={(value) => change({ k: Number(value) })}
      />
      <Button size="small" isBusy={isAsking} disabled={!isConnected} onClick={() => change({})}>
        {t('memory.again')}
      </Button>
    </fieldset>
  );
}

/** While it is pressed, a bar that is clicked in the chart is asked about; each one, so that one can look around. */
function PickButton({
  question,
  onAsk,
}: {
  readonly question: Question;
  readonly onAsk: (question: Question) => void;
}): ReactNode {
  const { t } = useTranslation();
  const [isPicking, setPicking] = useState(false);
  useEffect(() => {
    if (!isPicking) return undefined;
    return listenToPicks(({ openTimeUtcMs, ...series }) =>
      onAsk({ ...question, ...series, timeframe: questionOf(series).timeframe, openTimeUtcMs }),
    );
  }, [isPicking, question, onAsk]);
  return (
    <Button
      size="small"
      look={isPicking ? 'primary' : 'plain'}
      aria-pressed={isPicking}
      title={t('memory.pickTitle')}
      onClick={() => setPicking(!isPicking)}
    >
      {t('memory.pick')}
    </Button>
  );
}
