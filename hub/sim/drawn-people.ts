/** Who might work, and what contacts might ask of them, drawn by chance: for rehearsals of the floor alone. */
import type { AgentRules, Requirement, SkillRequirement } from '../acd/index.ts'
import { isExpressionError, readRequirement } from '../acd/requirement-expression.ts'
import { asRequirements } from '../acd/requirements.ts'
import { channelNames } from '../channels/index.ts'
import { makeId } from '../model/ids.ts'
import type { Chance } from './chance.ts'

export const queueKeys = ['one', 'two', 'three', 'four', 'five'] as const
export const skills = ['a', 'b', 'c'] as const

export function drawnAgents(chance: Chance): readonly AgentRules[] {
  return Array.from({ length: 9 }, (_, at) => ({
    id: makeId('agent', `a${at}`),
    queues: queueKeys.filter(() => chance.hits(0.6)).map((key) => makeId('queue', key)),
    skills: Object.fromEntries(skills.filter(() => chance.hits(0.7)).map((skill) => [skill, chance.between(1, 5)])),
    ...(chance.hits(0.3) ? { attributes: ['vip'], position: at % 3, weight: 1 + (at % 4) } : {}),
    ...(chance.hits(0.2) && { channels: drawnChannels(chance) }),
    capacityUnits: chance.pick([20, 25, 50, 50, 75, 100, 100, 150, 225]),
  })).filter(() => chance.hits(0.9))
}

/** Where somebody differs from what channels usually take. */
function drawnChannels(chance: Chance): NonNullable<AgentRules['channels']> {
  const different = channelNames.filter(() => chance.hits(0.4))
  return Object.fromEntries(
    different.map((name) => [
      name,
      {
        ...(chance.hits(0.5) && { units: chance.pick([10, 25, 50, 100]) }),
        ...(chance.hits(0.5) && { max: chance.between(1, 3) }),
        ...(chance.hits(0.5) && { interruptedBy: channelNames.filter(() => chance.hits(0.5)) }),
      },
    ]),
  )
}

export function drawnNeeds(chance: Chance): readonly SkillRequirement[] {
  const needed = skills.filter(() => chance.hits(0.4)).map((skill) => ({ skill, level: chance.between(1, 3) }))
  return chance.hits(0.5) ? needed : needed.reverse()
}

/** As somebody would write it; null for what cannot be read. */
export function askedInWords(chance: Chance): readonly Requirement[] | null {
  const form = readRequirement(chance.hits(0.1) ? chance.pick(unreadable) : wordsFor(chance, 0))
  return isExpressionError(form) ? null : asRequirements(form)
}

function wordsFor(chance: Chance, depth: number): string {
  const one = (): string =>
    depth < 2 && chance.hits(0.3)
      ? `(${wordsFor(chance, depth + 1)})`
      : `${chance.pick([...skills, 'vip'])}${chance.hits(0.6) ? `>=${chance.between(1, 4)}` : ''}`
  let words = one()
  while (chance.hits(0.4)) words += `${chance.pick(['&&', ' || '])}${one()}`
  return words
}

const many = (separator: string, one: (at: number) => string): string =>
  Array.from({ length: 70 }, (_, at) => one(at)).join(separator)

/** Beyond every bound, and broken off. */
const unreadable = [
  many('||', (at) => `s${at}`),
  many(' && ', (at) => `(a${at} || b${at})`),
  `${'('.repeat(30)}a${')'.repeat(30)}`,
  'a >= 6',
  'a b',
  '(a || b',
  'a && %',
  '',
]
