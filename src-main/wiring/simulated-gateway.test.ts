import { gatewayContract } from './gateway-contract.suite.ts';
import { simulatedTerminalUnderTest } from './simulated-terminal-under-test.suite.ts';

gatewayContract('the simulated terminal', simulatedTerminalUnderTest);
