import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { PanelErrorBoundary } from '../components/panel-error-boundary.tsx';
import type { PanelId } from './layout.ts';
import './panel-frame.css';

/** What every panel stands in: a wall around its failures. The dock gives it its name. */
export function PanelFrame({ id, children }: { readonly id: PanelId; readonly children: ReactNode }): ReactNode {
  const { t } = useTranslation();
  return (
    <div className="panel-frame" data-panel={id}>
      <PanelErrorBoundary
        onFailure={logFailure}
        fallback={({ message, retry }) => (
          <EmptyState title={t('panelFailed.title')} hint={t('panelFailed.text', { message })}>
            <Button onClick={retry}>{t('panelFailed.retry')}</Button>
          </EmptyState>
        )}
      >
        {children}
      </PanelErrorBoundary>
    </div>
  );
}

function logFailure(error: Error, componentStack: string): void {
  // eslint-disable-next-line no-console -- the window has no log of its own; this is for whoever opens its developer tools
  console.error('a panel failed', error, componentStack);
}
