/** An administrator's commands as an attack runs them: real processes beside the hub, which can be killed half-way. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { CommandFailPoint } from '../fail-at.ts'

/** What `npm run admin` runs. */
export const adminProgram = fileURLToPath(new URL('../../dist/hub/admin/main.js', import.meta.url))

export interface Ran {
  /** Null when it was killed. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly wrong: string
}

export interface AdminOptions {
  /** Dies at this moment. Default: at none. */
  readonly dieAt?: CommandFailPoint
  /** Called as soon as the command runs, and may kill it with all its children. */
  readonly meanwhile?: (kill: () => void) => Promise<void>
}

/** Runs a command to its end. Never rejects for what the command does. */
export async function admin(args: readonly string[], { dieAt, meanwhile }: AdminOptions = {}): Promise<Ran> {
  const child = spawn(process.execPath, [adminProgram, ...args], {
    detached: true,
    env: { ...process.env, ...(dieAt && { MADOGUCHI_MODE: 'demo', MADOGUCHI_FAIL_AT: dieAt }) },
  })
  // The whole group: a command may have a child of its own that copies.
  const kill = (): void => void process.kill(-child.pid!, 'SIGKILL')
  const done = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  await meanwhile?.(kill)
  const [out, wrong, [code, signal]] = await done
  return { out, wrong, code: code as number | null, signal: signal as NodeJS.Signals | null }
}
