/**
 * PURE: what a table of people would do: who is new, who is there already, which queues and skills each is given, and which
 * rows cannot be used and why. Columns are found by their headings, in either language and any order.
 */
import type { BothLanguages } from '#protocol'
import type { AgentEntry } from '../agents/matrix.ts'
import { skillForm } from '../agents/matrix.ts'

export interface KnownHere {
  readonly logins: ReadonlySet<string>
  /** Role by what it may be called: its key, and its name in either language. */
  readonly roles: readonly (readonly [id: string, ...names: string[]])[]
  readonly queues: readonly { readonly id: string; readonly name: BothLanguages }[]
}

type RowFault = 'login' | 'name' | 'double' | 'role' | 'queue' | 'skill'

export interface PlannedPerson {
  /** Of the table, the headings being 1. */
  readonly row: number
  readonly login: string
  readonly name: string
  readonly role: string
  /** Keys; null where the table does not say, so that nothing changes, and `all` for all of them. */
  readonly queues: readonly string[] | 'all' | null
  readonly skills: Readonly<Record<string, number>> | null
  readonly isNew: boolean
  /** The first thing that is wrong, with the word that is; null for a row that can be used. */
  readonly fault: { readonly kind: RowFault; readonly word: string } | null
}

const columns = {
  name: ['name', '名前', '氏名'],
  login: ['login', 'sign-inname', 'signinname', 'username', 'サインイン名', 'ログイン', 'ログイン名', 'ログインid'],
  role: ['role', '役割', '権限'],
  queues: ['queues', 'queue', 'キュー'],
  skills: ['skills', 'skill', 'スキル'],
} as const
type Column = keyof typeof columns

const loginForm = /^[a-z0-9][a-z0-9._-]{0,39}$/
const nameMax = 80
const plain = (text: string): string => text.normalize('NFKC').trim()
const folded = (text: string): string => plain(text).toLowerCase().replaceAll(/\s/g, '')

/** Null where the first row names no sign-in name and no name: it is no table of people. */
export function planOf(rows: readonly (readonly string[])[], known: KnownHere): readonly PlannedPerson[] | null {
  const [head = [], ...people] = rows
  const headings = head.map(folded)
  const at = (column: Column): number =>
    headings.findIndex((one) => (columns[column] as readonly string[]).includes(one))
  if (at('login') === -1 || at('name') === -1) return null
  const seen = new Set<string>()
  return people.map((row, index) => {
    const cell = (column: Column): string => plain(row[at(column)] ?? '')
    const person = personOf(cell, index + 2, known)
    const isDouble = seen.has(person.login)
    seen.add(person.login)
    return isDouble ? { ...person, fault: { kind: 'double', word: person.login } } : person
  })
}

function personOf(cell: (column: Column) => string, row: number, known: KnownHere): PlannedPerson {
  const [login, name] = [cell('login').toLowerCase(), cell('name')]
  const isNew = !known.logins.has(login)
  const role = roleOf(cell('role'), known)
  const queues = queuesOf(cell('queues'), known)
  const skills = skillsOf(cell('skills'))
  const fault = !loginForm.test(login)
    ? ({ kind: 'login', word: login } as const)
    : isNew && (name === '' || name.length > nameMax)
      ? ({ kind: 'name', word: name } as const)
      : role === null
        ? ({ kind: 'role', word: cell('role') } as const)
        : 'wrong' in queues
          ? ({ kind: 'queue', word: queues.wrong } as const)
          : 'wrong' in skills
            ? ({ kind: 'skill', word: skills.wrong } as const)
            : null
  return {
    ...{ row, login, name, role: role ?? '', isNew, fault },
    queues: 'wrong' in queues ? null : queues.found,
    skills: 'wrong' in skills ? null : skills.found,
  }
}

/** Whoever is said to be nothing else is an agent. */
function roleOf(text: string, { roles }: KnownHere): string | null {
  if (text === '') return 'agent'
  return roles.find((names) => names.some((name) => folded(name) === folded(text)))?.[0] ?? null
}

type Read<T> = { readonly found: T | null } | { readonly wrong: string }

/** Words of one cell; a comma may stand in a quoted one. */
const wordsIn = (text: string): readonly string[] =>
  text
    .split(/[;|,、\n]/)
    .map(plain)
    .filter((word) => word !== '')

function queuesOf(text: string, { queues }: KnownHere): Read<readonly string[] | 'all'> {
  if (text === '') return { found: null }
  if (['*', 'all', 'すべて', '全て'].includes(folded(text))) return { found: 'all' }
  const keys: string[] = []
  for (const word of wordsIn(text)) {
    const queue = queues.find(({ id, name }) => [id, name.en, name.ja].some((one) => folded(one) === folded(word)))
    if (queue === undefined) return { wrong: word }
    if (!keys.includes(queue.id)) keys.push(queue.id)
  }
  return { found: keys }
}

function skillsOf(text: string): Read<Readonly<Record<string, number>>> {
  if (text === '') return { found: null }
  const found: Record<string, number> = {}
  for (const word of wordsIn(text)) {
    const [, skill = '', level = ''] = /^(\S+?)\s*[=:]\s*([1-5])$/.exec(word) ?? []
    if (!skillForm.test(skill)) return { wrong: word }
    found[skill] = Number(level)
  }
  return { found }
}

/** The rules of agents' work with what the table says of these people. Others, and what it does not say, stay. */
export function withPeople(entries: readonly AgentEntry[], people: readonly PlannedPerson[]): readonly AgentEntry[] {
  const said = new Map(
    people.filter(({ queues, skills }) => queues !== null || skills !== null).map((one) => [one.login, one]),
  )
  const kept = entries.map((entry) => {
    const person = said.get(entry.login.toLowerCase())
    said.delete(entry.login.toLowerCase())
    return person === undefined ? entry : given(entry, person)
  })
  return [...kept, ...[...said.values()].map((person) => given({ login: person.login }, person))]
}

function given(entry: AgentEntry, { queues, skills }: PlannedPerson): AgentEntry {
  const { queues: before, ...rest } = entry
  const served = queues === null ? before : queues === 'all' ? undefined : queues
  return { ...rest, ...(served !== undefined && { queues: served }), ...(skills !== null && { skills }) }
}
