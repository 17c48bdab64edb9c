import { allInOrder, type DataHealth, type ProjectionRung } from '#main/engine/data-health.ts';

/** The synchronizer tells its health twice a second; the engine is to hear of it only where it is another for its lamps. */
export function tellWhenChanged(tell: (health: DataHealth) => void): (health: DataHealth) => void {
  let told = allInOrder;
  return (health) => {
    const isTold =
      health.storeFault?.code === told.storeFault?.code &&
      isSame(health.seriesWithHoles, told.seriesWithHoles) &&
      isSame(health.projections.map(wordsOf), told.projections.map(wordsOf));
    if (isTold) return;
    told = health;
    tell(health);
  };
}

const isSame = (a: readonly string[], b: readonly string[]): boolean => a.join() === b.join();

const wordsOf = ({ name, adapter, wanted, deadLetters, faultCode }: ProjectionRung): string =>
  [name, adapter, wanted, deadLetters, faultCode].join(' ');
