/**
 * Whether every way through a flow is sound: each step can be reached, no circle runs by itself, and who is on the way to a
 * person and cannot answer is taken somewhere else than to the beginning of that way.
 */
import type { Faults } from './faults.ts'
import type { Flow } from './flow.ts'
import { kindOf } from './steps/index.ts'
import type { Exit } from './steps/kind.ts'

/** A question that must have an answer; a survey goes on without one. */
const insists = (flow: Flow, name: string): boolean =>
  flow.steps[name]!.kind !== 'survey' && exitsOf(flow, name).some(({ asked }) => asked)

export function checkWays(flow: Flow, faults: Faults): void {
  checkReached(flow, faults)
  checkCircles(flow, faults)
  checkPersonsWay(flow, faults)
}

const exitsOf = (flow: Flow, name: string): readonly Exit[] => kindOf(flow.steps[name]!).exits(flow.steps[name]!)

function reachedFrom(flow: Flow, from: readonly string[]): ReadonlySet<string> {
  const reached = new Set(from)
  const waiting = [...from]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop())
    for (const { to } of exitsOf(flow, name))
      if (!reached.has(to)) {
        reached.add(to)
        waiting.push(to)
      }
  return reached
}

function checkReached(flow: Flow, faults: Faults): void {
  const reached = reachedFrom(flow, [flow.start, flow.person, ...Object.values(flow.intents)])
  for (const name of Object.keys(flow.steps))
    if (!reached.has(name))
      faults.add(
        `steps/${name}`,
        `no way leads to the step "${name}"`,
        'name it as the "next" of another step, or remove it',
      )
}

/** A circle over exits before which nobody was asked would go round for ever. */
function checkCircles(flow: Flow, faults: Faults): void {
  const settled = new Set<string>()
  const walk = (name: string, path: readonly string[]): boolean => {
    if (path.includes(name)) {
      const circle = [...path.slice(path.indexOf(name)), name]
      faults.add(
        `steps/${name}`,
        `the steps ${circle.join(' → ')} go round without asking anything`,
        'put a question into the circle, or let one of them lead elsewhere',
      )
      return false
    }
    if (settled.has(name)) return true
    const sound = exitsOf(flow, name).every(({ to, asked }) => asked || walk(to, [...path, name]))
    settled.add(name)
    return sound
  }
  for (const name of Object.keys(flow.steps)) walk(name, [])
}

/** Who cannot answer is taken to a person; on the way there, that would be the same question again. */
function checkPersonsWay(flow: Flow, faults: Faults): void {
  for (const name of reachedFrom(flow, [flow.person])) {
    const step = flow.steps[name] as { readonly otherwise?: string }
    if (insists(flow, name) && step.otherwise === undefined)
      faults.add(
        `steps/${name}`,
        `the question "${name}" is on the way to a person, and says not what happens when it is never answered`,
        'add "otherwise" with a step that needs no answer, such as a hand-over',
      )
  }
}
