/** Wine 8 of Debian 12 runs Node 22 and no later one; the product itself asks for 24. */
const nodeMajorMin = 22;

if (Number(process.versions.node.split('.')[0]) < nodeMajorMin) {
  process.stderr.write(`This needs Node ${nodeMajorMin} or later, and it is ${process.versions.node}.\n`);
  process.exit(1);
}
