import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import './price-ladder.css';

/**
 * Stop, worst price, price now and target on one scale, the losing side left whatever the side of the order. The list below has the
 * figures; this shows the proportions. Without a target the winning side is left open, as long as the risk.
 */
export function PriceLadder({
  stop,
  worst,
  now,
  target,
}: {
  readonly stop: number;
  readonly worst: number;
  readonly now: number;
  readonly target: number | null;
}): ReactNode {
  const { t } = useTranslation();
  const far = target ?? now + (now - stop);
  // Without a target, and with the price at the stop, there is no scale.
  const at = (level: number): number =>
    (far === stop ? 0 : Math.min(1, Math.max(0, (level - stop) / (far - stop)))) * 200;
  return (
    <svg
      className="price-ladder"
      viewBox="0 0 200 14"
      preserveAspectRatio="none"
      role="img"
      aria-label={t('ticket.ladder')}
    >
      <rect className="price-ladder-ground" y="5" width="200" height="4" />
      <rect className="price-ladder-risk" y="5" width={at(now)} height="4" />
      {target !== null && <rect className="price-ladder-gain" x={at(now)} y="5" width={200 - at(now)} height="4" />}
      <rect className="price-ladder-worst" x={at(worst) - 0.75} y="2" width="1.5" height="10" />
      <rect className="price-ladder-now" x={at(now) - 1} width="2" height="14" />
    </svg>
  );
}
