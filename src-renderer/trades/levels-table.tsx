import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount } from '../components/amount.tsx';
import { priceText } from '../format/price-text.ts';
import { useFormats } from '../format/use-formats.ts';
import './levels-table.css';
import { levelMoney, levelPoints, type MoveGround } from './stop-move.ts';

/** Stop and target as they are and as they would be: price, distance from the price now, and the money there. */
export function LevelsTable({
  ground,
  stop,
  target,
}: {
  readonly ground: MoveGround;
  readonly stop: number | null;
  readonly target: number | null;
}): ReactNode {
  const { t } = useTranslation();
  const { position } = ground;
  return (
    <table className="levels-table" aria-label={t('stops.levels')}>
      <thead>
        <tr>
          <td />
          <th scope="col">{t('column.price')}</th>
          <th scope="col" title={t('stops.distanceTitle')}>
            {t('stops.distance')}
          </th>
          <th scope="col" title={t('stops.moneyTitle')}>
            {t('stops.money')}
          </th>
        </tr>
      </thead>
      <tbody>
        <LevelRow name={t('stops.stopNow')} level={position.stop} ground={ground} />
        <LevelRow name={t('stops.stopNew')} level={stop} ground={ground} isNew />
        <LevelRow name={t('stops.targetNow')} level={position.target} ground={ground} />
        <LevelRow name={t('stops.targetNew')} level={target} ground={ground} isNew />
      </tbody>
    </table>
  );
}

function LevelRow({
  name,
  level,
  ground,
  isNew = false,
}: {
  readonly name: string;
  readonly level: number | null;
  readonly ground: MoveGround;
  readonly isNew?: boolean;
}): ReactNode {
  const formats = useFormats();
  const money = levelMoney(level, ground);
  return (
    <tr className={isNew ? 'level-new' : 'level-now'}>
      <th scope="row">{name}</th>
      <td>{priceText(level, ground.instrument)}</td>
      <td>{formats.signedPoints(levelPoints(level, ground))}</td>
      <td>
        <Amount value={money} text={formats.signedMoney(money)} />
      </td>
    </tr>
  );
}
