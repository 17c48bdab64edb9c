import type { ReactNode } from 'react';
import './icon.css';

const paths = {
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.2 1.2M11.8 11.8 13 13M3 13l1.2-1.2M11.8 4.2 13 3',
  moon: 'M13.5 10A6 6 0 0 1 6 2.5 6 6 0 1 0 13.5 10Z',
  layout: 'M1.5 2.5h13v11h-13zM9.5 2.5v11M1.5 9.5h8',
  copy: 'M6 6h8v8H6zM10 6V2H2v8h4',
  pause: 'M5 3v10M11 3v10',
  play: 'M4 2.5v11L13 8Z',
  step: 'M4 2.5v11L10.5 8ZM13 3v10',
  messages: 'M2 3h12v8H7l-3 3v-3H2z',
} as const;

/** A drawing beside or in the place of words; whoever shows it says what it means. */
export function Icon({ name }: { readonly name: keyof typeof paths }): ReactNode {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
