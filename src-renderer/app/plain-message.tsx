import type { ReactNode } from 'react';
import './plain-message.css';

/** The window when there is nothing it may show: what happened, and what to do. */
export function PlainMessage({ title, text }: { readonly title: string; readonly text: string }): ReactNode {
  return (
    <main className="plain-message">
      <h1>{title}</h1>
      <p>{text}</p>
    </main>
  );
}
