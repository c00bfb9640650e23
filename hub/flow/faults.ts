/**
 * What is wrong with a written flow, a flow test or a list of answers: where, on which line, and how to mend it. All
 * faults of a document are told at once, so that an author need not find them one by one.
 */

export interface Fault {
  /** Counted from 1, in the text that was read. */
  readonly line: number
  /** Path in the document, such as `steps/greet/next`; '' for the whole. */
  readonly place: string
  /** What is wrong, as the first half of a sentence. */
  readonly problem: string
  /** How to mend it, as the second half. */
  readonly remedy: string
}

/** One line for a person: `line 12: "steps/greet/next" is "topc", which is no step; did you mean "topic"?` */
export const faultLine = (fault: Fault): string => `line ${fault.line}: ${faultWords(fault)}`

/** The same where the line is told beside it. */
export const faultWords = ({ problem, remedy }: Fault): string =>
  `${problem}; ${remedy}${/[?.]$/.test(remedy) ? '' : '.'}`

/** Nobody mends more at a time, and a document of nothing but faults must not take long to refuse. */
const faultsMax = 100

/** Gathers faults while a document is read. `lines`: where each place stands, see json.ts. */
export class Faults {
  readonly #found: Fault[] = []

  constructor(private readonly lines: ReadonlyMap<string, number>) {}

  add(place: string, problem: string, remedy: string): undefined {
    if (!this.isFull) this.#found.push({ line: this.#lineOf(place), place, problem, remedy })
    return undefined
  }

  /** In the order of their lines. */
  get list(): readonly Fault[] {
    return this.#found.toSorted((one, other) => one.line - other.line)
  }

  get none(): boolean {
    return this.#found.length === 0
  }

  get count(): number {
    return this.#found.length
  }

  /** No more is told: what comes need not be looked at. */
  get isFull(): boolean {
    return this.#found.length >= faultsMax
  }

  /** What is missing stands nowhere: then the line of what it is missing in. */
  #lineOf(place: string): number {
    for (let at = place; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
      const line = this.lines.get(at)
      if (line !== undefined) return line
    }
    return this.lines.get('') ?? 1
  }
}

/** A place as a sentence calls it. */
export const quoted = (place: string): string => (place === '' ? 'the document' : `"${place}"`)

/** `write one of a, b, c`, or the one that was probably meant. */
export function oneOfThese(found: string, names: readonly string[]): string {
  const near = nearest(found, names)
  if (near !== null) return `did you mean "${near}"?`
  if (names.length === 0) return 'there is none: add it'
  const shown = names.slice(0, 12).join(', ')
  return `write one of ${shown}${names.length > 12 ? ', …' : ''}`
}

/** The name that differs by at most two letters, or by a third of a short one. */
function nearest(found: string, names: readonly string[]): string | null {
  let best: { readonly name: string; readonly distance: number } | null = null
  for (const name of names.slice(0, 500)) {
    const distance = editDistance(found.slice(0, 60).toLowerCase(), name.slice(0, 60).toLowerCase())
    if (distance <= Math.min(2, Math.floor(name.length / 2)) && (best === null || distance < best.distance))
      best = { name, distance }
  }
  return best?.name ?? null
}

/** Letters put in, left out, replaced, or two neighbours exchanged. */
function editDistance(a: string, b: string): number {
  let before: readonly number[] = []
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      const exchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2]! + 1 : replaced
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, replaced, exchanged))
    }
    ;[before, row] = [row, next]
  }
  return row[b.length]!
}
