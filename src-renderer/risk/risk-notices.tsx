import type { OverRisk } from '#shared/contract/risk-view.ts';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { priceText, volumeText } from '../format/price-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { useCockpit, useIsConnected, useReplica } from '../stream/cockpit-context.ts';
import { addMessage } from '../stream/messages.ts';
import { useRefusalText } from '../stream/use-refusal-text.ts';

/** What a person has to look at, in red: stops that are missing or cannot be set, and fills that risk too much, each with what to do. */
export function RiskNotices(): ReactNode {
  const { t } = useTranslation();
  const positions = useReplica((replica) => replica.positions) ?? [];
  const instruments = useReplica((replica) => replica.instruments);
  const watches = useReplica((replica) => replica.risk.stopWatches) ?? [];
  const overRisks = useReplica((replica) => replica.risk.overRisks) ?? [];
  const watched = new Set(watches.map(({ positionId }) => positionId));
  const unstopped = positions.filter(({ stop, positionId }) => stop === null && !watched.has(positionId));
  if (watches.length + overRisks.length + unstopped.length === 0) return <p className="risk-quiet">{t('risk.calm')}</p>;
  return (
    <section className="risk-notices" aria-label={t('risk.attention')}>
      {watches.map(({ positionId, symbol, stop, hasFailed }) => (
        <Notice
          key={positionId}
          tone="fault"
          role="alert"
          title={t(hasFailed ? 'risk.stopFailed' : 'risk.stopBeingSet', {
            symbol,
            stop: priceText(stop, instruments?.get(symbol)),
          })}
        >
          {t(hasFailed ? 'risk.stopFailedText' : 'risk.stopBeingSetText')}
        </Notice>
      ))}
      {unstopped.map(({ positionId, symbol }) => (
        <Notice key={positionId} tone="fault" role="alert" title={t('risk.unstopped', { id: positionId, symbol })}>
          {t('risk.unstoppedText')}
        </Notice>
      ))}
      {overRisks.map((overRisk) => (
        <OverRiskNotice key={overRisk.positionId} overRisk={overRisk} />
      ))}
    </section>
  );
}

/** One word of the trader takes the reduction that is ready. */
function OverRiskNotice({ overRisk }: { readonly overRisk: OverRisk }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const { ask } = useCockpit();
  const isConnected = useIsConnected();
  const refusalText = useRefusalText();
  const [isSending, setSending] = useState(false);
  const { positionId, symbol, approvedMoney, riskMoney, reduceBy } = overRisk;
  const instrument = useReplica((replica) => replica.instruments.get(symbol)) ?? undefined;
  const volume = volumeText(reduceBy, instrument);
  const reduce = async (): Promise<void> => {
    setSending(true);
    const answer = await ask((client) => client.position.takeReduction({ positionId }));
    setSending(false);
    if (answer.ok) {
      addMessage({ tone: 'neutral', title: t('risk.reduceSent', { symbol }), text: t('positions.closeSentText') });
      return;
    }
    const { title, text } = refusalText(answer.error);
    addMessage({ tone: 'fault', title: `${t('risk.reduceFailed')} ${title}`, text });
  };
  return (
    <Notice
      tone="fault"
      role="alert"
      title={t('risk.over', { symbol, risk: formats.money(riskMoney), approved: formats.money(approvedMoney) })}
    >
      <p>{t('risk.overText', { volume })}</p>
      <div className="risk-notice-actions">
        <Button look="danger" size="small" disabled={!isConnected} isBusy={isSending} onClick={() => void reduce()}>
          {t('risk.reduce', { volume })}
        </Button>
      </div>
    </Notice>
  );
}
