/** Who may serve what: skill requirements joined, written as a key, and held against an agent's skills. */
import type { AgentRules, SkillRequirement } from './state.ts'

/** One requirement per skill at the highest level asked, in alphabetical order. */
export function joined(...lists: readonly (readonly SkillRequirement[])[]): readonly SkillRequirement[] {
  const levels = new Map<string, number>()
  for (const { skill, level } of lists.flat()) levels.set(skill, Math.max(level, levels.get(skill) ?? 0))
  return [...levels].sort(([a], [b]) => (a < b ? -1 : 1)).map(([skill, level]) => ({ skill, level }))
}

/** The same text for requirements that mean the same, whatever their order. */
export function signatureOf(requirements: readonly SkillRequirement[]): string {
  const [only] = requirements
  if (only === undefined) return ''
  if (requirements.length === 1) return JSON.stringify([[only.skill, only.level]])
  return JSON.stringify(joined(requirements).map(({ skill, level }) => [skill, level]))
}

/** True when the agent has every skill at the level asked, or above. */
export function qualifies(agent: AgentRules, requirements: readonly SkillRequirement[]): boolean {
  return requirements.every(({ skill, level }) => Object.hasOwn(agent.skills, skill) && agent.skills[skill]! >= level)
}
