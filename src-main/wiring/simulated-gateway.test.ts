import { gatewayContract } from './gateway-contract.suite.ts';
import { simulatedTerminalUnderTest } from './simulated-terminal-under-test.suite.ts';

gatewayContract({ name: 'the simulated terminal', make: simulatedTerminalUnderTest });
