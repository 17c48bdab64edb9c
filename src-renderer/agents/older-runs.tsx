import type { AgentRunSummary } from '#shared/agent/agent-run.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { useIsConnected } from '../stream/cockpit-context.ts';
import { RequestRefused } from '../stream/request-refused.tsx';
import type { OlderPages } from './use-older-runs.ts';

/** The way to the runs before those that are listed, until there are none, or as many as a list holds. */
export function OlderRuns({
  older,
  oldest,
  isFull,
}: {
  readonly older: OlderPages;
  /** Of those that are known already; undefined where none is. */
  readonly oldest: AgentRunSummary | undefined;
  readonly isFull: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const isConnected = useIsConnected();
  return (
    <>
      {older.refusal !== null && <RequestRefused refusal={older.refusal} />}
      {isFull && <p className="agents-quiet run-list-none">{t('agents.listFull')}</p>}
      {!isFull && !older.isEnd && (
        <div className="run-list-older">
          <Button
            size="small"
            disabled={!isConnected}
            isBusy={older.isAsking}
            onClick={() => void older.askBefore(oldest)}
          >
            {t('agents.older')}
          </Button>
        </div>
      )}
    </>
  );
}
