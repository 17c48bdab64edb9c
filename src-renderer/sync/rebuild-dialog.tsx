import type { ProjectionHealth } from '#shared/contract/memory.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { DetailList } from '../components/detail-list.tsx';
import { Dialog } from '../components/dialog.tsx';
import { useFormats } from '../format/use-formats.ts';
import { useIsConnected } from '../stream/cockpit-context.ts';

/** Asks once, and says what is thrown away and what is not. The safe answer has the focus. */
export function RebuildDialog({
  projection: { name, adapter, depth },
  onRebuild,
  onClose,
}: {
  readonly projection: ProjectionHealth;
  readonly onRebuild: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const isConnected = useIsConnected();
  return (
    <Dialog title={t('projections.rebuildTitle', { name: t(`projections.name.${name}`) })} onClose={onClose}>
      <p>{t('projections.rebuildText')}</p>
      <p>{t('projections.rebuildKept')}</p>
      <DetailList
        details={[
          { label: t('projections.adapter'), value: t(`memory.adapter.${adapter}`) },
          { label: t('projections.depth'), value: formats.figure(depth) },
        ]}
      />
      <div className="dialog-actions">
        <Button data-first-focus onClick={onClose}>
          {t('projections.keep')}
        </Button>
        <Button look="primary" disabled={!isConnected} onClick={onRebuild}>
          {t('projections.rebuildNow')}
        </Button>
      </div>
    </Dialog>
  );
}
