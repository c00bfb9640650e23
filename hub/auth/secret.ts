/**
 * The hub's own secret, from which the keys of visitors' tokens are made. Production is given one by its configuration;
 * a demo makes its own on the first start and keeps it with the data, so that visitors are known again after a restart.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** The configured secret, or the one in `<data>/secret`, made there (mode 0600) when it is missing. Throws what the disk throws. */
export function hubSecret(config: { readonly secret: string | null; readonly dataFolder: string }): string {
  if (config.secret !== null) return config.secret
  const file = join(config.dataFolder, 'secret')
  return readSecret(file) ?? makeSecret(config.dataFolder, file)
}

/** A key for one purpose, so that what is signed for one can never pass for another. */
export const keyFor = (secret: string, purpose: string): Buffer => createHmac('sha256', secret).update(purpose).digest()

function readSecret(file: string): string | null {
  try {
    const text = readFileSync(file, 'utf8').trim()
    // A file cut short by a crash is as good as none.
    return text.length >= 32 ? text : null
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

function makeSecret(folder: string, file: string): string {
  const secret = randomBytes(32).toString('base64url')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const handle = openSync(file, 'w', 0o600)
  try {
    writeSync(handle, `${secret}\n`)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  return secret
}
