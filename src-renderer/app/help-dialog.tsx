import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { TradingKeysSwitch } from '../settings/view-switches.tsx';
import { useReplica } from '../stream/cockpit-context.ts';
import './help-dialog.css';

const keys = [
  ['?', 'help'],
  ['Tab', 'move'],
  ['Esc', 'escape'],
] as const;

const tradingKeys = [
  ['Ctrl + Enter', 'approve'],
  ['Ctrl + Backspace', 'reason'],
] as const;

/** The keys, the switch that arms those that trade, and what this program is. */
export function HelpDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const version = useReplica((replica) => replica.programVersion) ?? '';
  return (
    <Dialog title={t('help.title')} onClose={onClose}>
      <dl className="help-keys">
        {keys.map(([key, what]) => (
          <KeyLine key={key} keyName={key} text={t(`help.key.${what}`)} />
        ))}
      </dl>
      <p>{t('help.tradingKeys')}</p>
      <TradingKeysSwitch />
      <dl className="help-keys">
        {tradingKeys.map(([key, what]) => (
          <KeyLine key={key} keyName={key} text={t(`help.key.${what}`)} />
        ))}
      </dl>
      <p className="help-about">
        {t('help.about', { version })}{' '}
        <a href="https://www.tradingview.com/" target="_blank" rel="noopener noreferrer">
          TradingView Lightweight Charts™
        </a>
      </p>
      <div className="dialog-actions">
        <Button data-first-focus onClick={onClose}>
          {t('help.close')}
        </Button>
      </div>
    </Dialog>
  );
}

function KeyLine({ keyName, text }: { readonly keyName: string; readonly text: string }): ReactNode {
  return (
    <div className="help-key">
      <dt>
        <kbd>{keyName}</kbd>
      </dt>
      <dd>{text}</dd>
    </div>
  );
}
