import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A certificate that nobody knows, for these names, and its key; `path`: the certificate's file, until `remove`. */
export const createCertificate = (...names: readonly string[]) => {
  const folder = mkdtempSync(join(tmpdir(), 'levem-tls-'))
  const [key, path] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const subject = ['-subj', `/CN=${names[0] ?? ''}`, '-addext', `subjectAltName=${names.join(',')}`]
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', key, '-out', path], { stdio: 'pipe' })
  return {
    path,
    key: readFileSync(key, 'utf8'),
    cert: readFileSync(path, 'utf8'),
    remove: (): void => rmSync(folder, { recursive: true, force: true }),
  }
}
