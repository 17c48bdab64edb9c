import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { Segmented } from '../components/segmented.tsx';
import { useViewSetting, viewSettings } from '../stream/view-settings.ts';

/** The language, each named in itself. */
export function LanguageSwitch(): ReactNode {
  const { t } = useTranslation();
  return (
    <Segmented
      label={t('view.language')}
      segments={[
        { value: 'en', label: 'EN', title: 'English' },
        { value: 'ru', label: 'RU', title: 'Русский' },
      ]}
      value={useViewSetting('language')}
      onChange={(language) => viewSettings.setState({ language })}
    />
  );
}

export function ThemeSwitch(): ReactNode {
  const { t } = useTranslation();
  const isDark = useViewSetting('theme') === 'dark';
  const label = t(isDark ? 'view.toLight' : 'view.toDark');
  return (
    <Button
      look="quiet"
      size="small"
      aria-label={label}
      title={label}
      onClick={() => viewSettings.setState({ theme: isDark ? 'light' : 'dark' })}
    >
      <Icon name={isDark ? 'sun' : 'moon'} />
    </Button>
  );
}

/** Keys that trade are off until the trader turns them on. */
export function TradingKeysSwitch(): ReactNode {
  const { t } = useTranslation();
  const areOn = useViewSetting('areTradingKeysOn');
  return (
    <Button
      aria-pressed={areOn}
      title={t('view.tradingKeysTitle')}
      onClick={() => viewSettings.setState({ areTradingKeysOn: !areOn })}
    >
      {areOn ? t('view.tradingKeysOn') : t('view.tradingKeysOff')}
    </Button>
  );
}
