/** PURE: quick replies and colleagues by a few letters, the likeliest first. */
import type { BothLanguages } from '#protocol'
import { fold } from './fold.ts'

/** A text that is ready to be sent. */
export interface Reply {
  readonly key: string
  readonly title: BothLanguages
  readonly text: BothLanguages
  /** Queues that it is for; none is all. */
  readonly queues: readonly string[]
  /** The agent has written it: nobody else is shown it. */
  readonly isOwn?: true
}

/** A colleague who can be told. */
export interface Person {
  readonly agent: string
  readonly name: string
}

/** Those for this queue that are looked for: by the key's beginning first, then the title's, then by what they hold. */
export function findReplies(replies: readonly Reply[], queue: string, query: string): readonly Reply[] {
  const wanted = fold(query)
  return ranked(
    replies.filter(({ queues }) => queues.length === 0 || queues.includes(queue)),
    ({ key, title, text }) => {
      const titles = [fold(title.en), fold(title.ja)]
      if (fold(key).startsWith(wanted)) return 0
      if (titles.some((one) => one.startsWith(wanted))) return 1
      if ([fold(key), ...titles].some((one) => one.includes(wanted))) return 2
      return [text.en, text.ja].some((one) => fold(one).includes(wanted)) ? 3 : null
    },
  )
}

/** By the beginning of the name or of one of its words first. */
export function findPeople(people: readonly Person[], query: string): readonly Person[] {
  const wanted = fold(query)
  return ranked(people, ({ name }) => {
    const folded = fold(name)
    if (folded.startsWith(wanted)) return 0
    if (folded.split(' ').some((word) => word.startsWith(wanted))) return 1
    return folded.includes(wanted) ? 2 : null
  })
}

/** Those that have a rank, the lowest first; of one rank as they came. */
function ranked<T>(all: readonly T[], rank: (one: T) => number | null): readonly T[] {
  return all
    .map((one) => ({ one, at: rank(one) }))
    .filter(({ at }) => at !== null)
    .toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0))
    .map(({ one }) => one)
}
