/**
 * One contact's talks once more: as long as they were, handed on where they were, wrapped up as long as it took. A talk that a
 * lost line breaks off goes on with the next agent where it stopped; one that cannot be handed on goes on where it is.
 */
import { contactOf, type Command, type Floor, type FloorEvent } from '../acd/index.ts'
import type { AgentId, ContactId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'
import type { Habits } from './habits.ts'
import type { HandedOn, Talk, TalkAct, Visit } from './visit.ts'

interface Stage {
  after(ms: number, run: () => void): void
  /** False when it was refused. */
  do(command: Command): boolean
  readonly floor: Floor
  now(): Instant
}

/** An agent who wants more time asks for it at the last moment. */
const lastMomentMs = 1

export class TalkAgain {
  readonly #talks: readonly Talk[]
  #at = 0
  /** Left of the talk that goes on, or is to go on. */
  #leftMs: number
  #beganAt: Instant | null = null
  /** Counts talks and wrap-ups: what was planned for an earlier one is not done in a later. */
  #turn = 0
  hasBegun = false

  constructor(
    private readonly visit: Visit,
    private readonly habits: Habits,
    private readonly stage: Stage,
  ) {
    this.#talks = habits.talks(visit)
    this.#leftMs = this.#talk.ms
  }

  /** Whoever was handed on and answered no more then, and is now, has as much to say once more. */
  get #talk(): Talk {
    return this.#talks[this.#at] ?? { ...this.#talks.at(-1)!, handedOn: null, acts: [] }
  }

  happened(event: FloorEvent): void {
    switch (event.type) {
      case 'offerAccepted':
      case 'contactAssigned':
        return this.#begin(event.at)
      case 'customerJoined':
        return event.agent === null ? undefined : this.#begin(event.at)
      case 'contactRequeued':
        return this.#broken(event.at)
      case 'wrapUpStarted':
        return this.#wrapUp(event)
      default:
        return
    }
  }

  #begin(at: Instant): void {
    this.hasBegun = true
    this.#turn += 1
    this.#beganAt = at
    this.#inThisTurn(this.#leftMs, () => this.#end())
    const done = this.#talk.ms - this.#leftMs
    for (const { ms, act } of this.#talk.acts) if (ms >= done) this.#inThisTurn(ms - done, () => this.#act(act))
  }

  /** By transfer the next talk has been begun already. */
  #broken(at: Instant): void {
    if (this.#beganAt === null) return
    this.#leftMs = Math.max(0, this.#leftMs - (at - this.#beganAt))
    this.#beganAt = null
    this.#turn += 1
  }

  #act(act: TalkAct): void {
    const { contact } = this.visit
    const state = contactOf(this.stage.floor, contact)?.state
    if (state?.phase !== 'active') return
    if (act === 'message') this.stage.do({ type: 'noteMessage', contact })
    else if (act === 'park') this.stage.do({ type: 'parkContact', agent: state.agent, contact })
    else if ('channel' in act) this.stage.do({ type: 'changeChannel', contact, channel: act.channel })
    else if ('release' in act) this.stage.do({ type: 'releaseAgent', agent: act.release, contact })
    else this.stage.do({ type: 'engageAgent', agent: act.engage, contact, units: act.units })
  }

  #end(): void {
    const { contact } = this.visit
    const state = contactOf(this.stage.floor, contact)?.state
    if (state?.phase !== 'active') return
    const { handedOn, endedBy } = this.#talk
    if (handedOn === null) {
      this.#beganAt = null
      return void this.stage.do({ type: 'closeContact', contact, by: endedBy ?? 'agent' })
    }
    this.#at += 1
    this.#leftMs = this.#talk.ms
    this.#beganAt = null
    this.#turn += 1
    // Nobody may take it as it was handed on then: who has it goes on.
    if (!this.stage.do(handingOn(contact, state.agent, handedOn))) this.#begin(this.stage.now())
  }

  #wrapUp({ contact, agent, until, at }: Extract<FloorEvent, { type: 'wrapUpStarted' }>): void {
    this.#turn += 1
    const { wrapUpMs, isFinished } = this.#talk
    const ms = wrapUpMs ?? this.habits.writesFor(contact)
    // Who let the time run out would do so again.
    if (wrapUpMs !== null && !isFinished && until !== null) return
    if (until !== null && at + ms >= until) {
      this.#inThisTurn(until - at - lastMomentMs, () => this.#moreTime(agent))
    }
    this.#inThisTurn(ms, () => this.#finish(agent))
  }

  #moreTime(agent: AgentId): void {
    this.stage.do({ type: 'extendWrapUp', agent, contact: this.visit.contact })
  }

  #finish(agent: AgentId): void {
    const { contact } = this.visit
    const queue = contactOf(this.stage.floor, contact)?.queue
    const rules = queue === undefined ? undefined : this.stage.floor.queues.get(queue)?.rules
    this.stage.do({ type: 'finishWrapUp', agent, contact, disposition: rules?.dispositions[0] ?? '' })
  }

  #inThisTurn(ms: number, run: () => void): void {
    const turn = this.#turn
    this.stage.after(ms, () => {
      if (turn === this.#turn) run()
    })
  }
}

function handingOn(contact: ContactId, agent: AgentId, on: HandedOn): Command {
  switch (on.how) {
    case 'transferred':
      return { type: 'transferContact', agent, contact, to: on.to }
    case 'takenOver':
      return { type: 'takeOverContact', contact, by: on.to }
    case 'handedOver':
      return { type: 'handOverContact', contact, from: agent, to: on.to }
    case 'assigned':
    case 'forced':
      return { type: 'assignContact', contact, agent: on.to, force: on.how === 'forced', by: on.to }
  }
}
