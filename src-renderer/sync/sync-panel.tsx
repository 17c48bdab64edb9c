import { troubleCount } from '#shared/contract/sync-trouble.ts';
import type { SyncPhase } from '#shared/contract/sync-health.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { useFormats } from '../format/use-formats.ts';
import { useIsConnected, useSync } from '../stream/cockpit-context.ts';
import { HoleMap } from './hole-map.tsx';
import { LogTable } from './log-table.tsx';
import { ProjectionsSection } from './projections-section.tsx';
import { StoreTable } from './store-table.tsx';
import { StreamTable } from './stream-table.tsx';
import { SyncNotices } from './sync-notices.tsx';
import './sync-panel.css';
import { useSyncNow } from './use-sync-now.ts';
import { useTrayRequest } from './use-tray-request.ts';

/** How well the stores are in step with the terminal: what is wrong and what to do, each stream, the holes, the stores, the log. */
export function SyncPanel(): ReactNode {
  const { t } = useTranslation();
  const streams = useSync(({ health }) => health.streams) ?? [];
  const stores = useSync(({ health }) => health.stores) ?? [];
  const projections = useSync(({ health }) => health.projections) ?? [];
  const logs = useSync(({ health }) => health.logs) ?? [];
  if (streams.length === 0 && stores.length === 0)
    return <EmptyState title={t('sync.none')} hint={t('sync.noneHint')} />;
  return (
    <div className="sync-panel" role="group" aria-label={t('panel.sync')} tabIndex={0}>
      <Summary />
      <SyncNotices />
      <section aria-label={t('sync.streams')}>
        <h3 className="health-title">{t('sync.streams')}</h3>
        {streams.length === 0 ? (
          <p className="health-quiet">{t('sync.noneHint')}</p>
        ) : (
          <StreamTable streams={streams} />
        )}
      </section>
      <HoleMap streams={streams} />
      {stores.length > 0 && (
        <section aria-label={t('sync.stores')}>
          <div className="sync-heading">
            <h3 className="health-title">{t('sync.stores')}</h3>
            <BackupButton />
            {stores.every(({ lastBackupUtcMs }) => lastBackupUtcMs === null) && (
              <span className="health-quiet">{t('sync.noBackup')}</span>
            )}
          </div>
          <StoreTable stores={stores} />
        </section>
      )}
      {projections.length > 0 && <ProjectionsSection projections={projections} />}
      {logs.length > 0 && (
        <section aria-label={t('sync.log')}>
          <h3 className="health-title">{t('sync.log')}</h3>
          <LogTable logs={logs} />
        </section>
      )}
    </div>
  );
}

/** In one line how it stands, and the button that asks for all at once. */
function Summary(): ReactNode {
  const { t } = useTranslation();
  const isConnected = useIsConnected();
  const health = useSync((view) => view.health);
  const { isAsking, syncNow } = useSyncNow();
  if (health === null) return null;
  const { streams, isHistoryConnected } = health;
  const count = (...phases: readonly SyncPhase[]): number =>
    streams.filter(({ phase }) => phases.includes(phase)).length;
  const fetching = count('backfilling', 'repairing');
  const troubled = troubleCount(health);
  return (
    <div className="sync-heading">
      <ul className="sync-summary" aria-label={t('sync.summary')}>
        <li>{t('sync.live', { live: count('live'), all: streams.length })}</li>
        {fetching > 0 && <li>{t('sync.fetching', { count: fetching })}</li>}
        <li className={troubled > 0 ? 'sync-late' : undefined}>{t('sync.troubled', { count: troubled })}</li>
        <li>{t(isHistoryConnected ? 'sync.historyOn' : 'sync.historyOff')}</li>
      </ul>
      <Button size="small" isBusy={isAsking} disabled={!isConnected} onClick={() => syncNow(null)}>
        {t('sync.nowAll')}
      </Button>
    </div>
  );
}

function BackupButton(): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const isConnected = useIsConnected();
  const { isAsking, send } = useTrayRequest();
  const backUp = (): void =>
    void send(
      (client) => client.backup.create({ into: null }),
      ({ folder, stores }) => {
        const size = formats.bytes(stores.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
        return { title: t('sync.backedUp', { size }), text: t('sync.backedUpText', { folder }) };
      },
    );
  return (
    <Button size="small" isBusy={isAsking} disabled={!isConnected} title={t('sync.backupNowTitle')} onClick={backUp}>
      {t('sync.backupNow')}
    </Button>
  );
}
