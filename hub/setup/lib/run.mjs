/**
 * Other programs, run for a step: quiet unless they fail, then the end of what they said. `onLine` sees each line as it
 * comes, which is how a build shows its progress.
 */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setPriority } from 'node:os'

const keptLines = 40

/** What a program did: its exit code (1 when it could not be started), and the last lines it printed. */
/** @typedef {{ code: number, tail: string }} Outcome */

/**
 * Runs `command` to its end and never throws. `options`: `cwd`, `env`, `onLine(line)`, and `niceness` (0 to 19) for
 * work that must not slow down whatever else the machine does.
 * @returns {Promise<Outcome>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const lines = []
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const keep = (line) => {
      lines.push(line)
      if (lines.length > keptLines) lines.shift()
      options.onLine?.(line)
    }
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', keep)
    if (options.niceness && child.pid) beNice(child.pid, options.niceness)
    child.on('error', (error) => resolve({ code: 1, tail: error.message }))
    child.on('close', (code) => resolve({ code: code ?? 1, tail: lines.join('\n') }))
  })
}

function beNice(pid, niceness) {
  try {
    setPriority(pid, niceness)
  } catch {
    // It may have ended already; then there is nothing to slow down.
  }
}

/** True when `command` can be started and ends well. */
export async function works(command, args = ['--version']) {
  return (await run(command, args)).code === 0
}

/** Runs a program that talks to the person itself. Resolves to its exit code. */
export function runLoud(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options })
    child.on('error', () => resolve(127))
    child.on('close', (code, signal) => resolve(code ?? (signal ? 1 : 0)))
  })
}
