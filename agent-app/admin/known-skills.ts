/** PURE: names of skills and attributes that the configuration speaks of, those that most have first: proposals for fields. */
import type { Editing } from './editing.ts'

interface Agent {
  readonly skills?: Readonly<Record<string, number>>
  readonly attributes?: readonly string[]
}

export function knownSkills(editing: Pick<Editing, 'list'>): readonly string[] {
  const counts = new Map<string, number>()
  const count = (name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1)
  for (const { skills = {}, attributes = [] } of editing.list<Agent>('agents'))
    for (const name of [...Object.keys(skills), ...attributes]) count(name)
  return [...counts].sort(([a, n], [b, m]) => m - n || a.localeCompare(b)).map(([name]) => name)
}
