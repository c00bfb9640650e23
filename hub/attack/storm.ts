/**
 * Everybody comes back at once: the hub is killed under many customers, each with a contact and words on the way, and all of
 * them return to the one that starts in its place. Nothing is lost or doubled on anybody's screen, all are back in time,
 * memory stays bounded and every descriptor comes back.
 */
import { availableParallelism, loadavg } from 'node:os'
import { Chances, type Attack, type AttackResult } from './attack.ts'
import { descriptorsMax, descriptorsOf, HubMetrics, memoryMbOf } from './process-facts.ts'
import { startRealHub, type RealHub } from './real-hub.ts'
import { Generator } from './storm-generator.ts'
import type { PeopleCommands, Times } from './storm-people.ts'
import { until } from './waiting.ts'

export interface StormPlan {
  readonly people: number
  readonly storms: number
}

/** P4 and P13: after a restart all are back within this. */
const backMs = 30_000
/** P4: of all who come back at once, 95 in 100 have what they lack so soon after their socket opened. */
const resumeP95Ms = 2_000
/** A customer who waits, with a contact and a page: what the hub may hold for each, kilobytes. */
const kilobytesEach = 60
/** Descriptors that the hub and the attackers need for other things than sockets. */
const otherDescriptors = 300

/** Runs the attack. Throws when somebody did not come back, or lost or doubled anything. */
export async function reconnectStorm(plan: StormPlan): Promise<AttackResult> {
  const hub = await startRealHub()
  const generator = new Generator<PeopleCommands>('./storm-people.ts')
  const chances = new Chances(['hub kills', 'people back', 'messages acknowledged', 'resumes, as the hub counts them'])
  const measured: string[] = []
  try {
    const most = descriptorsMax(hub) - otherDescriptors
    const people = Math.min(plan.people, most)
    if (people < plan.people) measured.push(`this machine allows a process ${most} sockets: fewer people came`)
    const before = { mb: memoryMbOf(hub), descriptors: descriptorsOf(hub) }
    const began = performance.now()
    await generator.ask('arrive', { port: hub.port, count: people, addresses: 200 })
    const arrived = `${people} people came and began a contact in ${seconds(performance.now() - began)}`
    const full = memoryMbOf(hub)
    measured.push(`${arrived}; memory ${before.mb} MB empty, ${full} MB with all of them`)
    for (let storm = 1; storm <= plan.storms; storm++) measured.push(await oneStorm(hub, generator, people, chances))
    const peak = memoryMbOf(hub)
    if (peak - before.mb > 150 + (people * kilobytesEach) / 1_024) throw new Error(`the hub holds ${peak} MB`)
    measured.push(await checkScreens(generator, chances))
    generator.end()
    // Whoever vanishes is gone for the hub at once, since their kernel says so.
    await until(() => descriptorsOf(hub) <= before.descriptors + 8)
    measured.push(
      `memory ${peak} MB after the storms; descriptors ${before.descriptors} before, ${descriptorsOf(hub)} after`,
    )
    if (hub.starts !== plan.storms + 1) throw new Error('the hub ended where nobody had killed it')
    return chances.result(measured)
  } finally {
    generator.end()
    await hub.stop()
    hub.remove()
  }
}

export const stormAttack: Attack = {
  what: 'everybody comes back at once to a hub that was killed',
  run: (_, size) => reconnectStorm(size === 'long' ? { people: 10_000, storms: 3 } : { people: 400, storms: 1 }),
}

async function oneStorm(
  hub: RealHub,
  generator: Generator<PeopleCommands>,
  people: number,
  chances: Chances,
): Promise<string> {
  await generator.ask('resumes', null)
  await generator.ask('shout', null)
  hub.kill()
  chances.count('hub kills')
  const killedAt = performance.now()
  const cpuBefore = generator.cpuSeconds
  const back = generator.ask('lost', null).then(() => generator.ask('back', { withinMs: backMs }))
  let peak = 0
  await hub.serving()
  const servedMs = performance.now() - killedAt
  const watch = setInterval(() => (peak = Math.max(peak, memoryMbOf(hub))), 200)
  const { missing, times } = await back.finally(() => clearInterval(watch))
  const tookMs = performance.now() - killedAt
  const busy = (generator.cpuSeconds - cpuBefore) / (tookMs / 1_000)
  if (missing > 0) throw new Error(`${missing} of ${people} were not back within ${backMs} ms`)
  chances.count('people back', times.count)
  const resumes = await generator.ask('resumes', null)
  if (resumes.p95Ms > resumeP95Ms) throw new Error(`from socket to welcome took ${told(resumes)}`)
  const metrics = await HubMetrics.of(hub)
  chances.count('resumes, as the hub counts them', metrics.value('madoguchi_resume_seconds_count'))
  return [
    `killed; served again after ${seconds(servedMs)}; all ${people} back after ${seconds(tookMs)} (half ${seconds(times.p50Ms)}, 99 in 100 ${seconds(times.p99Ms)})`,
    `from socket to welcome ${told(resumes)}`,
    `in the hub 95 in 100 at most ${seconds(metrics.bound('madoguchi_resume_seconds', 0.95) * 1_000)}`,
    `memory ${peak} MB at most`,
    `${limit(busy)}; load of the machine ${loadavg()[0]!.toFixed(1)} on ${availableParallelism()} cores`,
  ].join('; ')
}

/** Whether the attacker and not the hub set the pace. */
const limit = (busy: number): string =>
  `generator ${Math.round(busy * 100)} % of a core${busy > 0.85 ? ', so it was the limit' : ''}`

async function checkScreens(generator: Generator<PeopleCommands>, chances: Chances): Promise<string> {
  const { lost, doubled, disordered, acknowledged } = await generator.ask('faults', null)
  const sum = `${acknowledged} acknowledged messages on their screens: ${lost} lost, ${doubled} doubled, ${disordered} screens out of order`
  if (lost + doubled + disordered > 0) throw new Error(sum)
  chances.count('messages acknowledged', acknowledged)
  return sum
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`
const told = ({ p50Ms, p95Ms, p99Ms, longestMs }: Times): string =>
  `p50 ${p50Ms} ms, p95 ${p95Ms} ms, p99 ${p99Ms} ms, longest ${longestMs} ms`
