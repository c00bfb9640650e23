/** What a script exports to k6, by its name. Imported by each of bench/k6/*.ts, which are bundled by bundle.ts. */
import execution from 'k6/execution'
import type { Options } from 'k6/options'
import { outsideOfK6 } from './outside-k6.ts'
import { parts, type Deed } from './parts.ts'
import { byQuarter, planOf, type Part, type Script } from './plans.ts'
import { settingsFrom } from './settings.ts'
import { summaryText, type SummaryData } from './summary.ts'

export interface Entry extends Readonly<Record<Part, () => Promise<void>>> {
  readonly options: Options
  handleSummary(data: SummaryData): Readonly<Record<string, string>>
}

export function entryOf(script: Script): Entry {
  const settings = settingsFrom(__ENV)
  const agentsFile = settings.agentsFile === '' ? null : open(settings.agentsFile)
  const plan = planOf(script, settings)
  const outside = byQuarter(script, plan, outsideOfK6(settings))
  const run = { script, settings, agentsFile, outside }
  const played = (deed: Deed) => (): Promise<void> => deed(run, execution.scenario.iterationInTest)
  return {
    options: {
      scenarios: plan.scenarios as unknown as NonNullable<Options['scenarios']>,
      thresholds: plan.thresholds as unknown as NonNullable<Options['thresholds']>,
      summaryTrendStats: ['count', 'min', 'med', 'avg', 'p(90)', 'p(95)', 'p(99)', 'max'],
      noCookiesReset: true,
      userAgent: 'madoguchi-load',
    },
    visitors: played(parts.visitors),
    agents: played(parts.agents),
    stormers: played(parts.stormers),
    handleSummary: (data) => ({
      stdout: `${summaryText(script, data).join('\n')}\n`,
      ...(settings.summaryText === '' ? {} : { [settings.summaryText]: `${summaryText(script, data).join('\n')}\n` }),
      ...(settings.summaryJson === '' ? {} : { [settings.summaryJson]: JSON.stringify({ script, ...data }, null, 2) }),
    }),
  }
}
