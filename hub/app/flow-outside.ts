/**
 * What flows ask outside: calls of a company's servers, answers of the knowledge. Asked when the tick that awaits the answer is
 * on the disk, and again after a start, under the same key; each answer comes as a piece of work of its own. Nothing of it is kept here.
 */
import { resume, type CallResult, type Effect, type Input, type TellBot } from '../flow/index.ts'
import type { ContactId } from '../model/ids.ts'
import { seconds } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'
import type { AskedFor, Outside } from '../ports/outside.ts'
import { StorageUnavailable } from '../ports/store.ts'
import { Bot, type BotParts, type BotSaid } from './bot.ts'
import { knownOf } from './known.ts'
import type { Work } from './work.ts'

/** Something that a flow asks outside. */
export interface OutsideWish {
  readonly contact: ContactId
  readonly site: string
  readonly effect: Effect
}

interface OutsideParts extends BotParts {
  readonly outside?: Outside | undefined
  readonly clock: Clock
  submit(run: (work: Work) => void, unkept: () => void): void
  /** The customer sees that somebody is at work on an answer. */
  typing(contact: ContactId): void
}

/** Nothing can be asked. */
const nowhere: Outside = {
  call: () => Promise.resolve({ failed: 'unreachable' }),
  search: () => Promise.resolve([]),
}
const tryAgainMs = seconds(1)

export class FlowOutside {
  readonly bot: Bot
  readonly #outside: Outside

  constructor(private readonly parts: OutsideParts) {
    this.#outside = parts.outside ?? nowhere
    this.bot = new Bot(parts)
  }

  /** The tick was told: what it wanted is asked, and what it ended is let go. */
  look(work: Work): void {
    for (const wish of work.outside) this.#ask(wish)
    for (const contact of work.botOver) this.#outside.over?.(contact)
  }

  /** What was on its way when the hub stopped is asked again. */
  begin(work: Work): void {
    const { bots, flows, sealing } = work.live
    for (const contact of bots.contacts()) {
      const file = work.live.file(contact)!
      const state = knownOf(sealing, file).flow
      const flow = state === null ? undefined : flows.of(state)
      if (state === null || flow === undefined) continue
      for (const effect of resume(flow, state, this.bot.around(work, file)))
        this.#ask({ contact, site: file.site, effect })
    }
  }

  #ask({ contact, site, effect }: OutsideWish): void {
    if (effect.type === 'callHttp' || effect.type === 'tellBot') {
      const asked = { contact, site }
      const calling = effect.type === 'callHttp' ? this.#outside.call(effect, asked) : this.#told(effect, asked)
      void calling
        .catch((): CallResult => ({ failed: 'unreachable' }))
        .then((result) => this.#answer(contact, { type: 'called', effect: effect.effect, result }))
    }
    if (effect.type === 'answered') this.#outside.answered?.(effect)
    if (effect.type === 'search') {
      const { text, locale, count } = effect
      void this.#outside
        .search({ contact, site, text, locale, count }, () => this.parts.typing(contact))
        .catch(() => [])
        .then((answers) => this.#answer(contact, { type: 'found', effect: effect.effect, answers }))
    }
  }

  /** A bot of the company's own says something by itself. False when it does not have the contact. Rejects with `StorageUnavailable`. */
  says(contact: ContactId, said: BotSaid): Promise<boolean> {
    return new Promise((resolve, reject) =>
      this.parts.submit(
        (work) => {
          const isTaken = this.bot.says(work, contact, said)
          work.tick.afterwards(() => resolve(isTaken))
        },
        () => reject(new StorageUnavailable('nothing can be kept at the moment')),
      ),
    )
  }

  /** A bot of the company's own. */
  #told(told: TellBot, asked: AskedFor): Promise<CallResult> {
    return this.#outside.tellBot?.(told, asked) ?? Promise.resolve({ failed: 'unreachable' })
  }

  /** What could not be kept is handed in again: the flow still waits for it. */
  #answer(contact: ContactId, input: Input): void {
    this.parts.submit(
      (work) => this.bot.answered(work, contact, input),
      () => this.parts.clock.after(tryAgainMs, () => this.#answer(contact, input)),
    )
  }
}
