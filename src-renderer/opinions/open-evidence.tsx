import type { Evidence } from '#shared/agent/evidence.ts';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { DetailList } from '../components/detail-list.tsx';
import { Notice } from '../components/notice.tsx';
import { zonedStampText } from '../format/time-text.ts';
import { useReplica } from '../stream/cockpit-context.ts';
import { goTo } from '../stream/places.ts';
import { jumpToBar } from '../stream/selection.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import { evidenceBar } from './evidence-bar.ts';
import { useEvidenceDesk } from './evidence-desk.tsx';
import './open-evidence.css';
import { useEvidenceWords } from './use-evidence-words.ts';

/** The record behind the number that was pressed: what it is, its value as it was read, when it was known and where from. Escape puts it away. */
export function OpenEvidence(): ReactNode {
  const { t } = useTranslation();
  const { open, find, show } = useEvidenceDesk();
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    if (open === null) return;
    const from = document.activeElement;
    element.current?.focus();
    return () => {
      // Where another number was pressed meanwhile the focus is there, and stays.
      const isLost = document.activeElement === document.body;
      if (isLost && from instanceof HTMLElement && document.body.contains(from)) from.focus();
    };
  }, [open]);
  if (open === null) return null;
  const evidence = find(open);
  return (
    <section
      ref={element}
      className="open-evidence"
      aria-label={t('opinion.evidence')}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        show(null);
      }}
    >
      {evidence === undefined ? (
        <Notice tone="warning" title={t('opinion.evidenceUnknown', { id: open })} />
      ) : (
        <EvidenceRecord evidence={evidence} />
      )}
      <div className="open-evidence-actions">
        {evidence !== undefined && <WaysOn evidence={evidence} />}
        <Button size="small" onClick={() => show(null)}>
          {t('opinion.close')}
        </Button>
      </div>
    </section>
  );
}

function EvidenceRecord({ evidence }: { readonly evidence: Evidence }): ReactNode {
  const { t } = useTranslation();
  const zone = useViewSetting('zone');
  const { symbol } = useEvidenceDesk();
  const { labelOf, textOf } = useEvidenceWords(symbol);
  const { evidenceId, source, asOfUtcMs, recordId } = evidence;
  return (
    <>
      <p className="open-evidence-label">{labelOf(evidence)}</p>
      <p className="open-evidence-value">{textOf(evidence)}</p>
      <DetailList
        details={[
          { label: t('opinion.source'), value: t(`evidenceSource.${source}`) },
          { label: t('opinion.asOf'), value: zonedStampText(asOfUtcMs, zone) },
          {
            label: t('opinion.name'),
            value: <span className="open-evidence-id">{evidenceId}</span>,
            title: evidenceId,
          },
          ...(recordId === null
            ? []
            : [
                {
                  label: t('opinion.record'),
                  value: <span className="open-evidence-id">{recordId}</span>,
                  title: recordId,
                },
              ]),
        ]}
      />
    </>
  );
}

function WaysOn({ evidence }: { readonly evidence: Evidence }): ReactNode {
  const { t } = useTranslation();
  const { symbol } = useEvidenceDesk();
  const timeframe =
    useReplica(({ scenarios }) => scenarios.find((scenario) => scenario.symbol === symbol)?.timeframe ?? null) ?? null;
  const bar = evidenceBar(evidence, { symbol, timeframe });
  const { recordId } = evidence;
  return (
    <>
      {recordId !== null && (
        <Button size="small" onClick={() => goTo({ kind: 'chain', recordId })}>
          {t('opinion.toChain')}
        </Button>
      )}
      {bar !== null && (
        <Button size="small" onClick={() => jumpToBar(bar)}>
          {t('opinion.toChart')}
        </Button>
      )}
    </>
  );
}
