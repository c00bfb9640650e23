/**
 * The lines of the worker's source that must differ when it is built against the system's libraries, and why. Each must
 * be found exactly once: a new release of the source that changed them fails the build in words, not in a call.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const patches = [
  {
    file: 'meson.build',
    why: 'nothing in it needs meson 1.1, and Debian 12 has 1.0.1',
    from: `meson_version: '>= 1.1.0'`,
    to: `meson_version: '>= 1.0.0'`,
  },
  {
    // As shipped the callback answers 1 to every control call. An OpenSSL built with kernel TLS (a distribution's is)
    // then believes that the kernel encrypts, allocates no write buffer, and the first DTLS handshake writes to null.
    file: 'src/RTC/DtlsTransport.cpp',
    why: 'the operation type is a set of flags, and a return of any operation must be passed through',
    from: '(operationType == BIO_CB_RETURN)',
    to: '((operationType & BIO_CB_RETURN) != 0)',
  },
]

/** Applies all patches to the copy of the source in `folder`. Throws when one no longer fits. */
export function applyPatches(folder) {
  for (const { file, from, to, why } of patches) {
    const path = join(folder, file)
    const parts = readFileSync(path, 'utf8').split(from)
    if (parts.length !== 2) throw new Error(`the worker's ${file} is not the one this patch was made for (${why})`)
    writeFileSync(path, parts.join(to))
  }
}
