/**
 * What the company knows, searched by what customers ask, in either language. An answer comes with a score from 0 to 1:
 * how much of what was asked it speaks of, rare words counting more. PURE: the index is made of the entries it is given.
 */
import MiniSearch, { type SearchResult } from 'minisearch'
import type { Entry } from './entry.ts'
import { indexTokens, queryTokens } from './tokens.ts'

export { readEntries, type Entry, type KnowledgeRead } from './entry.ts'

export type Locale = 'en' | 'ja'

export interface Answer {
  readonly entry: string
  readonly title: string
  readonly text: string
  readonly score: number
}

/** An entry as it is indexed. */
interface Indexed {
  readonly id: string
  readonly question: string
  readonly also: string
  readonly answer: string
}

/** A word that only the answer has says less of what it is about. */
const answerWeight = 0.7
/** A word that is only like one of the entry's. */
const likeWeight = 0.6
const queryMax = 500
/** Entries that are taken in at once. */
const atOnce = 16

export class Knowledge {
  readonly #entries = new Map<string, Entry>()
  readonly #search = new MiniSearch<Indexed>({
    fields: ['question', 'also', 'answer'],
    tokenize: indexTokens,
    processTerm: (term) => term,
    searchOptions: {
      tokenize: queryTokens,
      processTerm: (term) => term,
      boost: { question: 3, also: 3 },
      fuzzy: (term) => (isWord(term, 5) ? 0.2 : false),
      prefix: (term) => isWord(term, 4),
      weights: { fuzzy: 0.4, prefix: 0.6 },
    },
  })
  /** In how many entries a word stands. */
  readonly #counts = new Map<string, number>()

  constructor(entries: readonly Entry[] = []) {
    for (const _ of this.#taking(entries));
  }

  /** The same, in parts of some milliseconds each, for whoever has other things to do: thousands of entries take a second or more. */
  static *growing(entries: readonly Entry[]): Generator<void, Knowledge> {
    const knowledge = new Knowledge()
    yield* knowledge.#taking(entries)
    return knowledge
  }

  get size(): number {
    return this.#entries.size
  }

  *#taking(entries: readonly Entry[]): Generator<void, void> {
    for (const [at, entry] of entries.entries()) {
      this.#entries.set(entry.id, entry)
      const indexed = asIndexed(entry)
      this.#search.add(indexed)
      for (const word of new Set(indexTokens(`${indexed.question}\n${indexed.also}\n${indexed.answer}`)))
        this.#counts.set(word, (this.#counts.get(word) ?? 0) + 1)
      if (at % atOnce === atOnce - 1) yield
    }
  }

  /** The best answers to what was asked, best first, in the language of the customer, whichever they asked in. */
  search(asked: string, locale: Locale, count = 3): readonly Answer[] {
    const query = asked.slice(0, queryMax)
    const words = queryTokens(query)
    if (words.length === 0) return []
    return this.#search
      .search(query)
      .slice(0, Math.max(count, 10))
      .map((result) => ({ result, score: this.#covered(words, result) }))
      .sort((a, b) => b.score * b.result.score - a.score * a.result.score)
      .slice(0, count)
      .map(({ result, score }) => {
        const { id, question, answer } = this.#entries.get(result.id as string)!
        return { entry: id, title: question[locale], text: answer[locale], score }
      })
  }

  /** Of all that was asked, what share the entry speaks of. */
  #covered(words: readonly string[], { queryTerms, match }: SearchResult): number {
    let all = 0
    let covered = 0
    for (const word of words) {
      const weight = this.#weightOf(word)
      all += weight
      if (Object.hasOwn(match, word))
        covered += weight * (match[word]!.some((field) => field !== 'answer') ? 1 : answerWeight)
      else if (queryTerms.includes(word)) covered += weight * likeWeight
    }
    return all === 0 ? 0 : Math.round((covered / all) * 1_000) / 1_000
  }

  /** What stands in few entries says more. */
  #weightOf(word: string): number {
    return Math.log(1 + (this.size + 1) / ((this.#counts.get(word) ?? 0) + 0.5))
  }
}

const isWord = (term: string, length: number): boolean => term.length >= length && /^[a-z]+$/.test(term)

const asIndexed = ({ id, question, answer, also = {} }: Entry): Indexed => ({
  id,
  question: `${question.en}\n${question.ja}`,
  also: [...(also.en ?? []), ...(also.ja ?? [])].join('\n'),
  answer: `${answer.en}\n${answer.ja}`,
})
