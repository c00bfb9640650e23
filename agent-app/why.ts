/**
 * PURE: the hub's answer to "why" in, sentences out. Codes and figures become words here; what a newer hub says beyond the
 * codes of this build is told with its own name and number, never left out.
 */
import type { NotMe, WhyContact, WhyOffered, WhyWaiting } from '#protocol'
import type { Speech } from './speech.ts'

export interface OfferText {
  readonly to: string
  /** When, and how it ended. */
  readonly meta: readonly string[]
  /** How whoever got it was chosen, in sentences. */
  readonly because: readonly string[]
  readonly figures: readonly string[]
  readonly others: readonly { readonly name: string; readonly because: string; readonly figures: readonly string[] }[]
}

export interface WhyText {
  /** Why it waits, and what that is made of; null for one that does not wait. */
  readonly waits: { readonly reason: string; readonly facts: readonly string[] } | null
  /** Why it is not the reader's; null when it is, or when nothing waits. */
  readonly notMe: string | null
  readonly offers: readonly OfferText[]
}

/** All of it, at `now` in hub milliseconds. */
export function whyText(speech: Speech, why: WhyContact, now: number): WhyText {
  return {
    waits: why.waiting === null ? null : waitingText(speech, why.waiting, now),
    notMe: notMeText(speech, why.notMe, why.waiting !== null),
    offers: why.offers.map((offer) => offerText(speech, offer, now)),
  }
}

function notMeText(speech: Speech, code: NotMe, isWaiting: boolean): string | null {
  // Of a contact that somebody has, this says nothing that the screen does not.
  return code === '' || (code === 'notWaiting' && !isWaiting) ? null : speech.words.floor.why.notMe[code]
}

function waitingText(speech: Speech, waiting: WhyWaiting, now: number): NonNullable<WhyText['waits']> {
  const { why } = speech.words.floor
  const { step, agents, heldUntil, place, since } = waiting
  const queue = speech.both(waiting.queue)
  const waited = speech.duration(now - since)
  const facts = [place === null ? why.noPlace(queue, waited) : why.place(speech.number(place), queue, waited)]
  if (agents !== null) facts.push(why.agents(agents.eligible, agents.available, agents.ready))
  if (step !== null && step.until === null) facts.push(why.step(step.index + 1, step.of))
  if (step !== null && step.until !== null)
    facts.push(why.stepUntil(step.index + 1, step.of, speech.soon(step.until, now)))
  if (heldUntil !== null && heldUntil > now) facts.push(why.heldUntil(speech.soon(heldUntil, now)))
  return { reason: why.waitingFor[waiting.for](waiting.offeredTo), facts }
}

function offerText(speech: Speech, offer: WhyOffered, now: number): OfferText {
  const { why } = speech.words.floor
  const { queue, step, strategy, chosen, candidates, by, others, at } = offer
  // Somebody's own choice: there were no candidates, and no outcome but this one.
  const isByHand = offer.byName !== ''
  const meta = [speech.soon(at, now)]
  if (!isByHand) meta.push(why.outcome[offer.ending])
  if (speech.both(queue) !== '') meta.push(speech.both(queue))
  if (step !== null) meta.push(why.stepOf(step + 1))
  const because = [why.chosen[chosen](offer.byName)]
  const order = why.order[strategy]
  if (chosen === 'order' && order !== undefined) because.push(order)
  if (!isByHand && candidates > 0) because.push(why.candidates(candidates))
  return {
    to: why.to(offer.agentName),
    meta,
    because,
    figures: figures(speech, strategy, by, at),
    others: others.map((other) => ({
      name: other.agentName,
      because: why.passedOver[other.because],
      figures: figures(speech, strategy, other.by, at),
    })),
  }
}

const figures = (speech: Speech, strategy: string, by: WhyOffered['by'], at: number): readonly string[] =>
  by.map((one) => figureText(speech, strategy, one, at)).filter((text) => text !== '')

/** One criterion; '' for one that means nothing to a person. `at`: when the offer was made. */
export function figureText(speech: Speech, strategy: string, by: WhyOffered['by'][number], at: number): string {
  const { figure } = speech.words.floor.why
  const { name, value } = by
  if (name === 'idleSince') return figure.idle(speech.duration(at - value))
  // In turn everybody has one lot.
  if (name === 'lots') return strategy === 'round-robin' ? '' : figure.lots(speech.number(value))
  if (name !== 'rank') return figure.other(name, speech.number(value))
  switch (strategy) {
    case 'longest-idle':
    case 'ring-group':
      return value === 0 ? figure.noWork : figure.hasWork
    case 'least-occupied':
      return figure.inUse(speech.percent(value))
    case 'fewest-contacts':
      return figure.contacts(speech.number(value))
    case 'least-talk-time':
      return figure.talked(speech.duration(value))
    // The best comes first because the hub ranks by the negated level.
    case 'best-skill':
      return figure.level(speech.number(Math.abs(value)))
    case 'best-skill-sum':
      return figure.levelSum(speech.number(Math.abs(value)))
    case 'linear':
      return figure.position(speech.number(value))
    default:
      return figure.other(name, speech.number(value))
  }
}
