/**
 * The scorer of a simulated day: often good, else slow, gone, refusing, garbled, or wrong about whom it was asked. It dies
 * for minutes as well, so that the hub leaves it alone and tries again.
 */
import type { ScorerReply } from '../adapters/scorer-memory.ts'
import type { ScorerQuestion } from '../ports/scorer.ts'
import type { Chance } from './chance.ts'

/** What it does, and how often of a hundred. The first is what a day without faults sees alone. */
const habits = [
  ['good', 60],
  ['slow', 15],
  ['refusing', 5],
  ['garbled', 8],
  ['wrong', 7],
  ['dead', 5],
] as const

export type ScorerHabit = (typeof habits)[number][0]

export const scorerHabits = habits.map(([habit]) => habit)

/** So many questions in a row meet nobody once it has died: more than the hub goes on asking in vain. */
const deadFor = 12

/** What it replies. `seen` is told each time. */
export function drawnReply(
  chance: Chance,
  seen: (habit: ScorerHabit) => void,
): (question: ScorerQuestion, mayFail: boolean) => ScorerReply {
  let dead = 0
  return (question, mayFail) => {
    const drawn = habitOf(chance.between(0, 99))
    if (mayFail && drawn === 'dead' && dead === 0) dead = deadFor
    const habit = !mayFail ? 'good' : dead > 0 ? 'dead' : drawn
    if (dead > 0) dead -= 1
    seen(habit)
    return replyAs(habit, chance, question)
  }
}

function habitOf(of100: number): ScorerHabit {
  let upTo = 0
  for (const [habit, often] of habits) if (of100 < (upTo += often)) return habit
  return 'good'
}

function replyAs(habit: ScorerHabit, chance: Chance, { agents }: ScorerQuestion): ScorerReply {
  if (habit === 'dead') return null
  const afterMs = habit === 'slow' ? chance.between(1_000, 60_000) : chance.between(1, 60)
  const status = habit === 'refusing' ? 503 : 200
  const scores: [string, number][] = agents
    .filter(() => chance.hits(0.7))
    .map(({ id }) => [id, chance.between(-3, 3)] as [string, number])
  if (habit === 'wrong') scores.push(['agt_nobody', 1])
  const text = JSON.stringify({ scores: Object.fromEntries(scores) })
  return { afterMs, status, text: habit === 'garbled' ? text.slice(0, chance.between(0, text.length - 1)) : text }
}
