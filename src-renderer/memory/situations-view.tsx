import type { ContractClient } from '#shared/contract/contract-client.ts';
import type { MarketMoment, SimilarStates } from '#shared/contract/memory.ts';
import type { RecordId } from '#shared/trading/record-id.ts';
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../components/empty-state.tsx';
import { minuteStampText, zoneText, zonedStampText } from '../format/time-text.ts';
import { priceText } from '../format/price-text.ts';
import { useFormats } from '../format/use-formats.ts';
import type { Refusal } from '../stream/ask-engine.ts';
import { useCockpit, useReplica, useSync } from '../stream/cockpit-context.ts';
import { useShownSeries } from '../stream/use-shown-series.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import { AnswerMark } from './answer-mark.tsx';
import { FollowedSummary } from './followed-summary.tsx';
import { NeighbourTable } from './neighbour-table.tsx';
import { QuestionForm } from './question-form.tsx';
import { questionOf, wishesOf, type Question, type Wishes } from './question.ts';
import { RefusedNotice } from './refused-notice.tsx';
import { SimilarTradesTable } from './similar-trades-table.tsx';
import './situations-view.css';
import { useAnswer } from '../stream/use-answer.ts';

interface Asked {
  readonly question: Question;
  readonly wishes: Wishes;
}

const similarStates = (client: ContractClient, { states }: Wishes, signal: AbortSignal) =>
  client.memory.similarStates(states, { signal });
const similarTrades = (client: ContractClient, { trades }: Wishes, signal: AbortSignal) =>
  client.memory.similarTrades(trades, { signal });

/** Bars at which the market stood as it did at one that is chosen, what followed on them, and trades that were opened in such a market. */
export function SituationsView({ onOpenChain }: { readonly onOpenChain: (id: RecordId) => void }): ReactNode {
  const { t } = useTranslation();
  const shown = useShownSeries();
  const hasMarket = useReplica(({ marketUtcMs }) => marketUtcMs !== null) ?? false;
  if (shown === null || !hasMarket) return <EmptyState title={t('memory.noSymbol')} hint={t('memory.noSymbolHint')} />;
  return <Situations start={questionOf(shown)} onOpenChain={onOpenChain} />;
}

function Situations({
  start,
  onOpenChain,
}: {
  /** Asked at first; later ones are the trader's own. */
  readonly start: Question;
  readonly onOpenChain: (id: RecordId) => void;
}): ReactNode {
  const { t } = useTranslation();
  const { store } = useCockpit();
  const askedNow = useCallback(
    (question: Question): Asked => ({
      question,
      wishes: wishesOf(question, store.getState().replica?.marketUtcMs ?? null),
    }),
    [store],
  );
  const [asked, setAsked] = useState<Asked>(() => askedNow(start));
  const ask = useCallback((question: Question): void => setAsked(askedNow(question)), [askedNow]);
  const askAgain = useCallback((): void => setAsked(({ question }) => askedNow(question)), [askedNow]);
  const wish = asked.wishes;
  const states = useAnswer({ wish, request: similarStates });
  const trades = useAnswer({ wish, request: similarTrades });
  return (
    <div className="situations">
      <QuestionForm question={asked.question} isAsking={states.isAsking || trades.isAsking} onAsk={ask} />
      {states.refusal !== null && <NoStates refusal={states.refusal} onAskAgain={askAgain} />}
      {states.answer === null && states.isAsking && <p className="memory-quiet">{t('memory.asking')}</p>}
      {states.answer !== null && (
        <div className="situations-answer" aria-busy={states.isAsking}>
          <AskedLine answer={states.answer} isNewest={asked.question.openTimeUtcMs === null} />
          <Neighbours answer={states.answer} />
        </div>
      )}
      {trades.refusal !== null && states.answer !== null && <RefusedNotice refusal={trades.refusal} />}
      {trades.answer !== null && states.answer !== null && (
        <SimilarTradesTable trades={trades.answer} onOpenChain={onOpenChain} />
      )}
    </div>
  );
}

