/** The theme's colours as a canvas needs them: read from the custom properties, so that there is one place for them. */
export interface ChartColours {
  readonly ground: string;
  readonly text: string;
  readonly grid: string;
  readonly border: string;
  readonly crosshair: string;
  readonly up: string;
  readonly down: string;
  readonly volume: string;
  readonly bid: string;
  readonly ask: string;
  readonly entry: string;
  readonly ticket: string;
  readonly label: string;
}

export function chartColours(element: Element): ChartColours {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ground: read('--surface-1'),
    text: read('--text-muted'),
    grid: read('--chart-grid'),
    border: read('--line'),
    crosshair: read('--text-faint'),
    up: read('--chart-up'),
    down: read('--chart-down'),
    volume: read('--chart-volume'),
    bid: read('--chart-bid'),
    ask: read('--chart-ask'),
    entry: read('--accent'),
    ticket: read('--warning'),
    label: read('--surface-4'),
  };
}
