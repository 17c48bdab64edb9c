import type { DockviewApi } from 'dockview-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useEscalation } from '../approvals/use-escalation.ts';
import { useLink, useReplica } from '../stream/cockpit-context.ts';
import { AccountStrip } from './account-strip.tsx';
import './cockpit-window.css';
import { LinkBanner } from './link-banner.tsx';
import { PlainMessage } from './plain-message.tsx';
import { StatusStrip } from './status-strip.tsx';
import { useReloadOnOtherVersion } from './use-reload-on-other-version.ts';
import { useWindowTitle } from './use-window-title.ts';
import { Workspace } from './workspace.tsx';

/** The whole window: the strip that is always there, a banner when what is shown is old, and the panels. */
export function CockpitWindow(): ReactNode {
  const { t } = useTranslation();
  const link = useLink();
  const hasView = useReplica((replica) => replica.sequence > 0) ?? false;
  const [dock, setDock] = useState<DockviewApi | null>(null);
  useReloadOnOtherVersion();
  useWindowTitle();
  useEscalation();
  if (link.kind === 'noKey') return <PlainMessage title={t('link.noKey')} text={t('link.noKeyText')} />;
  if (link.kind === 'otherVersion') {
    return (
      <PlainMessage title={t('link.otherVersion')} text={t('link.otherVersionText', { version: link.engineVersion })} />
    );
  }
  if (!hasView) {
    return (
      <PlainMessage
        title={t(link.kind === 'disconnected' ? 'link.unreachable' : 'link.connecting')}
        text={t(link.kind === 'disconnected' ? 'link.unreachableText' : 'link.connectingText')}
      />
    );
  }
  return (
    <div className="cockpit-window" data-link={link.kind}>
      <header className="cockpit-strip" aria-label={t('strip.title')}>
        <AccountStrip onShowApprovals={() => showApprovals(dock)} />
        <StatusStrip dock={dock} />
        {link.kind === 'disconnected' && <LinkBanner retryAtMs={link.retryAtMs} />}
      </header>
      <main className="cockpit-main">
        <Workspace onReady={setDock} />
      </main>
    </div>
  );
}

/** Brings the tickets to the front, and the focus to them. */
function showApprovals(dock: DockviewApi | null): void {
  const panel = dock?.getPanel('approvals');
  panel?.api.setActive();
  panel?.focus();
}
