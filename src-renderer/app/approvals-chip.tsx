import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { countdownText } from '../format/countdown-text.ts';
import { useReplica } from '../stream/cockpit-context.ts';
import { useDeskNowMs } from '../stream/desk-clock.ts';
import './approvals-chip.css';

/** How many tickets wait and when the first one ends; leads to them. */
export function ApprovalsChip({ onShow }: { readonly onShow: () => void }): ReactNode {
  const { t } = useTranslation();
  const deadlines = useReplica((replica) => replica.approvals.map((approval) => approval.deadlineMs)) ?? [];
  if (deadlines.length === 0) return null;
  return (
    <button type="button" className="approvals-chip" onClick={onShow}>
      <span>{t('strip.waiting', { waiting: deadlines.length })}</span>
      <FirstEnd deadlineMs={Math.min(...deadlines)} />
    </button>
  );
}

function FirstEnd({ deadlineMs }: { readonly deadlineMs: number }): ReactNode {
  return <strong className="approvals-chip-time">{countdownText(deadlineMs - useDeskNowMs())}</strong>;
}
