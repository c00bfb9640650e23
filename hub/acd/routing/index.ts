/** The ways of choosing an agent, one file each. A new one is a file and a line here; its contract test picks it up. */
import { bestSkill, bestSkillSum } from './best-skill.ts'
import { fewestContacts } from './fewest-contacts.ts'
import { leastOccupied } from './least-occupied.ts'
import { leastTalkTime } from './least-talk-time.ts'
import { linear } from './linear.ts'
import { longestIdle } from './longest-idle.ts'
import { ringGroup } from './ring-group.ts'
import { roundRobin } from './round-robin.ts'
import type { Strategy } from './strategy.ts'
import { weightedRandom } from './weighted-random.ts'

export { asksSeveral, type AgentStanding, type Strategy } from './strategy.ts'

/** Every strategy by the name that configuration uses. */
export const strategies = {
  'longest-idle': longestIdle,
  'least-occupied': leastOccupied,
  'fewest-contacts': fewestContacts,
  'least-talk-time': leastTalkTime,
  'best-skill': bestSkill,
  'best-skill-sum': bestSkillSum,
  'round-robin': roundRobin,
  linear,
  'weighted-random': weightedRandom,
  'ring-group': ringGroup,
} as const satisfies Record<string, Strategy>

export type StrategyName = keyof typeof strategies
