/**
 * Looks at what is not one's own: whoever may read any contact may read what colleagues said with customers, and each
 * such look is recorded before it shows anything (P24). Reading on within ten minutes is the same look.
 */
import type { Actor } from '../http/door.ts'
import { minutes, since, type Instant } from '../model/time.ts'
import { recorded, type Act, type Deed } from './audit.ts'
import type { Tick } from './tick.ts'

type LookAct = Extract<
  Act,
  'contact.read' | 'contact.earlier' | 'attachment.read' | 'contact.searched' | 'customer.read'
>

const oneLookMs = minutes(10)
/** Looks remembered at once; beyond it the oldest go, and are recorded again. */
const looksMax = 5_000

export class Looks {
  /** When a look was last recorded, oldest first. */
  readonly #recent = new Map<string, Instant>()

  /** True when this actor's look at `object` is to be recorded now. Agents look at what their work needs, customers at their own. */
  isNew(actor: Actor, act: LookAct, object: string, now: Instant): boolean {
    if (actor.kind !== 'agent' || !actor.rights.has('contacts.read')) return false
    const last = this.#recent.get(nameOf(actor.session, act, object))
    return last === undefined || since(last, now) >= oneLookMs
  }

  /** Records the look with this tick, unless it is still the same look. */
  record(tick: Tick, actor: Actor, act: LookAct, object: string): void {
    if (actor.kind !== 'agent' || !this.isNew(actor, act, object, tick.now)) return
    const deed: Deed = { by: actor.agent, act, object }
    tick.put(...recorded(tick, tick.now, [deed]))
    tick.afterwards(() => this.#remember(nameOf(actor.session, act, object), tick.now))
  }

  #remember(name: string, now: Instant): void {
    this.#recent.delete(name)
    this.#recent.set(name, now)
    if (this.#recent.size > looksMax) this.#recent.delete(this.#recent.keys().next().value!)
  }
}

const nameOf = (session: string, act: string, object: string): string => `${session} ${act} ${object}`
