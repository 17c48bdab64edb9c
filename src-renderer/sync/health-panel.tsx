import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LampLight } from '../components/lamp-light.tsx';
import { Notice } from '../components/notice.tsx';
import { useReplica } from '../stream/cockpit-context.ts';
import { AdviserLimitsList } from './adviser-limits.tsx';
import { HealthNotices } from './health-notices.tsx';
import './health-panel.css';
import { useLampWords } from './use-lamp-words.ts';

/** What is well and what is not: the lamps with their values, what to do about them, and what the adviser and the log say. */
export function HealthPanel(): ReactNode {
  const { t } = useTranslation();
  const lamps = useReplica((replica) => replica.lamps) ?? [];
  const version = useReplica((replica) => replica.programVersion);
  const wordsOf = useLampWords();
  return (
    <div className="health-panel" role="group" aria-label={t('panel.health')} tabIndex={0}>
      <ul className="health-lamps" aria-label={t('lamp.title')}>
        {lamps.map((lamp) => (
          <LampLight key={lamp.name} level={lamp.level} {...wordsOf(lamp)} />
        ))}
      </ul>
      <HealthNotices />
      <Differences />
      <AdviserLimitsList />
      {version !== null && <p className="health-quiet">{t('health.version', { version })}</p>}
    </div>
  );
}

function Differences(): ReactNode {
  const { t } = useTranslation();
  const differences = useReplica((replica) => replica.differences) ?? [];
  if (differences.length === 0) return <p className="health-quiet">{t('health.agreed')}</p>;
  return (
    <Notice tone="warning" title={t('health.differences')}>
      <p>{t('health.differencesText')}</p>
      <ul className="health-differences">
        {differences.map((difference) => (
          <li key={`${difference.kind} ${difference.positionId ?? ''} ${difference.symbol}`}>
            <strong>
              {t(`difference.${difference.kind}`)} {difference.symbol}
            </strong>{' '}
            {difference.message}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
