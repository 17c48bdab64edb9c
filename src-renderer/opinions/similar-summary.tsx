import type { SimilarOutcomes } from '#shared/agent/opinion.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount } from '../components/amount.tsx';
import { DetailList } from '../components/detail-list.tsx';
import { useFormats } from '../format/use-formats.ts';
import { goTo } from '../stream/places.ts';
import './similar-summary.css';

/** So many of the nearest stand in sight. */
const nearestShown = 5;

/** What became of situations like this one, as it was known then: how many, the share that won, mean R with its interval, and the nearest. */
export function SimilarSummary({ similar }: { readonly similar: SimilarOutcomes }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const { found, closed, winShare, meanR, lowR, highR, neighbours } = similar;
  const interval =
    lowR === null || highR === null
      ? t('opinion.tooFew')
      : t('opinion.interval', { low: formats.signedMultiple(lowR), high: formats.signedMultiple(highR) });
  return (
    <div className="similar">
      <DetailList
        columns={2}
        details={[
          {
            label: t('opinion.found'),
            value: t('opinion.closedOf', { closed, found }),
            title: t('opinion.foundTitle'),
          },
          { label: t('opinion.winShare'), value: formats.percent(winShare, 0) },
          { label: t('opinion.meanR'), value: <Amount value={meanR} text={formats.signedMultiple(meanR)} /> },
          { label: t('opinion.intervalOf'), value: interval, title: t('opinion.intervalTitle') },
        ]}
      />
      {neighbours.length > 0 && (
        <ol className="similar-nearest" aria-label={t('opinion.nearest')}>
          {neighbours.slice(0, nearestShown).map(({ recordId, distance, rMultiple }) => (
            <li key={recordId}>
              <button
                type="button"
                className="cited-number"
                title={recordId}
                onClick={() => goTo({ kind: 'chain', recordId })}
              >
                {rMultiple === null ? (
                  t('opinion.noOutcome')
                ) : (
                  <Amount value={rMultiple} text={formats.signedMultiple(rMultiple)} />
                )}
                <span className="similar-distance">{formats.distance(distance)}</span>
                <span className="only-spoken"> {t('opinion.toChainOf', { record: recordId })}</span>
              </button>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
