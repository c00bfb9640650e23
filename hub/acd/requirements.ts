/**
 * Who may serve what. A requirement is a skill at a level, or a choice between several sets of them; a list of requirements
 * asks for all at once. Its normal form is the choice between the least sets that suffice: one and the same for lists that
 * mean the same, so that equal requirements share a bench.
 */
import { compareIds } from './floor.ts'
import type { AgentRules, Requirement, SkillRequirement } from './state.ts'

/** Skills to have all at once: one entry a skill, in alphabetical order. */
export type SkillSet = readonly SkillRequirement[]
/** Any one of these sets suffices. Least sets only, in one fixed order. Without a set nobody qualifies. */
export type NormalForm = readonly SkillSet[]

/** More sets than this are refused when a requirement is read (see requirement-expression.ts). */
export const setsMax = 64

const anybody: NormalForm = [[]]

/** What all the lists ask for together. */
export function joined(...lists: readonly (readonly Requirement[])[]): NormalForm {
  let form = anybody
  for (const requirement of lists.flat()) form = both(form, setsOf(requirement))
  return form
}

/** Either of two. */
export const either = (a: NormalForm, b: NormalForm): NormalForm => least([...a, ...b])

/** Both of two. */
export function both(a: NormalForm, b: NormalForm): NormalForm {
  if (a === anybody) return least(b)
  return least(a.flatMap((one) => b.map((other) => union(one, other))))
}

const setsOf = (requirement: Requirement): NormalForm => ('anyOf' in requirement ? requirement.anyOf : [[requirement]])

/** The shortest list that asks for the same. */
export function asRequirements(form: NormalForm): readonly Requirement[] {
  return form.length === 1 ? form[0]! : [{ anyOf: form }]
}

/** The same text for requirements that mean the same, whatever their order. */
export function signatureOf(requirements: readonly Requirement[]): string {
  const [only] = requirements
  if (only === undefined) return ''
  if (requirements.length === 1 && !('anyOf' in only)) return signatureOfSet([only])
  return joined(requirements).map(signatureOfSet).join('|')
}

/** True when the agent has every skill of one of the sets, at the level asked or above. */
export const qualifies = (agent: AgentRules, form: NormalForm): boolean =>
  form.some((set) => set.every(({ skill, level }) => levelOf(agent, skill) >= level))

/** What an agent's skill counts: its level, 1 for an attribute, 0 for what they have not. */
export function levelOf({ skills, attributes }: AgentRules, skill: string): number {
  if (Object.hasOwn(skills, skill)) return skills[skill]!
  return attributes?.includes(skill) === true ? 1 : 0
}

const signatureOfSet = (set: SkillSet): string => JSON.stringify(set.map(({ skill, level }) => [skill, level]))

function union(a: SkillSet, b: SkillSet): SkillSet {
  const levels = new Map<string, number>()
  for (const { skill, level } of [...a, ...b]) levels.set(skill, Math.max(level, levels.get(skill) ?? 0))
  return [...levels].sort(([one], [other]) => compareIds(one, other)).map(([skill, level]) => ({ skill, level }))
}

/** Drops the sets that ask for more than another one does, and puts the rest in order. */
function least(sets: NormalForm): NormalForm {
  const known = new Map(sets.map((set) => [signatureOfSet(union(set, [])), union(set, [])]))
  const all = [...known.values()]
  const needed = all.filter((set) => !all.some((other) => other !== set && covers(set, other)))
  return needed.sort((a, b) => compareIds(signatureOfSet(a), signatureOfSet(b)))
}

/** Whoever has `greater` has `lesser` too. */
const covers = (greater: SkillSet, lesser: SkillSet): boolean =>
  lesser.every(({ skill, level }) => greater.some((one) => one.skill === skill && one.level >= level))
