export const protocolMqhPath = 'mql5/Include/ATS/Protocol.mqh';
