/** How the commands talk: plain sentences, and when something is wrong, what it is and what to do next; never a stack. */

import { failAt } from '../fail-at.ts'

/** Tells an attack how far a command is, which may die there; nobody but a demo's command listens. */
export const passed = failAt(
  process.env.MADOGUCHI_MODE === 'demo' ? 'demo' : 'production',
  process.env.MADOGUCHI_FAIL_AT,
)

/** Something the administrator has to know or decide. The message says what happened and what to do next. */
export class AdminError extends Error {
  override name = 'AdminError'
}

export const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`)

/** Runs a command. What goes wrong is said in one sentence on standard error, and the exit code is 1. */
export async function answering(command: () => Promise<void>): Promise<void> {
  try {
    await command()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
}

/** "1 row", "1,200 rows". */
export const counted = (count: number, thing: string): string =>
  `${count.toLocaleString('en')} ${thing}${count === 1 ? '' : 's'}`

/** `path` as one may type it after a command. */
export const typed = (path: string): string =>
  /^[\w./@%+=:,-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`
