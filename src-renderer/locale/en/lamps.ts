/** The lamps of the strip, and what to do about them. */
export const lamps = {
  lamp: {
    title: 'State of the connections',
    since: 'Since {{since}}',
    terminal: 'Terminal',
    pipe: 'Pipe',
    market: 'Market',
    risk: 'Stops',
    stores: 'Stores',
    memory: 'Memory',
    model: 'Model',
    clock: 'Clock',
  },
  lampTitle: {
    terminal: 'The trading terminal, and whether its report agrees with our log',
    pipe: 'The pipe between terminal and engine, and its round trip',
    market: 'Whether quotes arrive, and whether bars are missing',
    risk: 'Whether every position bears its stop at the broker, and risks no more than was approved',
    stores: 'The databases on this computer, and whether they can be written',
    memory: 'The search of what happened before: vectors and graph',
    model: 'The language model that gives opinions; without one the rules decide alone',
    clock: 'Whether the market time is known and in step',
  },
  lampCode: {
    connected: 'connected',
    disconnected: 'disconnected',
    live: 'live',
    stale: 'stale',
    noData: 'no data',
    open: 'open',
    unwritable: 'cannot be written',
    holes: 'holes',
    rulesOnly: 'rules only',
    asking: 'is asked',
    modelAnswers: 'answers',
    modelDown: 'does not answer',
    inStep: 'in step',
    rungDown: 'one rung down',
    behind: 'being caught up',
    deadLetters: 'rows left out',
    paused: 'paused',
    busy: 'busy',
    differences: 'differences',
    noBroker: 'no broker',
    versionSkew: 'other version',
    clockPending: 'being checked',
    clockMismatch: 'other zone',
    stopsSet: 'at the broker',
    stopBeingSet: 'being set',
    stopNotSet: 'could not be set',
    unstopped: 'missing',
    overRisk: 'too much risk',
  },
  lampAdvice: {
    unwritable:
      'Market data cannot be stored, so nothing is decided on it. The terminal keeps what is new, and it is taken up from where it broke off once storing works again.',
    holes:
      'Bars are missing where the market was open: {{series}}. The terminal is asked for them again; across such a hole nothing is decided.',
    disconnected: 'Start the terminal; the adviser on its chart connects by itself.',
    rungDown:
      'What is asked of memory is answered by: {{answering}}. Nothing is lost, and trading does not need it; what is wrong, and what to do, is in the panel “Sync”.',
    deadLetters:
      'Rows that a store refused for good and that were passed over: {{count}}. See the panel “Sync”; a rebuild there takes them up again.',
    noBroker:
      'The terminal runs, but has no connection to its broker: nothing can be opened or closed. See the state at the lower right of MT5, and log in there.',
    versionSkew:
      'The adviser on the chart is {{adviser}}, this cockpit {{cockpit}}. Install the adviser of this version, compile it in MetaEditor and put it on the chart anew.',
    clockPending:
      'The server’s clock is compared with the rule of the terminal’s profile. Entries wait until it is proved.',
    clockMismatch:
      'The server’s clock does not follow the rule of the terminal’s profile, so bars would be cut at the wrong times. Entries are refused; closing works.',
    stopNotSet:
      'The stop of a position in {{symbols}} could not be set as it was approved, so the position was closed and trading halted. Look at it at the broker; resuming with a reason puts this lamp out.',
    stopBeingSet:
      'A position in {{symbols}} does not bear the stop that was approved. It is being set; where that fails the position is closed.',
    unstopped: 'A position in {{symbols}} has no stop. It denies entries; give it one, or close it.',
    modelDown:
      'No language model has answered, so the rules decide alone; nothing waits for it. Start Ollama, or see “agents” in settings.json; it is asked again at the next setup. Why, is in the panel “Agents”.',
    overRisk: 'A fill in {{symbols}} risks more than was approved. The panel “Risk” has the reduction ready.',
  },
} as const;
