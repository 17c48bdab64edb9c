import { htmlText } from './html-text.ts';

export interface ChartLine {
  readonly name: string;
  /** Its style: see report-style.ts. */
  readonly kind: 'main' | 'second' | 'fall';
  /** Ascending in x. */
  readonly x: readonly number[];
  readonly y: readonly number[];
}

export interface TimeChart {
  readonly title: string;
  readonly heightPx: number;
  readonly lines: readonly ChartLine[];
  readonly yText: (value: number) => string;
  /** The axis reaches to it where the lines do not: a fall begins at nothing. */
  readonly yBase: number | null;
}

const width = 1000;
const margin = { left: 84, right: 12, top: 8, bottom: 22 } as const;
const plotWidth = width - margin.left - margin.right;

/** Lines over time as a picture that needs nothing beside itself; a line of the kind `fall` is filled up to its base. Empty without a point. */
export function timeChartSvg({ title, heightPx, lines, yText, yBase }: TimeChart): string {
  const x = rangeOf(lines.flatMap((line) => line.x));
  const y = rangeOf([...lines.flatMap((line) => line.y), ...(yBase === null ? [] : [yBase])]);
  if (x === null || y === null) return '';
  const plotHeight = heightPx - margin.top - margin.bottom;
  const toX = (value: number): number => margin.left + ((value - x.from) / (x.to - x.from)) * plotWidth;
  const toY = (value: number): number => margin.top + (1 - (value - y.from) / (y.to - y.from)) * plotHeight;
  const parts = [
    ...ticksBetween(y.from, y.to, 5).map((value) => yTick(toY(value), yText(value))),
    ...yearsBetween(x.from, x.to).map(([at, label]) => xTick(toX(at), { heightPx, label })),
    ...lines.map((line) => pathOf(line, { toX, toY, yBase })),
  ];
  return (
    `<figure><figcaption>${htmlText(title)}${legendOf(lines)}</figcaption>` +
    `<svg viewBox="0 0 ${width} ${heightPx}" role="img" aria-label="${htmlText(title)}">${parts.join('')}</svg></figure>`
  );
}

function rangeOf(values: readonly number[]): { readonly from: number; readonly to: number } | null {
  let from = Infinity;
  let to = -Infinity;
  for (const value of values) {
    if (value < from) from = value;
    if (value > to) to = value;
  }
  if (from > to) return null;
  return from === to ? { from: from - 1, to: to + 1 } : { from, to };
}

/** Round numbers, about `count` of them, each 1, 2 or 5 times a power of ten apart. */
function ticksBetween(from: number, to: number, count: number): readonly number[] {
  const rough = (to - from) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((times) => times * power >= rough) ?? 10) * power;
  const first = Math.ceil(from / step);
  const last = Math.floor(to / step);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}

/** Beginnings of years, or of months where the picture shows less than two years; no more than fit. */
function yearsBetween(from: number, to: number): readonly (readonly [at: number, label: string])[] {
  const firstYear = new Date(from).getUTCFullYear();
  const years = new Date(to).getUTCFullYear() - firstYear;
  const isShort = years < 2;
  const steps = isShort ? (years + 1) * 12 : years + 1;
  const every = Math.ceil(steps / labelsMax);
  const marks = Array.from({ length: steps }, (_, index) => {
    const at = isShort ? Date.UTC(firstYear, index) : Date.UTC(firstYear + index, 0);
    return [at, new Date(at).toISOString().slice(0, isShort ? 7 : 4)] as const;
  });
  return marks.filter(([at], index) => index % every === 0 && at >= from && at <= to);
}

const labelsMax = 14;

const yTick = (y: number, label: string): string =>
  `<line class="grid" x1="${margin.left}" x2="${width - margin.right}" y1="${px(y)}" y2="${px(y)}"/>` +
  `<text class="y" x="${margin.left - 6}" y="${px(y + 4)}">${htmlText(label)}</text>`;

const xTick = (x: number, { heightPx, label }: { readonly heightPx: number; readonly label: string }): string =>
  `<line class="grid" x1="${px(x)}" x2="${px(x)}" y1="${margin.top}" y2="${heightPx - margin.bottom}"/>` +
  `<text class="x" x="${px(x)}" y="${heightPx - 6}">${label}</text>`;

function pathOf(
  line: ChartLine,
  { toX, toY, yBase }: { toX: (x: number) => number; toY: (y: number) => number; yBase: number | null },
): string {
  const points = thinned(line).map(([x, y]) => `${px(toX(x))} ${px(toY(y))}`);
  const path = `M${points.join('L')}`;
  if (line.kind !== 'fall' || yBase === null) return `<path class="${line.kind}" d="${path}"/>`;
  const base = px(toY(yBase));
  const [first = 0, last = first] = [line.x[0], line.x.at(-1)];
  return `<path class="fall" d="M${px(toX(first))} ${base}L${points.join('L')}L${px(toX(last))} ${base}Z"/>`;
}

/** No more points than a picture can show: of each of its columns the lowest and the highest, in their order. */
function thinned({ x, y }: ChartLine): readonly (readonly [x: number, y: number])[] {
  const pointAt = (index: number): readonly [number, number] => [x[index] ?? NaN, y[index] ?? NaN];
  if (x.length <= 2 * plotWidth) return x.map((_, index) => pointAt(index));
  const kept: (readonly [number, number])[] = [];
  for (let column = 0; column < plotWidth; column++) {
    const from = Math.floor((column * x.length) / plotWidth);
    const to = Math.floor(((column + 1) * x.length) / plotWidth);
    let low = from;
    let high = from;
    for (let index = from; index < to; index++) {
      if ((y[index] ?? NaN) < (y[low] ?? NaN)) low = index;
      if ((y[index] ?? NaN) > (y[high] ?? NaN)) high = index;
    }
    kept.push(pointAt(Math.min(low, high)), pointAt(Math.max(low, high)));
  }
  return kept;
}

const legendOf = (lines: readonly ChartLine[]): string =>
  lines.length < 2 ? '' : lines.map(({ name, kind }) => ` <span class="${kind}">${htmlText(name)}</span>`).join('');

const px = (value: number): string => value.toFixed(1);
