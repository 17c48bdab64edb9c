import type { SimilarStates, StateNeighbour } from '#shared/contract/memory.ts';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount } from '../components/amount.tsx';
import { noValue } from '../format/formats.ts';
import { useFormats } from '../format/use-formats.ts';
import './followed-summary.css';
import { closePath, pointsText, scaleOf, type Scale } from './paths-followed.ts';

type Summary = SimilarStates['summary'];

/** What followed on all neighbours: in figures, and as lines from one point. */
export function FollowedSummary({
  neighbours,
  summary,
}: {
  readonly neighbours: readonly StateNeighbour[];
  readonly summary: Summary;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <section className="followed" aria-label={t('memory.summary')}>
      <h3 className="memory-title">{t('memory.summary')}</h3>
      <SummaryTable summary={summary} />
      <Fan neighbours={neighbours} summary={summary} />
    </section>
  );
}

function SummaryTable({ summary }: { readonly summary: Summary }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <table className="followed-table">
      <thead>
        <tr>
          <th scope="col">{t('memory.summaryBars')}</th>
          {summary.map(({ bars }) => (
            <th scope="col" key={bars}>
              {`+${bars}`}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{t('memory.summaryMedian')}</th>
          {summary.map(({ bars, medianCloseAtr }) => (
            <td key={bars}>
              <Amount value={medianCloseAtr} text={formats.signedAtr(medianCloseAtr)} />
            </td>
          ))}
        </tr>
        <tr>
          <th scope="row">{t('memory.summaryHigher')}</th>
          {summary.map(({ bars, known, higherRatio }) => (
            <td key={bars}>
              {higherRatio === null
                ? noValue
                : t('memory.summaryHigherOf', { higher: Math.round(higherRatio * known), known })}
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}

const size = { width: 300, height: 116, margin: 8 } as const;

/** Every neighbour's closes from one point, and their median. The figures stand in the table above. */
function Fan({
  neighbours,
  summary,
}: {
  readonly neighbours: readonly StateNeighbour[];
  readonly summary: Summary;
}): ReactNode {
  const { t } = useTranslation();
  const scale = useMemo(() => scaleOf(neighbours, size), [neighbours]);
  return (
    <svg
      className="followed-fan"
      viewBox={`0 -2 ${size.width + 44} ${size.height + 18}`}
      role="img"
      aria-label={t('memory.fan', { count: neighbours.length })}
    >
      <Axes scale={scale} summary={summary} />
      {neighbours.map(({ moment, followed }) => (
        <polyline
          key={`${moment.symbol} ${moment.source} ${moment.openTimeUtcMs}`}
          className="followed-line"
          points={pointsText(closePath(followed, scale))}
        />
      ))}
      <polyline className="followed-median" points={pointsText(medianPath(summary, scale))} />
    </svg>
  );
}

function Axes({ scale, summary }: { readonly scale: Scale; readonly summary: Summary }): ReactNode {
  const formats = useFormats();
  const marks = [scale.highAtr, 0, scale.lowAtr];
  return (
    <>
      {marks.map((atr) => (
        <g key={atr}>
          <line
            className={atr === 0 ? 'followed-zero' : 'followed-grid'}
            x2={size.width}
            y1={scale.y(atr)}
            y2={scale.y(atr)}
          />
          <text className="followed-mark" x={size.width + 4} y={scale.y(atr) + 3}>
            {atr === 0 ? '0' : formats.signedAtr(atr)}
          </text>
        </g>
      ))}
      {summary.map(({ bars }) => (
        <g key={bars}>
          <line className="followed-grid" x1={scale.x(bars)} x2={scale.x(bars)} y1="4" y2={size.height - 4} />
          <text className="followed-mark followed-bars" x={scale.x(bars)} y={size.height + 10}>
            {`+${bars}`}
          </text>
        </g>
      ))}
    </>
  );
}

const medianPath = (summary: Summary, { x, y }: Scale): { readonly x: number; readonly y: number }[] => [
  { x: x(0), y: y(0) },
  ...summary.flatMap(({ bars, medianCloseAtr }) =>
    medianCloseAtr === null ? [] : [{ x: x(bars), y: y(medianCloseAtr) }],
  ),
];
