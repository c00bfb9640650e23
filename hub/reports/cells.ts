/**
 * The cells that events are counted into. Every figure is a sum, so that cells of any stretch can be added; durations are
 * milliseconds. A figure is added at the end of its cell and never changes its meaning: cells are stored.
 */
import type { Instant } from '../model/time.ts'

export const quarterMs = 15 * 60_000

/** The quarter that an instant lies in. */
export const quarterOf = (at: number): Instant => (Math.floor(at / quarterMs) * quarterMs) as Instant

/** Upper bounds of the classes of waits, seconds; the last class has none. */
export const waitBoundsS = [5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600] as const

/** The class of a wait: one of exactly so many seconds is still in time. */
export function waitClass(waitedMs: number): number {
  const found = waitBoundsS.findIndex((bound) => waitedMs <= bound * 1_000)
  return found === -1 ? waitBoundsS.length : found
}

const noWaits: readonly number[] = Array.from({ length: waitBoundsS.length + 1 }, () => 0)

/** Of one queue and channel. */
const queueCell = {
  /** Waits that began, by how. */
  came: 0,
  handedIn: 0,
  sentIn: 0,
  returned: 0,
  resumed: 0,
  /** Waits that ended, by how; two of them by their length (`waitClass`). */
  answered: noWaits,
  abandoned: noWaits,
  handedOut: 0,
  sentOut: 0,
  kept: 0,
  endedOtherwise: 0,
  answeredWaitMs: 0,
  abandonedWaitMs: 0,
  /** Of all waits that ended here. */
  longestWaitMs: 0,
  /** Talks that ended, and wrap-ups. */
  talks: 0,
  talkMs: 0,
  wrapUps: 0,
  wrapUpMs: 0,
  /** Talks with customers who did not wait in person: called back, or whose message was answered. */
  calledBack: 0,
  /** Offers of its contacts that nobody answered. */
  missed: 0,
}

const agentCell = {
  signedOnMs: 0,
  atWorkMs: 0,
  readyMs: 0,
  awayMs: 0,
  accepted: 0,
  declined: 0,
  missed: 0,
  takenBack: 0,
  taken: 0,
  talks: 0,
  talkMs: 0,
  wrapUps: 0,
  wrapUpMs: 0,
  /** Talks handed on to a queue or to somebody else. */
  handedOn: 0,
  /** Time at work, as many times as there was work in hand: two talks at once are twice their time. */
  loadMs: 0,
}

/** The kinds of cells by name, each with the parts of its name within a quarter. */
export const cellKinds = {
  /** [queue, channel] */
  queue: queueCell,
  /** [agent] */
  agent: agentCell,
  /** [agent, reason]: '' where none was given. */
  away: { awayMs: 0 },
  /** [queue, agent, disposition]: '' where none was said. */
  disposition: { contacts: 0 },
  /** [site, flow]: contacts that the bot began with, and how it came to have them no longer. */
  bot: { began: 0, solved: 0, unsolved: 0, left: 0, handedOver: 0, tookMs: 0 },
  /** [queue, agent]: '' where the bot alone had the contact. Scores of 1 to 5, and of 0 to 10 by their thirds. */
  survey: { csatAnswers: 0, csatScore: 0, csatSatisfied: 0, npsAnswers: 0, npsPromoters: 0, npsDetractors: 0 },
} as const
export type CellKind = keyof typeof cellKinds
export const kindNames = Object.keys(cellKinds) as readonly CellKind[]

type Figure<T> = T extends number ? number : readonly number[]
/** The figures of a cell by name. */
export type Cell<K extends CellKind> = {
  -readonly [F in keyof (typeof cellKinds)[K]]: Figure<(typeof cellKinds)[K][F]>
}
export type QueueCell = Cell<'queue'>
export type AgentCell = Cell<'agent'>

/** A cell of nothing. */
export const emptyCell = <K extends CellKind>(kind: K): Cell<K> => ({ ...cellKinds[kind] }) as unknown as Cell<K>

/** The figures that are the largest of all rather than their sum. */
const isLargest = (name: string): boolean => name.startsWith('longest')

