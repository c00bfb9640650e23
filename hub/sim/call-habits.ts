/** What agents of the simulator do with calls: say yes or no to them, and in a call all that the desk lets them do, also too late. */
import type { AgentId } from '../model/ids.ts'
import type { DeskCall, RequestBody, Verb } from '../protocol/index.ts'
import type { Chance } from './chance.ts'

/** As much of an agent's desk as calls need. */
export interface CallDesk {
  readonly chance: Chance
  readonly self: AgentId
  colleagues(): readonly AgentId[]
  soonish(meanMs: number, act: () => void): void
  ask<V extends Verb>(verb: V, body: RequestBody<V>): void
}

/** A customer proposes it, or a colleague asks them in. */
export function answerCall({ chance, ask, soonish }: CallDesk, { contact, part, phase, by }: DeskCall): void {
  const isAsked = part === 'asked' || (part === 'owner' && phase === 'proposed' && by === 'customer')
  if (isAsked) soonish(5_000, () => ask('call.answer', { contact, accept: chance.hits(0.75) }))
}

/** One thing in a call that goes on. Whether it is theirs to do is the hub's to say. */
export function useCall(desk: CallDesk, call: DeskCall): void {
  const { chance, ask, self } = desk
  const { contact, part } = call
  const others = call.parties.flatMap(({ agent }) => (agent === null || agent === self ? [] : [agent]))
  const colleague = chance.pick(desk.colleagues())
  if (part !== 'owner' && chance.hits(0.9)) {
    if (chance.hits(0.4)) ask('call.end', { contact })
    return
  }
  // With somebody there, mostly what they came for.
  if (others.length > 0 && chance.hits(0.6)) return withOthers(desk, call, others)
  switch (chance.between(0, 6)) {
    case 0:
      return ask('call.hold', { contact, held: chance.hits(0.5) })
    case 1:
    case 2:
    case 3:
      return ask('call.invite', { contact, agent: colleague, mode: chance.hits(0.5) ? 'consult' : 'talk' })
    case 4:
      return ask('call.set', { contact, muted: chance.hits(0.3), cameraOff: null, sharing: chance.hits(0.3) })
    case 5:
      return withOthers(desk, call, [colleague])
    default:
      if (chance.hits(0.4)) ask('call.end', { contact })
  }
}

function withOthers({ chance, ask }: CallDesk, { contact, parties }: DeskCall, others: readonly AgentId[]): void {
  const agent = chance.pick(others)
  if (parties.some(({ mode }) => mode === 'consult') && chance.hits(0.5)) ask('call.merge', { contact })
  else if (chance.hits(0.6)) ask('call.handOver', { contact, agent })
  else ask('call.remove', { contact, agent })
}
