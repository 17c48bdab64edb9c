/* eslint-disable @typescript-eslint/no-unsafe-class-instance-assignment --
   The driver's types declare its options as classes; it is given plain objects. */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Driver, Session } from 'neo4j-driver';
import type { DurationMs } from '#shared/units/duration-ms.ts';

export interface BoltServer {
  /** `bolt:` or `neo4j:`; with `+s` encrypted and trusted by the system's authorities, with `+ssc` by nobody. A user in it is passed over. */
  readonly url: string;
  /** Empty where the server knows no users. */
  readonly user: string;
  readonly password: string | null;
  /** Certificates of the authority that the server's must be of; then the connection is encrypted, whatever the address says. */
  readonly certificateFile: string | null;
  /** Null is the server's own default. */
  readonly database: string | null;
}

/** Loads the library on first use, and connects to nothing yet. Throws where the certificates cannot be read. */
export async function openDriver(server: BoltServer, connectMsMax: DurationMs): Promise<Driver> {
  const { default: neo4j } = await import('neo4j-driver');
  const { user, password, certificateFile } = server;
  const url = server.url.replace(/\/\/[^/]*@/, '//');
  const auth = user === '' && password === null ? undefined : neo4j.auth.basic(user, password ?? '');
  const options = {
    disableLosslessIntegers: true,
    connectionTimeout: connectMsMax,
    connectionAcquisitionTimeout: connectMsMax,
    maxConnectionPoolSize: 8,
    maxTransactionRetryTime: 0,
    telemetryDisabled: true,
    userAgent: 'ats-cockpit',
  };
  if (certificateFile === null) return neo4j.driver(url, auth, options);
  await checkCertificate(certificateFile);
  // Whether it is encrypted comes from the address or from the options: the driver takes no word from both.
  return neo4j.driver(url.replace(/\+s(?:sc)?:/, ':'), auth, {
    ...options,
    encrypted: true,
    trust: 'TRUST_CUSTOM_CA_SIGNED_CERTIFICATES',
    trustedCertificates: [certificateFile],
  });
}

export const openSession = (driver: Driver, { database }: BoltServer, mode: 'READ' | 'WRITE'): Session =>
  driver.session({ defaultAccessMode: mode, ...(database === null ? {} : { database }) });

/** The driver would find out at each connection, and call it a server that is not there. */
async function checkCertificate(file: string): Promise<void> {
  try {
    new X509Certificate(await readFile(file));
  } catch (error) {
    throw new Error(`the certificate in ${file} cannot be read: ${String(error)}`, { cause: error });
  }
}
