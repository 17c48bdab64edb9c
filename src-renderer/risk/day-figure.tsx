import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount } from '../components/amount.tsx';
import { Figure } from '../components/figure.tsx';
import { Meter } from '../components/meter.tsx';
import { noValue } from '../format/formats.ts';
import { useFormats } from '../format/use-formats.ts';
import { useReplica } from '../stream/cockpit-context.ts';
import './day-figure.css';

/** The day's profit against the loss it may not exceed. */
export function DayFigure(): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const day = useReplica((replica) => replica.day);
  if (day === null) return <Figure label={t('strip.day')}>{noValue}</Figure>;
  const { profit, baseline, lossLimit } = day;
  const limit = lossLimit === null ? null : Math.abs(lossLimit);
  return (
    <Figure label={t('strip.day')} title={t('strip.dayTitle', { baseline: formats.money(baseline) })}>
      <span className="day-figure">
        <Amount value={profit} text={formats.signedMoney(profit)} />
        {limit !== null && <span className="day-limit">{t('strip.dayLimit', { limit: formats.money(limit) })}</span>}
      </span>
      {limit !== null && limit > 0 && <Meter label={t('strip.dayUsed')} usedRatio={Math.max(0, -profit) / limit} />}
    </Figure>
  );
}
