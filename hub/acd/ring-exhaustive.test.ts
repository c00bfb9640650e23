/**
 * Every order in which two contacts that ring at three agents can be accepted, declined, missed and left, to a depth of six: no
 * chance, no sample. After each act the floor is checked against itself, and what no order may break is counted here by itself.
 */
import { expect, test } from 'vitest'
import { seconds, type Instant } from '../model/time.ts'
import type { AgentId, ContactId } from '../model/ids.ts'
import {
  checkFloor,
  checkSettled,
  contactOf,
  decide,
  evolve,
  holdersOf,
  isRefusal,
  nextDeadline,
  restoreFloor,
  ringAt,
  type Command,
  type Floor,
  type FloorEvent,
} from './index.ts'
import {
  agentRules,
  ann,
  atWork,
  ben,
  carl,
  cho,
  close,
  desk,
  dora,
  enqueue,
  given,
  house,
  queueRules,
} from './story.ts'

const depth = 6
const crew = [ann, ben, cho].map((id) => agentRules(id))
const rules = [
  queueRules(desk, {
    strategy: 'ring-group',
    ringAtOnce: 2,
    offerTimeoutMs: seconds(20),
    declineCoolDownMs: seconds(5),
    missesBeforeAway: 9,
    wrapUp: 'none',
  }),
]

type Act = { readonly accept: AgentId } | { readonly decline: AgentId } | { readonly leave: ContactId } | 'timeOut'

/** A floor at an instant. Not a `Story`, whose assertions at each step would take most of the time. */
interface Moment {
  readonly floor: Floor
  readonly now: Instant
}

/** What can be done on this floor. */
function actsOn({ floor }: Moment): readonly Act[] {
  const rung = [ann, ben, cho].filter((id) => floor.agents.get(id)!.ringing !== null)
  const here = [carl, dora].filter((id) => floor.contacts.has(id))
  const times: readonly Act[] = nextDeadline(floor) === null ? [] : ['timeOut']
  return [
    ...rung.flatMap((id): Act[] => [{ accept: id }, { decline: id }]),
    ...here.map((id): Act => ({ leave: id })),
    ...times,
  ]
}

/** The same floor, for another order to go on from. */
const copyOf = (floor: Floor): Floor =>
  restoreFloor({
    epoch: floor.epoch,
    at: floor.at,
    offersMade: floor.offersMade,
    queues: rules,
    agents: crew,
    agentRecords: structuredClone([...floor.agents.values()].map(({ record }) => record)),
    contacts: structuredClone([...floor.contacts.values()].map(({ record }) => record)),
  })

/** Who has what, as far as it goes on from there: floors that are alike need be looked at once. */
const nameOf = ({ floor, now }: Moment): string =>
  JSON.stringify([
    now,
    [...floor.contacts.values()].map(({ record: { attempts: _, ...record } }) => record),
    [...floor.agents.values()].map(({ record }) => record),
  ]).replaceAll(/"ofr_[^"]*"/g, '""')

function commandOf(floor: Floor, act: Act): Command {
  if (act === 'timeOut') return { type: 'passTime' }
  if ('leave' in act) return close(act.leave)
  const agent = 'accept' in act ? act.accept : act.decline
  const { offer, epoch } = ringAt(floor.agents.get(agent)!.ringing!.record.state, agent)!
  return { type: 'accept' in act ? 'acceptOffer' : 'declineOffer', agent, offer, epoch }
}

/** Carries the act out on a copy, and all that follows by itself; throws at whatever is not sound. */
function after({ floor: before, now }: Moment, act: Act): Moment & { readonly events: readonly FloorEvent[] } {
  const floor = copyOf(before)
  const at = act === 'timeOut' ? nextDeadline(floor)! : now
  const events: FloorEvent[] = []
  const decided = (command: Command): boolean => {
    const decision = decide(floor, command, at)
    if (isRefusal(decision)) throw new Error(`${command.type} is refused: ${decision.refused}`)
    for (const event of decision) evolve(floor, event)
    events.push(...decision)
    const faults = [...checkFloor(floor, at), ...faultsOf(floor)]
    if (faults.length > 0) throw new Error(`after ${JSON.stringify(command)}: ${faults.join('; ')}`)
    return decision.length > 0
  }
  decided(commandOf(floor, act))
  do {
    while (decided({ type: 'passTime' }));
  } while (decided({ type: 'distribute' }))
  expect(checkSettled(floor, at)).toEqual([])
  return { floor, now: at, events }
}

/** P6, P7, P8 by counting: a contact has one owner or rings at most at two, an agent is rung once and holds no more than fits. */
function faultsOf(floor: Floor): readonly string[] {
  const faults: string[] = []
  for (const id of [carl, dora]) {
    const state = contactOf(floor, id)?.state
    const holders = state === undefined ? [] : holdersOf(state)
    const most = state?.phase === 'offered' ? 2 : 1
    if (holders.length > most || new Set(holders).size < holders.length) faults.push(`${id} has ${holders.join()}`)
  }
  for (const id of [ann, ben, cho]) {
    const held = [carl, dora].filter((one) => {
      const state = contactOf(floor, one)?.state
      return state !== undefined && holdersOf(state).includes(id)
    })
    if (held.length > 1) faults.push(`${id} has ${held.join()}`)
  }
  return faults
}

test('[RG1] [RG3] [RG4] [RG5] [RG7] every order of what three agents and two customers can do keeps what must hold', () => {
  const seen = new Set<string>()
  const counts = { floors: 0, lost: 0, waited: 0 }
  const explore = (from: Moment, left: number): void => {
    if (left === 0) return
    for (const act of actsOn(from)) {
      const next = after(from, act)
      const accepted = next.events.filter(({ type }) => type === 'offerAccepted')
      const lost = next.events.filter((event) => event.type === 'offerEnded' && event.cause === 'answered')
      if (lost.length > 0) expect(accepted).toHaveLength(1)
      counts.lost += lost.length
      counts.waited += next.events.filter(({ type }) => type === 'contactRequeued').length
      const name = `${left} ${nameOf(next)}`
      if (seen.has(name)) continue
      seen.add(name)
      counts.floors += 1
      explore(next, left - 1)
    }
  }
  explore(given(house(crew, rules), ...atWork(ann, ben, cho), enqueue(carl), enqueue(dora)), depth)
  expect(counts.floors).toBeGreaterThan(500)
  expect(Math.min(counts.lost, counts.waited)).toBeGreaterThan(100)
}, 120_000)
