/**
 * Does this binary start here? The worker refuses, with exit code 41, to run without the variable that its parent sets.
 * Getting as far as that refusal proves that its format, libc and shared libraries fit this machine.
 */
import { spawnSync } from 'node:child_process'

const refusesWithoutParent = 41
const timeoutMs = 5_000

/** `null` when the worker at `bin` starts, else a sentence on why it does not. */
export function whyItDoesNotStart(bin) {
  const ended = spawnSync(bin, [], {
    env: {},
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: timeoutMs,
    encoding: 'utf8',
  })
  if (ended.status === refusesWithoutParent) return null
  if (ended.error) return `${bin} cannot be started: ${ended.error.message}`
  const said = ended.stderr.trim().split('\n').at(-1)
  return `${bin} ended with ${ended.signal ?? `code ${ended.status}`}${said ? `: ${said}` : ''}`
}
