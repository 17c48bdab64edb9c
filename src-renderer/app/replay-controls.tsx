import type { ContractClient } from '#shared/contract/contract-client.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { SelectField } from '../components/select-field.tsx';
import { useCockpit, useReplica } from '../stream/cockpit-context.ts';
import { addMessage } from '../stream/messages.ts';
import { useRefusalText } from '../stream/use-refusal-text.ts';
import './replay-controls.css';

const speeds = [1, 5, 20, 60, 300, 1000, 5000, 20_000] as const;

/** Pause, step and speed of a simulated market; absent where the market is the broker's. */
export function ReplayControls(): ReactNode {
  const { t } = useTranslation();
  const { ask } = useCockpit();
  const refusalText = useRefusalText();
  const replay = useReplica((view) => view.replay);
  if (replay === null) return null;
  const send = async (request: (client: ContractClient) => Promise<unknown>): Promise<void> => {
    const answer = await ask(request);
    if (!answer.ok) addMessage({ tone: 'warning', ...refusalText(answer.error) });
  };
  const isHeldByTrader = replay.heldBy.includes('trader');
  const speedOptions = [...new Set([...speeds, replay.speed])].toSorted((a, b) => a - b);
  return (
    <div
      className="replay-controls"
      role="group"
      aria-label={t('replay.title', { source: replay.source })}
      title={t('replay.title', { source: replay.source })}
    >
      <Button
        size="small"
        aria-label={t(isHeldByTrader ? 'replay.resume' : 'replay.pause')}
        title={t(isHeldByTrader ? 'replay.resume' : 'replay.pause')}
        onClick={() => void send((client) => (isHeldByTrader ? client.replay.resume() : client.replay.pause()))}
      >
        <Icon name={isHeldByTrader ? 'play' : 'pause'} />
      </Button>
      <Button
        size="small"
        disabled={!isHeldByTrader}
        aria-label={t('replay.step')}
        title={t('replay.stepTitle')}
        onClick={() => void send((client) => client.replay.step())}
      >
        <Icon name="step" />
      </Button>
      <SelectField
        label={t('replay.speed')}
        options={speedOptions.map((speed) => ({ value: String(speed), label: `×${speed}` }))}
        value={String(replay.speed)}
        onChange={(speed) => void send((client) => client.replay.setSpeed({ speed: Number(speed) }))}
      />
      {replay.heldBy.includes('ticket') && (
        <Badge tone="warning" title={t('replay.heldByTicketTitle')}>
          {t('replay.heldByTicket')}
        </Badge>
      )}
    </div>
  );
}
