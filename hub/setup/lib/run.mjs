/**
 * Other programs, run for a step: quiet unless they fail, then the end of what they said. `onLine` sees each line as it
 * comes, which is how a build shows its progress.
 */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setPriority } from 'node:os'

const keptLines = 40

/** What an interrupted set-up has to end and to tidy: running programs, and functions that remove half-made things. */
const live = new Set()
const tidyings = new Set()
const signals = ['SIGINT', 'SIGTERM']

function interrupted() {
  for (const child of live) killGroup(child)
  for (const tidy of tidyings) tidy()
  process.exit(130)
}

/** Listens only while there is something to end: afterwards the same signals are the launcher's. */
function watchSignals() {
  const needed = live.size + tidyings.size > 0
  for (const signal of signals) {
    process.removeListener(signal, interrupted)
    if (needed) process.on(signal, interrupted)
  }
}

/** Calls `tidy` (which must not wait for anything) should set-up be interrupted. The result ends that. */
export function onInterrupt(tidy) {
  tidyings.add(tidy)
  watchSignals()
  return () => {
    tidyings.delete(tidy)
    watchSignals()
  }
}

/** What a program did: its exit code (1 when it could not be started), and the last lines it printed. */
/** @typedef {{ code: number, tail: string }} Outcome */

/**
 * Runs `command` to its end and never throws. `options`: `cwd`, `env`, `onLine(line)`; `niceness` (0 to 19) for work
 * that must not slow down whatever else the machine does; `uninterruptible` for what would leave a mess when killed.
 * @returns {Promise<Outcome>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const lines = []
    const { cwd, env = process.env } = options
    // In a group of its own, so that an interrupted build ends with all the compilers it has started.
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    const keep = (line) => {
      lines.push(line)
      if (lines.length > keptLines) lines.shift()
      options.onLine?.(line)
    }
    const ended = (outcome) => {
      live.delete(child)
      watchSignals()
      resolve(outcome)
    }
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', keep)
    if (options.niceness && child.pid) beNice(child.pid, options.niceness)
    if (!options.uninterruptible) live.add(child)
    watchSignals()
    child.on('error', (error) => ended({ code: 1, tail: error.message }))
    child.on('close', (code) => ended({ code: code ?? 1, tail: lines.join('\n') }))
  })
}

function killGroup(child) {
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It has ended already, or was never started.
  }
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
