/**
 * A contact's call alone, on one seed: whatever anybody may wish of it, in any order, also what makes no sense. Simulated days
 * try calls as pages use them; here thirty people crowd into one. After each wish the call is held to hub/calls/SPEC.md.
 */
import {
  change,
  concerned,
  invitedMax,
  isHeld,
  isOpen,
  legsMax,
  partOf,
  wanted,
  type CallRecord,
  type Change,
  type Changed,
} from '../calls/index.ts'
import { makeId, type AgentId } from '../model/ids.ts'
import { instant } from '../model/time.ts'
import { Chance } from './chance.ts'
import { RehearsalFailed } from './violation.ts'

const contact = makeId('contact', 'one')
/** The first few do most of it, so that they meet; the others are there to fill it up. */
const people = Array.from({ length: legsMax + 8 }, (_, at) => makeId('agent', `a${at}`))
const sides = ['customer', 'agent'] as const
const listening = ['monitor', 'whisper', 'barge'] as const

class CallRehearsal {
  readonly chances: { [kind: string]: number } = {}
  readonly #chance: Chance
  #call: CallRecord | null = null
  #now = instant(1_800_000_000_000)
  #begun = 0

  constructor(readonly seed: number) {
    this.#chance = new Chance(seed)
  }

  run(wishes: number): void {
    for (let left = wishes; left > 0; left--) {
      this.#now = instant(this.#now + this.#chance.gap(1_000))
      if (this.#chance.hits(0.003)) this.#crowd()
      else {
        const wish = this.#anyWish()
        // Who may ask is settled before: these are the owner's.
        const isOwners = wish.type === 'hold' || wish.type === 'merge' || wish.type === 'away'
        if (!isOwners || (this.#call?.owner ?? null) !== null) this.#wish(wish)
      }
    }
  }

  #wish(wish: Change): void {
    const before = this.#call
    const id = makeId('call', `one${this.#begun++}`)
    const changed = change(before, wish, { now: this.#now, contact, id })
    if ('refused' in changed) return this.#count(`refused ${changed.refused}`)
    const broken = brokenBy(before, wish, changed)
    if (broken !== null) throw new RehearsalFailed(`seed ${this.seed}: ${broken} after ${JSON.stringify(wish)}`)
    this.#count(changed.call === before ? `call: nothing new by ${wish.type}` : `call: ${wish.type}`)
    for (const { kind } of changed.notes) this.#count(`call: ${kind}`)
    this.#call = changed.call
  }

  #count(kind: string): void {
    this.chances[kind] = (this.chances[kind] ?? 0) + 1
  }

  /** Everybody at once. */
  #crowd(): void {
    this.#wish({ type: 'begin', media: 'video', isContact: true })
    this.#wish({ type: 'owned', owner: people[0]! })
    for (const agent of people) this.#wish({ type: 'invite', agent, mode: 'talk' })
    for (const agent of people) this.#wish({ type: 'listen', agent, mode: this.#chance.pick(listening) })
  }

  #agent = (): AgentId => (this.#chance.hits(0.9) ? this.#chance.pick(people.slice(0, 5)) : this.#chance.pick(people))

  /** Mostly one of those whom it concerns, if there is any. */
  #oneOf(those: readonly { readonly agent: AgentId | null }[] = [], other: AgentId): AgentId {
    const agents = those.flatMap(({ agent }) => agent ?? [])
    return agents.length > 0 && this.#chance.hits(0.7) ? this.#chance.pick(agents) : other
  }

  #anyWish(): Change {
    const chance = this.#chance
    const media = chance.hits(0.3) ? 'video' : 'audio'
    const owner = this.#agent()
    switch (chance.between(0, 8)) {
      case 0:
        return { type: 'propose', media, by: chance.pick(sides) }
      case 1:
        return chance.hits(0.3)
          ? { type: 'begin', media, isContact: chance.hits(0.5) }
          : { type: chance.hits(0.7) ? 'accept' : 'decline', by: chance.pick(sides), owner }
      case 2:
        if (chance.hits(0.1)) return { type: 'end', by: chance.pick([...sides, 'system']) }
        return { type: 'owned', owner: chance.hits(0.3) ? null : owner }
      case 3:
        return { type: 'away', away: chance.hits(0.5) }
      case 4:
        return this.#setting()
      default:
        return this.#amongAgents()
    }
  }

