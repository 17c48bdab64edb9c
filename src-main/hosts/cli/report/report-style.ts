/** Of the report in a browser: follows the reader's light or dark, and prints. */
export const reportStyle = `
:root {
  color-scheme: light dark;
  --ink: light-dark(#1b1f24, #e6e8eb); --soft: light-dark(#5b6570, #9aa4af); --rule: light-dark(#d9dee3, #333a41);
  --paper: light-dark(#ffffff, #14171a); --main: light-dark(#0b62c4, #6cb0ff); --second: light-dark(#8a6d00, #d9b64a);
  --bad: light-dark(#b3261e, #ff8a80); --good: light-dark(#1a7f4b, #6fd19b);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 14px/1.45 system-ui, sans-serif; }
main { max-width: 1040px; margin: 0 auto; padding: 24px 20px 48px; }
h1 { font-size: 22px; margin: 0 0 4px; }
h2 { font-size: 14px; margin: 0; }
header p, .note, .detail, figcaption { color: var(--soft); }
header p { margin: 0; }
section { margin-top: 28px; overflow-x: auto; }
section > p { margin: 2px 0; overflow-wrap: anywhere; white-space: pre-wrap; }
p.detail { padding-left: 18px; }
.warning { color: var(--second); }
.warning::before { content: '! '; }
.pair { display: flex; flex-wrap: wrap; gap: 40px; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 2px 9px; text-align: left; font-weight: 400; white-space: nowrap; }
tr > :first-child { padding-left: 0; }
thead th { border-bottom: 1px solid var(--rule); color: var(--soft); vertical-align: bottom; }
thead h2 { color: var(--ink); }
tbody tr:hover { background: color-mix(in srgb, var(--main) 8%, transparent); }
th.number, td.number { text-align: right; }
th.part { padding-top: 14px; font-weight: 600; }
th.kind { padding-top: 6px; color: var(--soft); }
tr > th.detail { padding-left: 14px; }
td.minus, .fail td:nth-child(2) { color: var(--bad); }
.fail td:nth-child(2), .pass td:nth-child(2) { font-weight: 600; }
.pass td:nth-child(2) { color: var(--good); }
figure { margin: 20px 0 0; }
figcaption span { margin-left: 12px; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--soft); font-size: 11px; }
svg .y { text-anchor: end; }
svg .x { text-anchor: middle; }
svg .grid { stroke: var(--rule); stroke-width: 0.5; }
svg path { fill: none; stroke-width: 1.5; stroke-linejoin: round; }
svg .main { stroke: var(--main); }
svg .second { stroke: var(--second); stroke-dasharray: 3 3; }
svg .fall { stroke: var(--bad); fill: color-mix(in srgb, var(--bad) 25%, transparent); stroke-width: 1; }
figcaption .main { color: var(--main); }
figcaption .second { color: var(--second); }
@media print { main { max-width: none; padding: 0; } section { break-inside: avoid; } }
`;
