/** What a scenario is. */

export interface Report {
  readonly lines: readonly string[]
  /** Groups of runs that did the same work: within a group all are equal, or a side did less. */
  readonly checksums: readonly (readonly number[])[]
}

export interface Scenario {
  readonly about: string
  /** `say` is told how far it is. Rejects with one sentence when it cannot run, or when a side did not do its work. */
  run(size: 'smoke' | 'full', say: (line: string) => void): Promise<Report>
}

/** A scenario with its sizes, whatever they consist of. A run whose sides differ in what they did is no measurement. */
export const scenario = <Size>(of: {
  readonly about: string
  readonly sizes: Readonly<Record<'smoke' | 'full', Size>>
  run(size: Size, say: (line: string) => void): Promise<Report>
}): Scenario => ({
  about: of.about,
  async run(size, say) {
    const report = await of.run(of.sizes[size], say)
    for (const group of report.checksums)
      if (new Set(group).size !== 1) throw new Error(`The sides did different work: checksums ${group.join(', ')}.`)
    return report
  },
})
