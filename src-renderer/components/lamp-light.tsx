import type { ReactNode } from 'react';
import './lamp-light.css';

/** A light, the name of what it watches, and its state as a word. Shape and word change with the level, not the colour alone. */
export function LampLight({
  level,
  name,
  word,
  detail,
  title,
}: {
  readonly level: 'ok' | 'warning' | 'fault';
  readonly name: string;
  readonly word: string;
  readonly detail: string;
  readonly title: string;
}): ReactNode {
  return (
    <li className={`lamp lamp-${level}`} title={title}>
      <svg className="lamp-shape" viewBox="0 0 10 10" aria-hidden="true">
        {level === 'ok' && <circle cx="5" cy="5" r="3.5" />}
        {level === 'warning' && <path d="M5 0.8 9.4 9H0.6Z" />}
        {level === 'fault' && <path d="M1 1h8v8H1Z" />}
      </svg>
      <span className="lamp-name">{name}</span>
      <span className="lamp-word">{word}</span>
      {detail !== '' && <span className="lamp-detail">{detail}</span>}
    </li>
  );
}
