import type { ContractClient } from '#shared/contract/contract-client.ts';
import type { GovernanceView } from '#shared/contract/governance-view.ts';
import { reasonLengths } from '#shared/contract/reason.ts';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { DetailList } from '../components/detail-list.tsx';
import { Meter } from '../components/meter.tsx';
import { TextField } from '../components/text-field.tsx';
import { dateText, zonedStampText } from '../format/time-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { useCockpit, useIsConnected, useReplica } from '../stream/cockpit-context.ts';
import { addMessage } from '../stream/messages.ts';
import { useRefusalText } from '../stream/use-refusal-text.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import { RiskSection } from './risk-section.tsx';
import { useGovernanceWords } from './use-governance-words.ts';

/** Which scenario may enter, what the other one still needs, and the trader's own word on it. */
export function GovernanceControl(): ReactNode {
  const { t } = useTranslation();
  const governance = useReplica((replica) => replica.governance);
  return (
    <RiskSection title={t('governance.title')} hint={t('governance.both')}>
      {governance === null ? (
        <p className="risk-quiet">{t('governance.none')}</p>
      ) : (
        <>
          <GovernanceNow governance={governance} />
          <GovernanceWord governance={governance} />
        </>
      )}
    </RiskSection>
  );
}

function GovernanceNow({ governance }: { readonly governance: GovernanceView }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const zone = useViewSetting('zone');
  const wordsOf = useGovernanceWords();
  const { active, sinceUtcMs, override, depositUsd, threshold, closes } = governance;
  const { other, by, wanted, progress } = wordsOf(governance);
  return (
    <>
      <p className="governance-now" title={t('governance.since', { since: zonedStampText(sinceUtcMs, zone) })}>
        <span className="governance-active">{t(`governance.name.${active}`)}</span>
        {override !== null && <Badge tone="warning">{t(`governance.${override.kind}`)}</Badge>}
        <span className="risk-quiet">{by}</span>
      </p>
      <DetailList
        details={[
          {
            label: t('governance.deposit'),
            title: t('governance.depositTitle'),
            value: depositUsd === null ? t('governance.noData') : formats.money(depositUsd),
          },
          { label: wanted, title: t('governance.closesTitle', { scenario: other }), value: progress },
        ]}
      />
      <Meter
        label={t('governance.progress', { scenario: other })}
        usedRatio={closes.length / threshold.closes}
        tone="progress"
      />
      {closes.length > 0 && (
        <p className="risk-quiet">
          {closes
            .map((close) =>
              t('governance.close', {
                day: dateText(close.midnightUtcMs, zone).slice(5),
                deposit: formats.money(close.depositUsd),
              }),
            )
            .join(' · ')}
        </p>
      )}
    </>
  );
}

function GovernanceWord({ governance: { active, override } }: { readonly governance: GovernanceView }): ReactNode {
  const { t } = useTranslation();
  const { ask } = useCockpit();
  const isConnected = useIsConnected();
  const refusalText = useRefusalText();
  const [reason, setReason] = useState('');
  const [isSending, setSending] = useState(false);
  const given = reason.trim();
  const isReasonless = given.length < reasonLengths.min;
  const other = active === 'A' ? 'B' : 'A';

  const tell = async (request: (client: ContractClient) => Promise<unknown>): Promise<void> => {
    setSending(true);
    const answer = await ask(request);
    setSending(false);
    if (answer.ok) {
      setReason('');
      return;
    }
    const { title, text } = refusalText(answer.error);
    addMessage({ tone: 'fault', title: `${t('governance.refused')} ${title}`, text });
  };
  const buttonFor = (
    label: string,
    title: string,
    request: (client: ContractClient) => Promise<unknown>,
  ): ReactNode => (
    <Button
      size="small"
      disabled={!isConnected || isReasonless}
      isBusy={isSending}
      title={isReasonless ? t('governance.reasonNeeded') : title}
      onClick={() => void tell(request)}
    >
      {label}
    </Button>
  );
  return (
    <div className="governance-actions">
      <TextField
        label={t('governance.reason')}
        isLabelSpokenOnly
        maxLength={reasonLengths.max}
        value={reason}
        onChange={setReason}
      />
      {override === null
        ? buttonFor(
            t('governance.hold', { scenario: active }),
            t('governance.holdTitle', { scenario: active }),
            (client) => client.governance.hold({ reason: given }),
          )
        : buttonFor(t('governance.release'), t('governance.releaseTitle'), (client) =>
            client.governance.release({ reason: given }),
          )}
      {buttonFor(
        t('governance.force', { scenario: other }),
        t('governance.forceTitle', { scenario: other }),
        (client) => client.governance.force({ scenario: other, reason: given }),
      )}
    </div>
  );
}
