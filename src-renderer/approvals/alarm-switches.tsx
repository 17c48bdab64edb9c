import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { useViewSetting, viewSettings } from '../stream/view-settings.ts';
import './alarm-switches.css';

/** Whether tickets are heard, and whether they may be seen beyond this window, which only a click may ask the browser for. */
export function AlarmSwitches(): ReactNode {
  const { t } = useTranslation();
  const areSoundsOn = useViewSetting('areSoundsOn');
  const [permission, setPermission] = useState(() => ('Notification' in window ? Notification.permission : 'denied'));
  return (
    <div className="alarm-switches">
      <Button
        size="small"
        look="quiet"
        aria-pressed={areSoundsOn}
        title={t('escalation.soundTitle')}
        onClick={() => viewSettings.setState({ areSoundsOn: !areSoundsOn })}
      >
        {t(areSoundsOn ? 'escalation.soundOn' : 'escalation.soundOff')}
      </Button>
      {permission === 'default' && (
        <Button
          size="small"
          look="quiet"
          title={t('escalation.notifyTitle')}
          onClick={() => void Notification.requestPermission().then(setPermission)}
        >
          {t('escalation.notify')}
        </Button>
      )}
    </div>
  );
}
