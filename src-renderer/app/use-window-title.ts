import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsConnected, useReplica } from '../stream/cockpit-context.ts';
import { useMode } from './mode-badge.tsx';

/** The title says what a hidden window must not keep to itself: tickets that wait, the mode, and whether it is connected. */
export function useWindowTitle(): void {
  const { t } = useTranslation();
  const waiting = useReplica((replica) => replica.approvals.length) ?? 0;
  const mode = useMode();
  const isConnected = useIsConnected();
  useEffect(() => {
    const parts = [
      waiting > 0 ? t('strip.waiting', { waiting }) : '',
      isConnected ? '' : t('link.disconnected'),
      mode === null ? '' : t(`mode.${mode}`),
      'ATS Cockpit',
    ];
    document.title = parts.filter((part) => part !== '').join(' · ');
  }, [t, waiting, mode, isConnected]);
}
