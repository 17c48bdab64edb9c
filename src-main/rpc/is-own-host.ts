/**
 * Whether a request names us as its host. A page of another site can make a browser connect to 127.0.0.1 under a name of its own (DNS
 * rebinding); its requests then bear that name.
 */
export const isOwnHost = (host: string | undefined, port: number): host is string =>
  host === `127.0.0.1:${port}` || host === `localhost:${port}`;
