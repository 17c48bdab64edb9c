/** Of the page on which the document is read: light or dark as the system is. */
export const documentStyle = `:root {
  color-scheme: light dark;
  --line: light-dark(#d5d9e0, #333944);
  --soft: light-dark(#f4f5f8, #1b1f27);
  --dim: light-dark(#5b6472, #98a2b3);
}
body { margin: 0 auto; max-width: 60rem; padding: 2rem 1.5rem 6rem; font: 15px/1.55 system-ui, sans-serif; }
h1 { font-size: 1.6rem; }
h2 { margin-top: 3rem; border-bottom: 1px solid var(--line); }
h3 { margin-top: 2rem; font-size: 1rem; }
small, .scopes, .refusals { color: var(--dim); }
code, pre { font: 13px/1.5 ui-monospace, monospace; }
pre { overflow-x: auto; padding: 0.75rem 1rem; background: var(--soft); border-radius: 6px; }
article { padding-bottom: 1rem; }
.get, .post { padding: 0.1rem 0.4rem; border-radius: 4px; background: var(--soft); }
.refusals a { color: inherit; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: 0.3rem 0.6rem 0.3rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
details { margin: 0.4rem 0; }
summary { cursor: pointer; }
`;
