/**
 * One address asks for more than it may, of a hub with the limits it is delivered with: silent sockets, upgrades, tickets.
 * What is over the limit is refused, each refusal is seen in /metrics under the name of its limit, and people at other
 * addresses do not notice.
 */
import { setTimeout as passed } from 'node:timers/promises'
import { Chances, type Attack, type AttackResult } from './attack.ts'
import { HubMetrics } from './process-facts.ts'
import { startRealHub, type RealHub } from './real-hub.ts'
import { checkPatience, told, undisturbed } from './storm-calm.ts'
import { Generator } from './storm-generator.ts'
import type { PeopleCommands } from './storm-people.ts'
import type { WireCommands, WireKind } from './storm-wires.ts'
import { post } from './wire-page.ts'
import { demoSiteKey } from '../demo.ts'

/** As hub/docs/CONFIGURATION.md gives them. */
const limits = {
  socketsBeforeHelloPerAddress: 20,
  upgradesPerMinutePerAddress: 300,
  ticketsPerMinutePerAddress: 120,
} as const
type Limit = keyof typeof limits
/** Permits grow back while an attack goes on: a hub that is slow gives a few more. */
const grownBack = 0.5

export async function limitsAttacked(times: number): Promise<AttackResult> {
  // No configuration file: the built-in limits hold.
  const hub = await startRealHub({ MADOGUCHI_CONFIG: '' })
  const people = new Generator<PeopleCommands>('./storm-people.ts')
  const wires = new Generator<WireCommands>('./storm-wires.ts')
  const chances = new Chances([...Object.keys(limits), 'messages of good people'])
  try {
    await people.ask('arrive', { port: hub.port, count: 20, addresses: 20 })
    let address = 200
    const measured = await undisturbed(async () => {
      await people.ask('talk', { everyMs: 500 })
      await passed(2_000)
      const calm = await people.ask('hush', null)
      await people.ask('talk', { everyMs: 500 })
      for (let turn = 0; turn < times; turn++) {
        // Each from an address of its own, which has all its permits.
        await flood(hub, wires, 'silent', 'socketsBeforeHelloPerAddress', 200, ++address, chances)
        await flood(hub, wires, 'upgrades', 'upgradesPerMinutePerAddress', 1_000, ++address, chances)
      }
      await askForTickets(hub, chances)
      const storm = await people.ask('hush', null)
      chances.count('messages of good people', calm.count + storm.count)
      checkPatience('limits', calm, storm)
      return `good people at other addresses ${told(storm)}, when calm ${told(calm)}`
    })
    if (hub.starts !== 1) throw new Error('the hub ended and was started again')
    return chances.result([measured])
  } finally {
    people.end()
    wires.end()
    await hub.stop()
    hub.remove()
  }
}

export const limitsAttack: Attack = {
  what: 'one address that asks for more than the limits allow it',
  run: (_, size) => limitsAttacked(size === 'long' ? 20 : 1),
}

const refusals = async (hub: RealHub, limit: Limit): Promise<number> =>
  (await HubMetrics.of(hub)).value(`madoguchi_limit_refusals_total{limit="${limit}"}`)

const refusalsAtGate = async (hub: RealHub): Promise<number> =>
  (await refusals(hub, 'socketsBeforeHelloPerAddress')) + (await refusals(hub, 'upgradesPerMinutePerAddress'))

/** Throws unless as many were let in as the limit says, all others refused, and all refusals counted. */
function check(limit: Limit, tried: number, letIn: number, refused: number, counted: number): void {
  const most = limits[limit] * (1 + grownBack)
  // What the gate refuses for another reason was not let in by this one.
  const least = limit === 'upgradesPerMinutePerAddress' ? 1 : limits[limit]
  if (letIn < least || letIn > most || letIn + refused !== tried || counted !== refused)
    throw new Error(`${limit}: of ${tried} ${letIn} were let in and ${refused} refused, ${counted} counted`)
}

async function flood(
  hub: RealHub,
  wires: Generator<WireCommands>,
  kind: WireKind,
  limit: Limit,
  count: number,
  from: number,
  chances: Chances,
): Promise<void> {
  const before = { own: await refusals(hub, limit), gate: await refusalsAtGate(hub) }
  await wires.ask('open', { port: hub.port, kind, count, perSecond: 500, from, addresses: 1 })
  const { statuses } = await wires.ask('ended', { withinMs: 30_000 })
  const refused = statuses[429] ?? 0
  // A busy hub has many a socket waiting for its hello, and may refuse some of a flood for that.
  check(limit, count, statuses[101] ?? 0, refused, (await refusalsAtGate(hub)) - before.gate)
  chances.count(limit, (await refusals(hub, limit)) - before.own)
}

/** From this process's own address, once: its permits are back only after a minute. */
async function askForTickets(hub: RealHub, chances: Chances): Promise<void> {
  const limit = 'ticketsPerMinutePerAddress'
  const before = await refusals(hub, limit)
  if (before > 0) return
  const statuses: number[] = []
  while (statuses.length < 400) statuses.push((await post(hub, '/api/visitor/ticket', { site: demoSiteKey })).status)
  const of = (wanted: number): number => statuses.filter((status) => status === wanted).length
  check(limit, statuses.length, of(200), of(429), (await refusals(hub, limit)) - before)
  chances.count(limit, of(429))
}
