/**
 * What of a model's text may be said to a customer. It must name entries that it was given, and every figure, address and
 * link in it must stand in one of them: what a model makes up does most harm there, and there it can be seen.
 */
import type { Found } from '../flow/index.ts'

/** `unknown`: the entries do not say it; `unsourced`: no entry is named, or one that was not given; `unfounded`: more than they say. */
export type Checked =
  | { readonly text: string; readonly used: readonly Found[] }
  | { readonly dropped: 'unknown' | 'unsourced' | 'unfounded' }

const textMax = 2_000

export function checkAnswer(written: string, given: readonly Found[]): Checked {
  const whole = written.trim()
  const end = whole.lastIndexOf('\n') + 1
  const [, named] = /^[*_#\s-]*sources[*_\s]*[:：](.*)$/i.exec(whole.slice(end)) ?? []
  if (named === undefined) return { dropped: 'unsourced' }
  const keys = named.match(/[A-Za-z0-9-]+/g) ?? []
  if (keys.length === 0 || (keys.length === 1 && keys[0]!.toLowerCase() === 'none')) return { dropped: 'unknown' }
  const used = [...new Set(keys)].map((key) => given.find(({ entry }) => entry === key))
  if (!used.every((found) => found !== undefined)) return { dropped: 'unsourced' }
  const said = whole.slice(0, end).trim()
  if (said === '' || said.length > textMax) return { dropped: 'unsourced' }
  return isFounded(said, used) ? { text: said, used } : { dropped: 'unfounded' }
}

/** Every figure and every address of the text stands in an entry that it names. */
function isFounded(text: string, used: readonly Found[]): boolean {
  const [said, known] = [plain(text), plain(used.map((found) => `${found.title}\n${found.text}`).join('\n'))]
  const figures = new Set(figuresOf(known))
  return figuresOf(said).every((figure) => figures.has(figure)) && addressesOf(said).every((one) => known.includes(one))
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase()

/** `5,000` is 5000. */
const figuresOf = (text: string): string[] =>
  (text.match(/\d+(?:[.,:]\d+)*/g) ?? []).map((figure) => figure.replace(/,(?=\d{3}(?!\d))/g, ''))

/** Links, mail addresses and names of servers. */
const addressesOf = (text: string): string[] =>
  (
    text.match(/[a-z]+:\/\/[a-z0-9\-._~:/?#@!$&*+,;=%]+|[a-z0-9_.+-]+@[a-z0-9.-]+|(?:[a-z0-9-]+\.)+[a-z]{2,}/g) ?? []
  ).map((address) => address.replace(/[.,:;!?]+$/, ''))
