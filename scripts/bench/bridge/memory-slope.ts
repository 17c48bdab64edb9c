import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Memory after a full collection, sampled as work goes on: what the process holds, unless another reading is wanted. */
export class MemorySlope {
  readonly #samples: { readonly work: number; readonly mib: number }[] = [];
  readonly #collect: () => void;
  readonly #bytes: () => number;

  constructor(bytes: () => number = () => process.memoryUsage.rss()) {
    setFlagsFromString('--expose-gc');
    this.#collect = runInNewContext('gc') as () => void;
    this.#bytes = bytes;
  }

  sample(work: number): void {
    this.#collect();
    this.#samples.push({ work, mib: this.#bytes() / 2 ** 20 });
  }

  get lastMib(): number {
    return this.#samples.at(-1)?.mib ?? NaN;
  }

  /** Least squares over the second half of the samples, in MiB a unit of work: what grows while caches fill is over by then. */
  slope(): number {
    const settled = this.#samples.slice(Math.floor(this.#samples.length / 2));
    const meanWork = mean(settled.map(({ work }) => work));
    const meanMib = mean(settled.map(({ mib }) => mib));
    const covariance = settled.reduce((sum, { work, mib }) => sum + (work - meanWork) * (mib - meanMib), 0);
    const variance = settled.reduce((sum, { work }) => sum + (work - meanWork) ** 2, 0);
    return covariance / variance;
  }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
