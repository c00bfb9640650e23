/**
 * Folders of the data in which commands leave what the hub is to take in: only the hub may write its store. What is left is
 * flushed and moved into place whole, and read oldest first. Whoever may write these folders may change the data anyway.
 */
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Instant } from '../model/time.ts'

export interface Inbox {
  /** Name of the folder within the data. */
  readonly folder: string
  /** What the names of its files end in. */
  readonly ending: string
}

/** Leaves a file, flushed, and answers with its path. Time orders what is left; a random part keeps apart what comes at once. */
export function leave(
  dataFolder: string,
  { folder, ending }: Inbox,
  content: string | Uint8Array,
  now: Instant,
): string {
  const place = join(dataFolder, folder)
  mkdirSync(place, { recursive: true, mode: 0o700 })
  giveTo(dataFolder, place)
  const path = join(place, `${String(now).padStart(15, '0')}-${randomBytes(6).toString('hex')}${ending}`)
  putInPlace(path, content, (part) => giveTo(dataFolder, part))
  flush(place)
  return path
}

/** Paths of what is there, oldest first. */
export function leftIn(dataFolder: string, { folder, ending }: Inbox): string[] {
  const place = join(dataFolder, folder)
  const names = existsSync(place) ? readdirSync(place) : []
  return names
    .filter((name) => name.endsWith(ending))
    .toSorted()
    .map((name) => join(place, name))
}

/** What cannot be read is kept for a person to look at, and not read again. */
export const putAside = (path: string): void => renameSync(path, `${path}.refused`)

/** Written beside its place, flushed, and moved there whole; `prepare` is given it before. */
export function putInPlace(
  path: string,
  content: string | Uint8Array,
  prepare: (part: string) => void = () => {},
): void {
  writeFileSync(`${path}.part`, content, { mode: 0o600 })
  prepare(`${path}.part`)
  flush(`${path}.part`)
  renameSync(`${path}.part`, path)
}

/** A command that root runs leaves what the hub's own account can read. */
function giveTo(dataFolder: string, path: string): void {
  const { uid, gid } = statSync(dataFolder)
  if (process.getuid?.() === 0 && uid !== 0) chownSync(path, uid, gid)
}

function flush(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
