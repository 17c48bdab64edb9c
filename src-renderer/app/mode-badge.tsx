import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useReplica } from '../stream/cockpit-context.ts';
import './mode-badge.css';

export type Mode = 'simulated' | 'replay' | 'demo' | 'live';

/** What is at stake: nothing (made-up prices, or recorded ones), play money, or money. Null while no account is known. */
export function useMode(): Mode | null {
  return useReplica(({ account, replay }) => {
    if (account === null) return null;
    if (account.identity.tradeMode === 'real') return 'live';
    if (account.identity.tradeMode === 'demo') return 'demo';
    return replay === null || replay.source.startsWith('synthetic') ? 'simulated' : 'replay';
  });
}

export function ModeBadge(): ReactNode {
  const { t } = useTranslation();
  const mode = useMode();
  if (mode === null) return <span className="mode-badge mode-none">{t('mode.none')}</span>;
  return (
    <span className={`mode-badge mode-${mode}`} title={t(`modeTitle.${mode}`)}>
      {t(`mode.${mode}`)}
    </span>
  );
}
