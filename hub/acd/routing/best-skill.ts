/**
 * Who is best at what the contact asks for is asked first. Where the requirement leaves a choice, an agent counts with the
 * set of skills that they are best at. Skills that were not asked for count nothing.
 */
import { levelOf, type SkillSet } from '../requirements.ts'
import type { AgentStanding, Strategy } from './strategy.ts'

type Score = (levels: readonly number[]) => number

const sum: Score = (levels) => levels.reduce((total, level) => total + level, 0)
const mean: Score = (levels) => (levels.length === 0 ? 0 : sum(levels) / levels.length)

function bestBy(score: Score) {
  const scoreOf = ({ rules }: AgentStanding, set: SkillSet): number => {
    const levels = set.map(({ skill }) => (rules === null ? 0 : levelOf(rules, skill)))
    const isMet = set.every(({ level }, at) => levels[at]! >= level)
    return isMet ? score(levels) : 0
  }
  return {
    kind: 'rank',
    rank: (agent, asked) => -Math.max(0, ...asked.map((set) => scoreOf(agent, set))),
    equals: 'idle',
  } as const satisfies Strategy
}

/** By the mean of the levels of the skills asked for. */
export const bestSkill = bestBy(mean)
/** By their sum: of two choices the one with more skills counts more. */
export const bestSkillSum = bestBy(sum)
