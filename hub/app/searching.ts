/**
 * Searches what was said in contacts, newest first, over what whoever asks may read. There is no index: what is said is sealed
 * with a key for each contact, and an index of words would outlive its erasure (docs/decisions/0014). So a search opens one
 * contact after the other, in slices, and ends after so many of them with where to go on.
 */
import type { Actor } from '../http/door.ts'
import type { ContactId } from '../model/ids.ts'
import { instant, type Instant } from '../model/time.ts'
import type { Store } from '../ports/store.ts'
import { excerptOf, hasAll, wordsOf } from './folding.ts'
import type { Sliced } from './lane.ts'
import type { Live } from './live.ts'
import type { LogEntry } from './log-entry.ts'
import { findContact, mayRead, type FoundContact } from './reading.ts'
import { keys, readEntry } from './records.ts'

export interface SearchSight {
  readonly live: Live
  readonly store: Pick<Store, 'get' | 'range'>
  readonly now: Instant
}

interface Asked {
  readonly actor: Actor
  readonly text: string
  /** Only contacts of before; null for all. */
  readonly before: Instant | null
  readonly limit: number
}

interface Hit {
  readonly contact: ContactId
  readonly at: number
  readonly from: 'customer' | 'agent' | 'bot' | 'note'
  readonly excerpt: string
}

interface SearchResult {
  readonly hits: readonly Hit[]
  /** Go on with contacts of before; null when there are no more. */
  readonly until: Instant | null
}

/** Contacts that one search opens, and rows that it looks at to find them. */
const openedMax = 2_000
const lookedMax = 10_000
/** Live contacts that are looked at; of more than that the rest is not searched. */
const liveMax = 20_000
/** Rows and entries of one slice: some 3 ms. */
const sliceSize = 200
const pageSize = 100
const excerptMax = 200

/** Where a contact stands among the others: its end, or its beginning while it lives. */
interface Candidate {
  readonly contact: ContactId
  readonly at: number
}

export function* search(sight: SearchSight, { actor, text, before, limit }: Asked): Sliced<SearchResult> {
  const words = wordsOf(text)
  const hits: Hit[] = []
  let [opened, looked, work, last] = [0, 0, 0, Infinity]
  if (words.length === 0) return { hits, until: null }
  for (const { contact, at } of newestFirst(sight, actor, before)) {
    const isFull = hits.length >= limit || opened >= openedMax || looked >= lookedMax
    // What ended in the same instant belongs together: nobody could go on between.
    if (isFull && at < last) return { hits, until: instant(last) }
    last = at
    looked += 1
    if (++work % sliceSize === 0) yield
    const found = findContact(sight, contact)
    if (found === undefined || !mayRead(sight, actor, found, sight.now)) continue
    opened += 1
    const hit = yield* hitIn(sight, found, words)
    if (hit !== null) hits.push(hit)
  }
  return { hits, until: null }
}

/** Its newest entry that has all the words; or its beginning, where its customer is called so. */
function* hitIn({ live, store }: SearchSight, { file }: FoundContact, words: readonly string[]): Sliced<Hit | null> {
  const { contact } = file
  for (let below = file.head + 1; below > 1;) {
    const page = [
      ...store.range('entry', {
        prefix: [contact],
        before: keys.entry(contact, below),
        reverse: true,
        limit: pageSize,
      }),
    ]
    for (const { key, value } of page) {
      const said = saidIn(readEntry(live.sealing, key, value))
      if (said !== null && hasAll(said.text, words))
        return { contact, at: said.at, from: said.from, excerpt: excerptOf(said.text, words, excerptMax) }
    }
    if (page.length < pageSize) break
    below = page.at(-1)!.key[1] as number
    yield
  }
  const about = live.sealing.about(file)
  if (about === null || !hasAll(about.customerName, words)) return null
  return { contact, at: file.startedAt, from: 'customer', excerpt: excerptOf(about.preview, words, excerptMax) }
}

function saidIn(entry: LogEntry | null): (Pick<Hit, 'from' | 'at'> & { readonly text: string }) | null {
  switch (entry?.kind) {
    case 'message': {
      const files = entry.attachments.map(({ name }) => name)
      const from = entry.from === 'system' ? 'bot' : entry.from
      return { at: entry.at, from, text: [entry.text, ...files].join('\n') }
    }
    case 'noted':
      return { at: entry.at, from: 'note', text: entry.text }
    case 'wrappedUp':
    case 'transferred':
      return { at: entry.at, from: 'note', text: entry.note }
    case 'surveyed':
      return { at: entry.at, from: 'customer', text: entry.comment }
    default:
      return null
  }
}

/** Live ones by their beginning and ended ones by their end, as one line. */
function* newestFirst(sight: SearchSight, actor: Actor, before: Instant | null): Generator<Candidate> {
  const bound = before ?? Infinity
  const lines = [
    liveOnes(sight, actor, bound),
    ...sitesIn(sight.store).map((site) => endedOnes(sight.store, site, bound)),
  ]
  const heads = lines.map((line) => ({ line, next: line.next() }))
  for (;;) {
    const [newest] = heads
      .filter(({ next }) => next.done !== true)
      .toSorted((a, b) => (b.next.value as Candidate).at - (a.next.value as Candidate).at)
    if (newest === undefined) return
    yield newest.next.value as Candidate
    newest.next = newest.line.next()
  }
}

function* liveOnes(sight: SearchSight, actor: Actor, before: number): Generator<Candidate, undefined> {
  const files = [...sight.live.files.values()].slice(-liveMax)
  const readable = files.filter(
    (file) => file.startedAt < before && mayRead(sight, actor, { file, closed: null }, sight.now),
  )
  for (const { contact, startedAt } of readable.sort((a, b) => b.startedAt - a.startedAt))
    yield { contact, at: startedAt }
}

function* endedOnes(store: Pick<Store, 'range'>, site: string, before: number): Generator<Candidate, undefined> {
  let bound: readonly (string | number)[] | null = before === Infinity ? null : [site, before]
  for (;;) {
    const range = { prefix: [site], reverse: true, limit: pageSize, ...(bound !== null && { before: bound }) }
    const page = [...store.range('expiry', range)].map(({ key }) => key)
    for (const [, closedAt, contact] of page) yield { contact: contact as ContactId, at: closedAt as number }
    if (page.length < pageSize) return undefined
    bound = page.at(-1)!
  }
}

/** Keys of all sites of which something is kept, also such as the configuration no longer has. */
function sitesIn(store: Pick<Store, 'range'>): string[] {
  const sites: string[] = []
  for (;;) {
    // A text comes after every number: behind all of the site's rows.
    const after = sites.length === 0 ? {} : { after: [sites.at(-1)!, '~'] }
    const [first] = [...store.range('expiry', { ...after, limit: 1 })]
    if (first === undefined) return sites
    sites.push(first.key[0] as string)
  }
}
