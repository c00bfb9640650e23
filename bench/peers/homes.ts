/**
 * Where parts lie that npm does not bring with us: had once a machine by `npm run bench:peers-setup`, or found on the PATH.
 * Their versions are pinned here.
 */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'madoguchi')

/** Packages that stand in a folder of their own, with the reason why they are none of ours. */
export interface Home {
  readonly name: string
  /** Why it is not in package.json. */
  readonly why: string
  readonly packages: Readonly<Record<string, string>>
  /** Whether a script of theirs has to run, which builds a binary. */
  readonly builds: boolean
  readonly folder: string
}

/** The newest that run on Node 20. */
export const homes = {
  sqlite: {
    name: 'better-sqlite3',
    why: 'its binary comes by a script at installation',
    packages: { 'better-sqlite3': '12.11.1' },
    builds: true,
    // A binary is of one Node's kind: another Node needs another.
    folder: join(cache, `better-sqlite3-12.11.1-${process.platform}-${process.arch}-${process.versions.modules}`),
  },
  colyseus: {
    name: 'colyseus',
    why: 'it asks for a package under a licence that names none of the list',
    packages: { '@colyseus/core': '0.16.26', '@colyseus/schema': '3.0.76', '@colyseus/ws-transport': '0.16.5' },
    builds: false,
    folder: join(cache, 'colyseus-0.16.26'),
  },
} as const satisfies Record<string, Home>

/** Null when it is there, else one sentence. */
export const homeMissing =
  ({ name, folder }: Home) =>
  (): string | null =>
    existsSync(folder) ? null : `${name} is not installed here: npm run bench:peers-setup`

export function redisMissing(): string | null {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' })
    return null
  } catch {
    return 'There is no redis-server on the PATH.'
  }
}
