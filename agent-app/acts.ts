/**
 * What moves contacts and people besides offers and messages: an agent's own acts, and a supervisor's on the work of
 * others. Nothing of it is shown as done before the lists say so; the refusal of an act on somebody is told with their name.
 */
import type { FloorAgent, PresenceStatus, RefusalCode, RequestBody, Verb } from '#protocol'
import type { AskKey } from './asks.ts'
import { callKey, type CallAsk } from './calls/key.ts'
import type { Choice } from './choice.ts'
import type { Named } from './deeds.ts'
import type { ContactId } from './desk-view.ts'
import type { Draft } from './drafts.ts'

/** Asks the hub, unless the same was asked and not answered. */
export type Ask = <V extends Verb>(
  key: AskKey,
  verb: V,
  body: RequestBody<V>,
  refused?: (code: RefusalCode) => void,
) => void

type Agent = Pick<FloorAgent, 'agent' | 'name'>

export class Acts {
  constructor(
    private readonly ask: Ask,
    private readonly choice: Choice,
    /** Something stands unsent where the agent is. */
    private readonly writing: () => boolean,
  ) {}

  /** Takes who waits. Their talk opens when it comes. */
  pull({ contact, name }: Named): void {
    this.choice.accepted(contact, name, this.writing())
    this.ask(`pull ${contact}`, 'contact.pull', { contact: contact as ContactId }, this.#tell(contact, name))
  }

  setPresence(status: PresenceStatus, reason: string): void {
    this.ask('presence', 'presence.set', { status, reason })
  }

  end(contact: ContactId): void {
    this.ask(`close ${contact}`, 'contact.close', { contact })
  }

  transfer(contact: ContactId, target: Pick<RequestBody<'contact.transfer'>, 'queue' | 'agent'>, note: string): void {
    this.ask(`transfer ${contact}`, 'contact.transfer', { contact, queue: target.queue, agent: target.agent, note })
  }

  /** Ends wrap-up with what the form holds. */
  wrapUp(contact: ContactId, { disposition, note }: Pick<Draft, 'disposition' | 'note'>): void {
    this.ask(`wrapUp ${contact}`, 'contact.wrapUp', { contact, disposition, note })
  }

  park(contact: string): void {
    this.ask(`park ${contact}`, 'contact.park', { contact: contact as ContactId })
  }

  extendWrapUp(contact: string): void {
    this.ask(`extend ${contact}`, 'contact.extendWrapUp', { contact: contact as ContactId })
  }

  /** Puts these tags on the contact, and takes all others off. */
  tag(contact: string, tags: readonly string[]): void {
    this.ask(`tag ${contact}`, 'contact.tag', { contact: contact as ContactId, tags })
  }

  setField(contact: string, name: string, value: string): void {
    this.ask(`field ${contact} ${name}`, 'contact.setField', { contact: contact as ContactId, name, value })
  }

  changeCard(contact: string, card: Omit<RequestBody<'customer.change'>, 'contact'>): void {
    this.ask(`card ${contact}`, 'customer.change', { contact: contact as ContactId, ...card })
  }

  /** Gives it to an agent: as an offer to them alone, or at once. */
  assign({ contact, name }: Named, agent: Agent['agent'], force: boolean): void {
    const body = { contact: contact as ContactId, agent, force }
    this.ask(`assign ${contact}`, 'contact.assign', body, this.#tell(contact, name))
  }

  /** Takes a talk from the agent who has it. It opens when it comes. */
  takeOver({ contact, name }: Named): void {
    this.choice.accepted(contact, name, this.writing())
    this.ask(`takeOver ${contact}`, 'contact.takeOver', { contact: contact as ContactId }, this.#tell(contact, name))
  }

  setPresenceOf({ agent, name }: Agent, status: PresenceStatus, reason: string): void {
    this.ask(`force ${agent}`, 'agent.force', { agent, status, reason }, this.#tell('', name))
  }

  /** Has the talks of an agent without a line wait again. */
  rescue({ agent, name }: Agent): void {
    this.ask(`rescue ${agent}`, 'agent.rescue', { agent }, this.#tell('', name))
  }

  /** What is asked of a call. A refusal stands beside it, or is told with a name where nothing of it is on screen. */
  call(ask: CallAsk, named = ''): void {
    const refused = named === '' ? undefined : this.#tell(ask.body.contact, named)
    this.ask(callKey(ask), ask.verb, ask.body, refused)
  }

  #tell(contact: string, name: string): (code: RefusalCode) => void {
    return (code) => this.choice.refused(contact, name, code)
  }
}
