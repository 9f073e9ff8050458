import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../run.ts';

/** Certificates of one authority, as files: for a server at 127.0.0.1 and for its clients. */
export interface Certificates {
  readonly ca: string;
  readonly server: { readonly cert: string; readonly key: string };
  /** A folder as DOCKER_CERT_PATH names it: ca.pem, cert.pem, key.pem. */
  readonly clientFolder: string;
}

/** Makes certificates with openssl in a folder, which becomes the client's. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  const at = (name: string) => join(folder, name);
  const openssl = (...words: string[]) => run('openssl', words);
  await openssl(
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', '/CN=persag test', '-keyout', at('ca-key.pem'), '-out', at('ca.pem')],
  );
  await writeFile(at('server.ext'), 'subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n');
  await writeFile(at('client.ext'), 'extendedKeyUsage=clientAuth\n');
  const signed = async (who: string, key: string, cert: string) => {
    await openssl(
      ...['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-subj', `/CN=${who}`, '-keyout', at(key), '-out', at(`${who}.csr`)],
    );
    await openssl(
      ...['x509', '-req', '-days', '2', '-in', at(`${who}.csr`), '-CA', at('ca.pem'), '-CAkey', at('ca-key.pem')],
      ...['-CAcreateserial', '-extfile', at(`${who}.ext`), '-out', at(cert)],
    );
  };
  await signed('server', 'server-key.pem', 'server.pem');
  await signed('client', 'key.pem', 'cert.pem');
  return { ca: at('ca.pem'), server: { cert: at('server.pem'), key: at('server-key.pem') }, clientFolder: folder };
}
