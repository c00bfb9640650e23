/**
 * Sides taken in turns, A B A B, so that a machine that drifts moves both. The first round warms up and is not counted,
 * unless it is told not to. A run beside which the machine was noisy is measured again, twice at most, and then told of.
 */
import type { Bench } from './bench.ts'
import { noiseLimits, watchNoise, type Noise } from './usage.ts'

export interface Turn<Outcome> {
  readonly side: string
  /** Processes that are this side's, whose work is no noise. */
  readonly pids: readonly number[]
  run(): Promise<Outcome>
}

export interface TurnsResult<Outcome> {
  /** Outcomes by side, in the order of the runs. */
  readonly runs: ReadonlyMap<string, readonly Outcome[]>
  readonly doubts: readonly string[]
}

export interface TurnsOptions {
  /** Default true. */
  readonly warmUp?: boolean
  /** How noise is told. Default: from the machine. */
  readonly watch?: typeof watchNoise
}

const againMost = 2

export async function inTurns<Outcome>(
  bench: Bench,
  turns: readonly Turn<Outcome>[],
  rounds: number,
  describe: (outcome: Outcome) => string,
  { warmUp = true, watch = watchNoise }: TurnsOptions = {},
): Promise<TurnsResult<Outcome>> {
  const runs = new Map<string, Outcome[]>(turns.map(({ side }) => [side, []]))
  const doubts: string[] = []
  const allPids = turns.flatMap(({ pids }) => pids)
  for (let round = warmUp ? 0 : 1; round <= rounds; round++)
    for (const turn of turns) {
      const { outcome, noise } = await quietly(turn, () => watch(allPids), round > 0)
      const label = round === 0 ? 'warm-up' : `run ${round} of ${rounds}`
      bench.say(
        `${label.padEnd(12)} ${turn.side.padEnd(24)} ${describe(outcome)}${noise === null ? '' : `  (${noise})`}`,
      )
      if (round === 0) continue
      runs.get(turn.side)!.push(outcome)
      if (noise !== null) doubts.push(`${turn.side}, run ${round}: the machine was noisy, ${noise}.`)
    }
  return { runs, doubts }
}

/** The first quiet run, or the last one with how noisy it was. */
async function quietly<Outcome>(
  turn: Turn<Outcome>,
  watch: () => () => Noise,
  counts: boolean,
): Promise<{ outcome: Outcome; noise: string | null }> {
  for (let again = 0; ; again++) {
    const noiseSince = watch()
    const outcome = await turn.run()
    const noise = tooMuch(noiseSince())
    if (noise === null || !counts || again === againMost) return { outcome, noise }
  }
}

const tooMuch = ({ steal, foreign }: Noise): string | null =>
  steal > noiseLimits.steal || foreign > noiseLimits.foreign
    ? `${Math.round(foreign * 100)} % of its time other programs, ${Math.round(steal * 100)} % other machines`
    : null
