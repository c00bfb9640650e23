/**
 * PURE: the five steps from an empty hub to its first contact: which are done, by what is in force, and what each makes of the
 * configuration. Nothing that is there is changed.
 */
import type { BothLanguages } from '#protocol'
import type { Document } from '../draft.ts'

export const steps = ['company', 'queue', 'people', 'site', 'try'] as const
export type Step = (typeof steps)[number]

/** What the guide is told beside the configuration. */
export interface Known {
  readonly company: BothLanguages | null
  /** How many may sign in. */
  readonly people: number
  /** Whoever reads wants no more people for now. */
  readonly isAlone: boolean
}

type Entry = Readonly<Record<string, unknown>>
const listOf = (document: Document, name: string): readonly Entry[] =>
  Array.isArray(document[name]) ? (document[name] as Entry[]) : []

/** True while nobody can be served: there is no queue, or no site. */
export const isBlank = (document: Document): boolean =>
  listOf(document, 'queues').length === 0 || listOf(document, 'sites').length === 0

/** What the company is called: as its first site, or as it was said here. */
export const companyOf = (document: Document, { company }: Pick<Known, 'company'>): BothLanguages | null =>
  (listOf(document, 'sites')[0]?.['name'] as BothLanguages | undefined) ?? company

export function isDone(step: Step, document: Document, known: Known): boolean {
  switch (step) {
    case 'company':
      return companyOf(document, known) !== null
    case 'queue':
      return listOf(document, 'queues').length > 0
    case 'people':
      return known.people > 1 || known.isAlone
    case 'site':
      return listOf(document, 'sites').length > 0
    case 'try':
      return false
  }
}

/** Where to go on: the first step that is not done. */
export const firstOpen = (document: Document, known: Known): Step =>
  steps.find((step) => !isDone(step, document, known)) ?? 'try'

interface FirstQueue {
  readonly name: BothLanguages
  /** Null for always open. */
  readonly officeZone: string | null
  /** Who serves it from the start. */
  readonly logins: readonly string[]
}

/** The configuration with its first queue, and those who serve it. */
export function withQueue(document: Document, { name, officeZone, logins }: FirstQueue): Document {
  const office = ['09:00-18:00']
  const week = { mon: office, tue: office, wed: office, thu: office, fri: office }
  const calendar = { id: 'office', zone: officeZone, week, holidays: [] }
  const served = serving(document, logins)
  return {
    ...served,
    sites: listOf(served, 'sites'),
    ...(officeZone !== null && {
      calendars: [...listOf(served, 'calendars').filter(({ id }) => id !== 'office'), calendar],
    }),
    queues: [...listOf(served, 'queues'), { id: 'general', name, ...(officeZone !== null && { calendar: 'office' }) }],
  }
}

/** The configuration in which these serve all queues: an account that was there before any queue serves none by itself. */
export function serving(document: Document, logins: readonly string[]): Document {
  const agents = listOf(document, 'agents')
  const missing = logins.filter((login) => !agents.some((agent) => agent['login'] === login))
  return missing.length === 0 ? document : { ...document, agents: [...agents, ...missing.map((login) => ({ login }))] }
}

/** The configuration with its first site, by the company's name. `origin`: '' for the hub's own pages alone. */
export function withSite(document: Document, name: BothLanguages, origin: string): Document {
  const [queue] = listOf(document, 'queues')
  const origins = origin === '' ? [] : [origin]
  const key = `pk_${keyFrom(name.en)}`
  return {
    ...document,
    sites: [...listOf(document, 'sites'), { id: keyFrom(name.en), key, name, origins, defaultQueue: queue?.['id'] }],
  }
}

/** A short key from a name: `example-shop`; `main` where nothing of it can stand in one. */
export function keyFrom(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
  return plain === '' ? 'main' : plain
}
