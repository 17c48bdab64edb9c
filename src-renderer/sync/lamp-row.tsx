import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LampLight } from '../components/lamp-light.tsx';
import { useReplica } from '../stream/cockpit-context.ts';
import './lamp-row.css';
import { useLampWords } from './use-lamp-words.ts';

/** All lamps in a row, as the strip has them. */
export function LampRow(): ReactNode {
  const { t } = useTranslation();
  const lamps = useReplica((replica) => replica.lamps) ?? [];
  const wordsOf = useLampWords();
  return (
    <ul className="lamp-row" aria-label={t('lamp.title')}>
      {lamps.map((lamp) => (
        <LampLight key={lamp.name} level={lamp.level} {...wordsOf(lamp)} />
      ))}
    </ul>
  );
}
