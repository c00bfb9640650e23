/** What helps where something is written to a customer, or to colleagues beside the talk. */
import type { DeskContact, DeskMe } from '#protocol'
import { speechOf, type Speech } from '../speech.ts'
import type { Known } from './blanks.ts'
import type { Person, Reply } from './find.ts'

export interface Aids {
  /** Null until the hub has told them. */
  readonly replies: readonly Reply[] | null
  readonly people: readonly Person[]
  /** The queue whose replies are meant. */
  readonly queue: string
  /** The language that the customer is written to in. */
  readonly locale: DeskContact['locale']
  readonly known: Known
}

/** Formats are dear to make, and a talk is drawn often. */
const made = new Map<string, { readonly speech: Speech; readonly day: Intl.DateTimeFormat }>()
function formats(locale: DeskContact['locale']): { readonly speech: Speech; readonly day: Intl.DateTimeFormat } {
  const there = made.get(locale)
  if (there !== undefined) return there
  const day = new Intl.DateTimeFormat(locale === 'ja' ? 'ja-JP' : 'en-GB', { dateStyle: 'long' })
  const one = { speech: speechOf(locale), day }
  made.set(locale, one)
  return one
}

/** What is known for the variables of a reply to this contact, in the customer's own language. */
export function knownOf(contact: DeskContact, me: DeskMe | null, now: number): Known {
  const { speech, day } = formats(contact.locale)
  const plain: Readonly<Record<string, () => string>> = {
    customer: () => contact.customerName,
    agent: () => me?.name ?? '',
    queue: () => speech.both(contact.queue),
    date: () => day.format(now),
    time: () => speech.time(now),
  }
  return (name) => {
    const field = contact.fields?.find((one) => `field.${one.name}` === name)
    // A mask is not the value.
    if (field !== undefined) return field.masked ? null : field.shown
    return plain[name]?.() ?? null
  }
}
