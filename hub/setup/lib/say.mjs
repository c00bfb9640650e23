/**
 * How set-up talks: each step says its name, what it does and how long it took. A long step shows where it is: one
 * line that changes on a terminal, a new line every 10 s anywhere else (so that a CI log neither floods nor falls silent).
 */
const tickEveryMs = 250
const lineEveryMs = 10_000

/** A failure that the person can mend: shown as its one sentence, without a stack. */
export class Refusal extends Error {}

/** "850 ms", "12.3 s", "4 min 32 s". */
export function duration(ms) {
  if (ms < 1_000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`
  const seconds = Math.round(ms / 1_000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/**
 * Runs one step. `work` gets a function that takes a short text on where it is; what it resolves to, if it is a text,
 * is shown as the outcome. Throws what `work` throws, after saying so.
 * @param {string} name
 * @param {string} what
 * @param {(progress: (where: string) => void) => Promise<unknown>} work
 * @param {{ write(text: string): unknown, isTTY?: boolean | undefined, columns?: number | undefined }} out
 */
export async function step(name, what, work, out = process.stdout) {
  const begun = performance.now()
  const since = () => duration(performance.now() - begun)
  const ticker = startTicker(name, since, out)
  out.write(`${name}: ${what}\n`)
  try {
    const outcome = await work(ticker.progress)
    ticker.stop()
    out.write(`${name}: ${typeof outcome === 'string' ? outcome : 'done'} (${since()})\n`)
    return outcome
  } catch (error) {
    ticker.stop()
    out.write(`${name}: failed after ${since()}\n`)
    throw error
  }
}

function startTicker(name, since, out) {
  let where = ''
  const live = Boolean(out.isTTY)
  const show = () => {
    const line = `  ${name}: ${where || 'working'} (${since()})`
    out.write(live ? `\r\x1b[2K${line.slice(0, (out.columns ?? 80) - 1)}` : `${line}\n`)
  }
  const timer = setInterval(show, live ? tickEveryMs : lineEveryMs)
  return {
    progress: (text) => {
      where = text
    },
    stop: () => {
      clearInterval(timer)
      if (live) out.write('\r\x1b[2K')
    },
  }
}

/** Runs a whole command line: a `Refusal` ends it with its sentence, anything else with its stack. Both exit non-zero. */
export async function main(run) {
  try {
    process.exitCode = (await run()) ?? 0
  } catch (error) {
    console.error(error instanceof Refusal ? `madoguchi: ${error.message}` : error)
    process.exitCode = 1
  }
}
