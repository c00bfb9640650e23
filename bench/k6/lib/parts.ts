/** What each part of a plan does once, for one virtual user: everybody that it plays, from coming to going. */
import { Agent } from './agent.ts'
import { about, rest, type Outside } from './outside.ts'
import { planOf, visitMs, type Part, type Script } from './plans.ts'
import { credentialsOf, type Settings } from './settings.ts'
import { attempt, Visitor } from './visitor.ts'

export interface Run {
  readonly script: Script
  readonly settings: Settings
  /** The text of AGENTS_FILE, or null where there is none. */
  readonly agentsFile: string | null
  readonly outside: Outside
}

/** `turn` counts the iterations of the part from 0, over all virtual users. */
export type Deed = (run: Run, turn: number) => Promise<void>

/** Those of one virtual user who come one after the other, so that the rate stays what it is. */
async function visitors({ settings, outside }: Run): Promise<void> {
  const { perVu, ratePerMinute } = settings
  const apartMs = 60_000 / Math.max(1, ratePerMinute)
  await Promise.all(
    Array.from({ length: perVu }, async (_, at) => {
      await rest(outside, at * apartMs)
      const visitor = new Visitor(outside, settings)
      if (!(await attempt(outside, visitor.screen, () => visitor.visit()))) outside.add('served', 0)
    }),
  )
}

async function agents({ script, settings, agentsFile, outside }: Run, turn: number): Promise<void> {
  const { lastArrivalMs } = planOf(script, settings)
  const first = turn * settings.perVu
  const count = Math.min(settings.perVu, settings.agents - first)
  await Promise.all(
    Array.from({ length: count }, async (_, at) => {
      // One after the other over the ramp: passwords are dear to check.
      const dueAt = outside.startedAt() + (settings.rampMs * (first + at)) / settings.agents
      await rest(outside, Math.max(0, dueAt - outside.now()))
      const agent = new Agent(outside, settings)
      const quietFrom = outside.startedAt() + lastArrivalMs
      const endAt = quietFrom + settings.patienceMs + 2 * visitMs(settings) + 2 * settings.wrapUpMs
      const quietMs = Math.min(10_000, visitMs(settings) + 1_000)
      const breakAt = outside.startedAt() + settings.rampMs + (settings.durationMs * (1 + outside.random())) / 3
      await attempt(outside, agent.screen, async () => {
        await agent.begin(credentialsOf(settings, agentsFile, first + at))
        await agent.work(endAt, quietFrom, quietMs, breakAt)
      })
    }),
  )
}

async function stormers({ settings, outside }: Run, turn: number): Promise<void> {
  const { perVu, visitors: all, rampMs, holdMs, settleMs } = settings
  const first = turn * perVu
  const count = Math.min(perVu, all - first)
  await Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const visitor = new Visitor(outside, settings)
      await attempt(outside, visitor.screen, async () => {
        await rest(outside, (rampMs * (first + at)) / all)
        await visitor.begin()
        const cutAt = outside.startedAt() + rampMs + holdMs
        await rest(outside, Math.max(0, cutAt - outside.now()))
        if (settings.cutsItself) visitor.screen.cut()
        const isBack = await visitor.screen.returned(settleMs)
        outside.add('resumed', isBack ? 1 : 0)
        if (!isBack) return visitor.screen.close()
        // Whoever is back must be able to go on: what is said now is kept, and nothing from before is missing.
        await rest(outside, about(outside, settleMs / 4))
        await visitor.send()
        await visitor.end()
      })
    }),
  )
}

/** What must not happen is there from the beginning, with nothing in it: a chart without a line would say "not looked at". */
const begun =
  (deed: Deed): Deed =>
  (run, turn) => {
    for (const counter of ['lost', 'duplicated', 'gaps', 'failures', 'lines_lost', 'refusals'] as const)
      run.outside.add(counter, 0)
    return deed(run, turn)
  }

export const parts: Readonly<Record<Part, Deed>> = {
  visitors: begun(visitors),
  agents: begun(agents),
  stormers: begun(stormers),
}
