/** What is asked of reports over HTTP, as its query says it. */
import Type from 'typebox'
import { instant, type Instant } from '../model/time.ts'
import type { HttpRequest } from '../ports/transport.ts'
import {
  intervals,
  isWaitBound,
  kindNames,
  namesOf as figuresOf,
  usualGoal,
  waitBoundsS,
  type CellKind,
  type FormulaName,
  type Goal,
  type Interval,
} from '../reports/index.ts'
import { Problem } from './problems.ts'

/** What the parts of a cell's name are. */
export const partNames = {
  queue: ['queue', 'channel'],
  agent: ['agent'],
  away: ['agent', 'reason'],
  disposition: ['queue', 'agent', 'disposition'],
  bot: ['site', 'flow'],
  survey: ['queue', 'agent'],
} as const satisfies Record<CellKind, readonly string[]>

/** A stretch longer than this is asked for in pieces; days. */
const daysMax = 400

export const query = {
  of: Type.String({ enum: [...kindNames], description: 'Of what.' }),
  from: Type.String({ description: 'Milliseconds since 1970, or a time such as 2026-11-01T00:00+09:00; inclusive.' }),
  to: Type.String({ description: 'Likewise; exclusive.' }),
  interval: Type.String({ enum: [...intervals], description: 'Default all.' }),
  by: Type.String({
    description:
      'Parts to tell rows apart by, with commas: queue,channel. Default the first; empty: everything together.',
  }),
  only: Type.String({ description: 'Ids of the first part, with commas: nothing but these is counted.' }),
  zone: Type.String({ description: 'Whose days and hours; default UTC.' }),
  target: Type.String({
    enum: waitBoundsS.map(String),
    description: 'Seconds within which an answer is in time; default 20.',
  }),
  short: Type.String({
    enum: waitBoundsS.map(String),
    description: 'Seconds within which giving up does not count; default 5.',
  }),
  before: Type.String({
    description:
      'The beginning of another stretch of time, as long as this one has lasted by now, whose figures are told beside it.',
  }),
  sort: Type.String({
    description:
      'What rows are sorted by: at, a part, or a formula; with - in front the other way. Default time and parts.',
  }),
  skip: Type.String({ description: 'How many rows are left out at the beginning; default 0.' }),
  limit: Type.String({ description: 'How many rows are told at most; default all.' }),
  form: Type.String({ enum: ['json', 'csv'] }),
  lang: Type.String({ enum: ['en', 'ja'], description: 'Of names and definitions; default en.' }),
}

export interface Asked {
  readonly of: CellKind
  readonly from: Instant
  readonly to: Instant
  readonly interval: Interval
  readonly by: readonly number[]
  /** Null for all. */
  readonly only: ReadonlySet<string> | null
  readonly zone: string
  /** When the stretch beside it begins; null for none. */
  readonly before: Instant | null
  /** A part by its place, or a formula; null for time and parts. */
  readonly sort: { readonly by: 'at' | number | FormulaName; readonly isFalling: boolean } | null
  readonly skip: number
  readonly limit: number
  readonly goal: Goal
  readonly form: 'json' | 'csv'
  readonly lang: 'en' | 'ja'
}

export function readAsked({ query }: HttpRequest, knowsZone: (zone: string) => boolean): Asked {
  const of = oneOf(query.get('of'), kindNames)
  const [from, to] = [timeOf(query.get('from')), timeOf(query.get('to'))]
  if (to <= from || to - from > daysMax * 86_400_000) throw new Problem('request.malformed')
  const zone = query.get('zone') ?? 'UTC'
  if (zone.length > 60 || !knowsZone(zone)) throw new Problem('request.malformed')
  const goal = {
    targetS: boundOf(query.get('target'), usualGoal.targetS),
    shortS: boundOf(query.get('short'), usualGoal.shortS),
  }
  const by = partsOf(of, query.get('by'))
  return {
    ...{ of, from, to, zone, goal, by },
    interval: oneOf(query.get('interval') ?? 'all', intervals),
    before: query.has('before') ? timeOf(query.get('before')) : null,
    sort: sortOf(of, by, query.get('sort')),
    skip: wholeOf(query.get('skip'), 0),
    limit: wholeOf(query.get('limit'), Infinity),
    only: onlyOf(query.get('only')),
    form: oneOf(query.get('form') ?? 'json', ['json', 'csv'] as const),
    lang: oneOf(query.get('lang') ?? 'en', ['en', 'ja'] as const),
  }
}

function oneOf<T extends string>(given: string | null, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === given)
  if (found === undefined) throw new Problem('request.malformed')
  return found
}

function sortOf(of: CellKind, by: readonly number[], given: string | null): Asked['sort'] {
  if (given === null) return null
  const isFalling = given.startsWith('-')
  const name = isFalling ? given.slice(1) : given
  if (name === 'at') return { by: 'at', isFalling }
  const place = by.findIndex((part) => partNames[of][part] === name)
  return { by: place >= 0 ? place : oneOf(name, figuresOf(of)), isFalling }
}

function wholeOf(given: string | null, usual: number): number {
  if (given === null) return usual
  if (!/^\d{1,9}$/.test(given)) throw new Problem('request.malformed')
  return Number(given)
}

function timeOf(given: string | null): Instant {
  const ms = given === null || given === '' ? NaN : /^\d+$/.test(given) ? Number(given) : Date.parse(given)
  if (!Number.isSafeInteger(ms)) throw new Problem('request.malformed')
  return instant(ms)
}

function boundOf(given: string | null, usual: number): number {
  const seconds = given === null ? usual : Number(given)
  if (!isWaitBound(seconds)) throw new Problem('request.malformed')
  return seconds
}

function partsOf(of: CellKind, given: string | null): readonly number[] {
  const names: readonly string[] = partNames[of]
  const wanted = given === null ? [names[0]!] : given.split(',').filter((name) => name !== '')
  const places = wanted.map((name) => names.indexOf(name))
  if (places.includes(-1) || new Set(places).size < places.length) throw new Problem('request.malformed')
  return places
}

/** Ids that may be asked for at once. */
const onlyMax = 100

function onlyOf(given: string | null): ReadonlySet<string> | null {
  if (given === null || given === '') return null
  const ids = given.split(',')
  if (ids.length > onlyMax) throw new Problem('request.malformed')
  return new Set(ids)
}
