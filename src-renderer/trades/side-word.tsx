import type { Side } from '#shared/trading/side.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import './side-word.css';

export function SideWord({ side }: { readonly side: Side }): ReactNode {
  const { t } = useTranslation();
  return <span className={`side-word tone-${side === 'buy' ? 'up' : 'down'}`}>{t(`side.${side}`)}</span>;
}
