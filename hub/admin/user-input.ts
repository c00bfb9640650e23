/** What an administrator types of a person, read: each either a proper value or one sentence that says what is allowed. */
import type { Role } from '../app/organisation.ts'
import { loadOrganisation } from '../config.ts'
import { normalLogin } from '../model/login.ts'
import { idPrefixes, type QueueId } from '../model/ids.ts'
import { builtInRoles } from '../model/rights.ts'
import { limits } from '../protocol/index.ts'
import { AdminError } from './say.ts'

export function loginOf(typed: string): string {
  const found = normalLogin(typed)
  if (found === null)
    throw new AdminError(
      `${JSON.stringify(typed)} cannot be a login: 1 to 64 letters, digits and . _ @ + - , without blanks.`,
    )
  return found
}

export function nameOf(typed: string): string {
  const name = typed.normalize('NFC').trim()
  if (name.length < 1 || name.length > limits.nameMax)
    throw new AdminError(`A name has 1 to ${limits.nameMax} characters.`)
  return name
}

/** One of those built in, or of those that the configuration has. */
export function roleOf(typed: string): Role {
  const own = loadOrganisation({ env: process.env }).roles ?? []
  const roles = [...Object.keys(builtInRoles), ...own.map(({ id }) => id)]
  if (!roles.includes(typed))
    throw new AdminError(`There is no role ${JSON.stringify(typed)}: one of ${roles.join(', ')}.`)
  return typed
}

export function queuesOf(typed: string | undefined): readonly QueueId[] {
  const known = loadOrganisation({ env: process.env }).queues.map((queue) => queue.rules.id)
  if (typed === undefined) return known
  return listed(typed).map((key) => {
    const queue = known.find((id) => id === idPrefixes.queue + key)
    if (queue !== undefined) return queue
    const keys = known.map((id) => id.slice(idPrefixes.queue.length))
    throw new AdminError(`There is no queue ${JSON.stringify(key)}: one of ${keys.join(', ')}.`)
  })
}

export function skillsOf(typed: string): Record<string, number> {
  return Object.fromEntries(
    listed(typed).map((text) => {
      const [, skill, level] = /^([a-z0-9][A-Za-z0-9_.-]{0,39})=([1-5])$/.exec(text) ?? []
      if (skill === undefined)
        throw new AdminError(`${JSON.stringify(text)} is no skill with a level from 1 to 5, such as lang.ja=3.`)
      return [skill, Number(level)]
    }),
  )
}

export function capacityOf(typed: string): number {
  const units = Number(typed)
  if (!Number.isInteger(units) || units < 0 || units > 1_000)
    throw new AdminError('Capacity is a whole number from 0 to 1000.')
  return units
}

const listed = (typed: string): string[] =>
  typed
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