/** `into` with the figures of `more` in it. */
export function addCell<K extends CellKind>(into: Cell<K>, more: Partial<Cell<K>>): void {
  const [all, added] = [into, more] as unknown as Record<string, number | readonly number[]>[]
  for (const [name, figure] of Object.entries(added!)) {
    const before = all![name]!
    if (typeof figure === 'number')
      all![name] = isLargest(name) ? Math.max(before as number, figure) : (before as number) + figure
    else all![name] = figure.map((one, at) => ((before as readonly number[])[at] ?? 0) + one)
  }
}

/** A cell as it is kept: its figures in their order, those of classes one after the other. */
export type Flat = readonly number[]

const figuresOf = (kind: CellKind): readonly (readonly [name: string, figure: number | readonly number[]])[] =>
  Object.entries(cellKinds[kind])

export const flatOf = <K extends CellKind>(kind: K, cell: Cell<K>): number[] =>
  figuresOf(kind).flatMap(([name]) => (cell as unknown as Record<string, number | number[]>)[name]!)

/** Where each figure of a kind begins, and of how many classes it is; 0 where it is one number. */
const layoutOf = (kind: CellKind): readonly (readonly [name: string, from: number, classes: number])[] => {
  let next = 0
  return figuresOf(kind).map(([name, figure]) => {
    const from = next
    next += typeof figure === 'number' ? 1 : figure.length
    return [name, from, typeof figure === 'number' ? 0 : figure.length]
  })
}
const perKind = <T>(made: (kind: CellKind) => T): Readonly<Record<CellKind, T>> =>
  Object.fromEntries(kindNames.map((kind) => [kind, made(kind)])) as Record<CellKind, T>
const layouts = perKind(layoutOf)

/** How many numbers a flat cell of each kind has. */
export const flatLength = perKind((kind) => layouts[kind].reduce((sum, [, , classes]) => sum + Math.max(1, classes), 0))

/** Figures that a cell of an earlier version lacks are nothing. */
export function cellOf<K extends CellKind>(kind: K, flat: ArrayLike<number>): Cell<K> {
  const cell: Record<string, number | number[]> = {}
  for (const [name, from, classes] of layouts[kind]) {
    if (classes === 0) {
      cell[name] = flat[from] ?? 0
      continue
    }
    const all: number[] = []
    for (let at = from; at < from + classes; at++) all.push(flat[at] ?? 0)
    cell[name] = all
  }
  return cell as unknown as Cell<K>
}

/** Where the figures of each kind are that are the largest of all rather than sums: at most one or two. */
export const largestIn = perKind((kind) =>
  layouts[kind].flatMap(([name, from, classes]) => (isLargest(name) && classes === 0 ? [from] : [])),
)

/** `into` with the figures of `more` in it. */
export function addFlat(kind: CellKind, into: number[], more: Flat): void {
  const kept = largestIn[kind].map((at) => Math.max(into[at] ?? 0, more[at] ?? 0))
  for (let at = 0; at < more.length; at++) into[at] = (into[at] ?? 0) + more[at]!
  for (const [n, at] of largestIn[kind].entries()) if (at < into.length) into[at] = kept[n]!
}

/** Cells by quarter, and within a quarter by the parts of their names, joined. */
export type Cells = { readonly [K in CellKind]: Map<Instant, Map<string, Cell<K>>> }

export const noCells = (): Cells => ({
  queue: new Map(),
  agent: new Map(),
  away: new Map(),
  disposition: new Map(),
  bot: new Map(),
  survey: new Map(),
})

/** Names hold no blank. */
export const nameOfCell = (...parts: readonly string[]): string => parts.join(' ')
export const partsOfCell = (name: string): readonly string[] => name.split(' ')

/** Adds figures to the cell of this quarter and name. */
export function count<K extends CellKind>(
  cells: Cells,
  kind: K,
  quarter: Instant,
  name: string,
  more: Partial<Cell<K>>,
): void {
  const quarters = cells[kind] as Map<Instant, Map<string, Cell<K>>>
  const within = quarters.get(quarter) ?? new Map<string, Cell<K>>()
  quarters.set(quarter, within)
  const cell = within.get(name) ?? emptyCell(kind)
  within.set(name, cell)
  addCell(cell, more)
}
