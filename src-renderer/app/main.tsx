import './refuse-code-from-strings.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { assertDefined } from '#shared/base/assert.ts';
import { startWords } from '../locale/start-words.ts';
import { openCockpit } from '../stream/open-cockpit.ts';
import { CockpitProvider } from '../stream/cockpit-context.ts';
import { viewSettings } from '../stream/view-settings.ts';
import { applyViewSettings } from './apply-view-settings.ts';
import { CockpitWindow } from './cockpit-window.tsx';
import './theme.css';
import './base.css';

const cockpit = openCockpit();
applyViewSettings();
await startWords(viewSettings.getState().language);

createRoot(assertDefined(document.getElementById('cockpit'), 'the page has a place for the cockpit')).render(
  <StrictMode>
    <CockpitProvider value={cockpit}>
      <CockpitWindow />
    </CockpitProvider>
  </StrictMode>,
);