function Neighbours({ answer }: { readonly answer: SimilarStates }): ReactNode {
  const { t } = useTranslation();
  const zone = useViewSetting('zone');
  const { neighbours, summary, asOfUtcMs } = answer;
  if (neighbours.length === 0) {
    const time = zonedStampText(asOfUtcMs, zone);
    return <EmptyState title={t('memory.noNeighbours')} hint={t('memory.noNeighboursHint', { time })} />;
  }
  return (
    <div className="situations-found">
      <FollowedSummary neighbours={neighbours} summary={summary} />
      <NeighbourTable neighbours={neighbours} />
    </div>
  );
}

/** What the answer is about: the bar, the market there, as of when, and who answered. */
function AskedLine({ answer, isNewest }: { readonly answer: SimilarStates; readonly isNewest: boolean }): ReactNode {
  const { t } = useTranslation();
  const zone = useViewSetting('zone');
  const { asked, asOfUtcMs, adapter, stateVersion } = answer;
  const instrument = useReplica((replica) => replica.instruments.get(asked?.symbol ?? '')) ?? undefined;
  const stamp = (atUtcMs: number): string => `${minuteStampText(atUtcMs, zone)} ${zoneText(atUtcMs, zone)}`;
  return (
    <p className="situations-asked" role="status">
      {asked !== null && (
        <>
          <strong>
            {t('memory.asked', {
              symbol: asked.symbol,
              timeframe: asked.timeframe,
              time: stamp(asked.openTimeUtcMs),
            })}
          </strong>
          <span>{priceText(asked.close, instrument)}</span>
          <span>{asked.regime === null ? t('memory.regimeUnknown') : t(`regime.${asked.regime}`)}</span>
        </>
      )}
      <span className="memory-quiet">{t('memory.asOfStamp', { time: stamp(asOfUtcMs) })}</span>
      <span className="memory-quiet">{t('memory.stateVersion', { version: stateVersion })}</span>
      <AnswerMark of="vectors" adapter={adapter} />
      {isNewest && asked !== null && <NewerBar asked={asked} />}
    </p>
  );
}

/** What was the newest bar is not it any more: the series has a later one. */
function NewerBar({ asked: { symbol, timeframe, openTimeUtcMs } }: { readonly asked: MarketMoment }): ReactNode {
  const { t } = useTranslation();
  const hasNewer = useSync(({ health }) =>
    health.streams.some(
      (stream) =>
        stream.kind === 'bars' &&
        stream.symbol === symbol &&
        stream.timeframe === timeframe &&
        (stream.lastUtcMs ?? 0) > openTimeUtcMs,
    ),
  );
  return hasNewer === true && <span className="memory-late">{t('memory.toNewer')}</span>;
}

/** Why there is no answer; where no state is known, how far deriving is. Once that is through, it is asked again. */
function NoStates({ refusal, onAskAgain }: { readonly refusal: Refusal; readonly onAskAgain: () => void }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const depth = useSync(({ health }) => health.projections.find(({ name }) => name === 'vectors')?.depth ?? null);
  const isUnknown = refusal.kind === 'refused' && refusal.fault.code === 'STATE_UNKNOWN';
  const wasBehind = useRef(false);
  useEffect(() => {
    if (depth === 0 && wasBehind.current && isUnknown) onAskAgain();
    wasBehind.current = depth !== null && depth > 0;
  }, [depth, isUnknown, onAskAgain]);
  return (
    <>
      <RefusedNotice refusal={refusal} />
      {isUnknown && (
        <p className="memory-quiet">
          {t('memory.statesHint')}{' '}
          {depth !== null && depth > 0 && t('memory.statesWaiting', { depth: formats.figure(depth) })}
        </p>
      )}
    </>
  );
}
