import { reasonLengths } from '#shared/contract/reason.ts';
import type { TradingState } from '#shared/trading/trading-state.ts';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/text-field.tsx';
import type { Tone } from '../components/tone.ts';
import { zonedStampText } from '../format/time-text.ts';
import { useCockpit, useReplica } from '../stream/cockpit-context.ts';
import { addMessage } from '../stream/messages.ts';
import { useRefusalText } from '../stream/use-refusal-text.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import { FlattenDialog } from './flatten-dialog.tsx';
import { FlatteningBadge } from './flattening-badge.tsx';
import './trading-state-control.css';

/**
 * The trading state with its reason, and the way to change it. Halt is one click at any time, connected or not, with or without a reason;
 * resuming needs one, and flatten asks once more with the money.
 */
export function TradingStateControl(): ReactNode {
  const { t } = useTranslation();
  const { ask } = useCockpit();
  const refusalText = useRefusalText();
  const state = useReplica((replica) => replica.tradingState.state);
  const [reason, setReason] = useState('');
  const isFlattening = useReplica((replica) => replica.flattening !== null) ?? false;
  const [isSending, setSending] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const given = reason.trim();

  const change = async (verb: 'halt' | 'resume', why: string): Promise<void> => {
    setSending(true);
    const answer = await ask((client) => client.tradingState[verb]({ reason: why }));
    setSending(false);
    if (answer.ok) {
      setReason('');
      return;
    }
    const { title, text } = refusalText(answer.error);
    addMessage({ tone: 'fault', title: `${t(`tradingState.${verb}Failed`)} ${title}`, text });
  };

  return (
    <div className="trading-state" role="group" aria-label={t('tradingState.title')}>
      {state !== null && <StateBadge state={state} />}
      <TextField
        label={t('tradingState.reason')}
        isLabelSpokenOnly
        maxLength={reasonLengths.max}
        value={reason}
        onChange={setReason}
      />
      {state !== null && state !== 'active' && (
        <Button
          disabled={given.length < reasonLengths.min}
          isBusy={isSending}
          title={given.length < reasonLengths.min ? t('tradingState.reasonNeeded') : undefined}
          onClick={() => void change('resume', given)}
        >
          {t('tradingState.resume')}
        </Button>
      )}
      {state !== 'halted' && (
        <Button
          look="danger"
          title={t('tradingState.haltTitle')}
          onClick={() => void change('halt', given.length < reasonLengths.min ? t('tradingState.haltReason') : given)}
        >
          {t('tradingState.halt')}
        </Button>
      )}
      <FlatteningBadge />
      {!isFlattening && (
        <Button title={t('tradingState.flattenTitle')} onClick={() => setAsking(true)}>
          {t('tradingState.flatten')}
        </Button>
      )}
      {isAsking && (
        <FlattenDialog
          reason={given.length < reasonLengths.min ? t('tradingState.flattenReason') : given}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}

function StateBadge({ state }: { readonly state: TradingState }): ReactNode {
  const { t } = useTranslation();
  const zone = useViewSetting('zone');
  const reason = useReplica((replica) => replica.tradingState.reason) ?? '';
  const sinceUtcMs = useReplica((replica) => replica.tradingState.sinceUtcMs) ?? 0;
  const since = zonedStampText(sinceUtcMs, zone);
  return (
    <span className="trading-state-now" role="status">
      <Badge
        tone={tones[state]}
        look="solid"
        title={`${t(`tradingState.${state}Title`)}\n${t('tradingState.since', { since })}\n${reason}`}
      >
        {t(`tradingState.${state}`)}
      </Badge>
      {state !== 'active' && <span className="trading-state-reason">{reason}</span>}
    </span>
  );
}

const tones: Readonly<Record<TradingState, Tone>> = { active: 'up', reducing: 'warning', halted: 'fault' };
