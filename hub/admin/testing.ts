/** The admin tool for tests with real parts: as it was built, a process for each command. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { adminProgram } from '../attack/storage-admin.ts'

export interface AdminEnded {
  readonly out: string
  readonly wrong: string
  /** Null when it was killed. */
  readonly code: number | null
}

/** Runs one command to its end; `typed` goes to its standard input. */
export async function runAdmin(
  args: readonly string[],
  { env = {}, typed = '' }: { readonly env?: NodeJS.ProcessEnv; readonly typed?: string } = {},
): Promise<AdminEnded> {
  const child = spawn(process.execPath, [adminProgram, ...args], { env: { ...process.env, ...env } })
  child.stdin.end(typed)
  const [out, wrong, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { out, wrong, code: code as number | null }
}
