/** What a scenario is: a question, and a way to answer it in a small size (for the tests) and in a full one. */
import type { Bench } from '../run/bench.ts'
import type { Report } from '../run/report.ts'

export type SizeName = 'smoke' | 'full'

export interface Scenario {
  /** The question that it answers, in one line. */
  readonly about: string
  /** What this machine lacks for it, in one sentence; `null` when it can run. Default: it always can. */
  missing?(): string | null
  /** Rejects with one sentence when it cannot run, or when a side did not do its work. */
  run(size: SizeName, bench: Bench): Promise<Report>
}

/** A scenario with its sizes, whatever they consist of. A run whose sides differ in what they did is no measurement. */
export const scenario = <Size>(of: {
  readonly about: string
  missing?(): string | null
  readonly sizes: Readonly<Record<SizeName, Size>>
  run(size: Size, bench: Bench): Promise<Report>
}): Scenario => ({
  about: of.about,
  ...(of.missing && { missing: of.missing }),
  async run(size, bench) {
    const report = await of.run(of.sizes[size], bench)
    for (const group of report.checksums)
      if (new Set(group).size !== 1) throw new Error(`The sides did different work: checksums ${group.join(', ')}.`)
    return report
  },
})
