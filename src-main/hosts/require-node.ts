/**
 * Imported before everything else: the SQLite binding does not survive an older Node, and a crash without a word is worse than a refusal.
 */
const nodeMajorMin = 24;

const major = Number(process.versions.node.split('.')[0]);
if (major < nodeMajorMin) {
  process.stderr.write(
    `ATS Cockpit needs Node ${nodeMajorMin} or later, and this is ${process.versions.node}. ` +
      'Start it with "npm start", which brings the right one along.\n',
  );
  process.exit(1);
}
