import type { DockviewApi } from 'dockview-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { LanguageSwitch, ThemeSwitch } from '../settings/view-switches.tsx';
import { LampRow } from '../sync/lamp-row.tsx';
import { HelpDialog } from './help-dialog.tsx';
import { layOutByDefault } from './layout.ts';
import { MarketClock } from './market-clock.tsx';
import { MessageTray } from './message-tray.tsx';
import { ReplayControls } from './replay-controls.tsx';
import './status-strip.css';
import { useHelpKey } from './use-help-key.ts';

/** The second row: how everything is, what time the market has, and the switches of the view. */
export function StatusStrip({ dock }: { readonly dock: DockviewApi | null }): ReactNode {
  const { t } = useTranslation();
  const [isHelpOpen, setHelpOpen] = useState(false);
  useHelpKey(() => setHelpOpen(true));
  return (
    <div className="status-strip">
      <MarketClock />
      <ReplayControls />
      <LampRow />
      <span className="status-strip-gap" />
      <MessageTray />
      <LanguageSwitch />
      <ThemeSwitch />
      <Button
        look="quiet"
        size="small"
        aria-label={t('view.resetLayout')}
        title={t('view.resetLayout')}
        onClick={() => {
          if (dock !== null) layOutByDefault(dock);
        }}
      >
        <Icon name="layout" />
      </Button>
      <Button
        look="quiet"
        size="small"
        aria-label={t('help.title')}
        title={t('help.title')}
        onClick={() => setHelpOpen(true)}
      >
        ?
      </Button>
      {isHelpOpen && <HelpDialog onClose={() => setHelpOpen(false)} />}
    </div>
  );
}