  #setting(): Change {
    const chance = this.#chance
    const flag = (): boolean | null => chance.pick([true, false, null])
    const agent = chance.hits(0.4) ? null : this.#agent()
    return { type: 'set', agent, muted: flag(), cameraOff: flag(), sharing: flag() }
  }

  #amongAgents(): Change {
    const chance = this.#chance
    const agent = this.#agent()
    switch (chance.between(0, 9)) {
      case 0:
      case 1:
        return { type: 'invite', agent, mode: chance.hits(0.5) ? 'talk' : 'consult' }
      case 2:
      case 3:
        return { type: 'join', agent: this.#oneOf(this.#call?.invited, agent) }
      case 4:
        return { type: chance.pick(['refuse', 'remove', 'leave']), agent: this.#oneOf(this.#call?.parts, agent) }
      case 5:
        return chance.hits(0.5) ? { type: 'merge' } : { type: 'hold', held: chance.hits(0.5) }
      case 6:
      case 7:
        return { type: 'listen', agent, mode: chance.pick(listening) }
      case 8:
        return { type: 'record', on: chance.hits(0.7) }
      default:
        return { type: 'consent', given: chance.hits(0.7) }
    }
  }
}

/** What a wish that was granted breaks, or null. */
function brokenBy(before: CallRecord | null, wish: Change, { call, notes }: Changed): string | null {
  if (call === null) {
    const isNoted = notes.some(({ kind }) => kind === 'callEnded' || kind === 'callDeclined')
    return before !== null && !isNoted ? 'CC15: a call ended and nobody is told' : null
  }
  if (call !== before && call.revision !== (before?.revision ?? 0) + 1) return 'a change has not the next revision'
  if (call.phase === 'proposed') {
    if (wanted(call) !== null) return 'CC2: a proposal is carried'
    return call.parts.length > 0 || call.owner !== null ? 'CC2: somebody is in what is only proposed' : null
  }
  if (wish.type === 'owned' && wish.owner !== null && partOf(call, null)?.held === true && call !== before)
    return 'CC6: the customer is held although somebody has come'
  if (before?.recording === 'refused' && before.id === call.id && call.recording === 'asked')
    return 'CC17: who refused is asked again'
  if (call.recording === 'on' && before?.recording !== 'on' && wish.type !== 'consent')
    return 'CC17: recorded without consent'
  return misshapen(call)
}

/** What is wrong with a call that runs, or null. */
function misshapen(call: CallRecord): string | null {
  const { parts, invited, owner } = call
  const legs = new Set(parts.map(({ leg }) => leg))
  if (parts.length > legsMax) return `CC14: ${parts.length} legs`
  if (invited.length > invitedMax) return `CC9: ${invited.length} are asked`
  if (legs.size !== parts.length || new Set(parts.map(({ agent }) => agent)).size !== parts.length)
    return 'CC9: somebody is in it twice'
  if (partOf(call, null) === undefined) return 'CC7: the customer was hung up'
  if (owner !== null && partOf(call, owner)?.mode !== 'talk') return 'CC6: the owner does not talk'
  if (parts.some(({ partner }) => partner !== null && !legs.has(partner))) return 'CC7: a partner is gone'
  if (owner === null && parts.some(({ mode }) => mode === 'whisper' || mode === 'consult'))
    return 'CC12: somebody whispers to nobody'
  if (owner === null && invited.length > 0) return 'CC9: somebody is asked in by nobody'
  const isHeard = parts.some((part) => part.agent !== null && isOpen(part) && !part.held)
  if (owner === null && !isHeard && partOf(call, null)?.held === false) return 'CC7: the customer hears nothing'
  if (concerned(call).includes(owner!) !== (owner !== null)) return 'the owner is not concerned'
  const carried = wanted(call)
  const heldThere = parts.map((part) => isHeld(call, part))
  return carried?.legs.some(({ held }, at) => held !== heldThere[at]) === false ? null : 'CC18: carried otherwise'
}

/** Rehearses on one seed and tells what had a chance to break. Throws `RehearsalFailed`. */
export function rehearseCall(seed: number, wishes: number): { readonly [kind: string]: number } {
  const rehearsal = new CallRehearsal(seed)
  rehearsal.run(wishes)
  return rehearsal.chances
}
