/** Hands the customer over to a queue, with the skills their agent must have, a priority, and what is known. */
import { fieldName, list, maybe, namesTo, queueName, record, whole, words, type Shaped } from '../shape.ts'
import type { StepKind } from './kind.ts'

const shape = record({
  queue: queueName,
  /** Least levels by skill; `{locale}` is the customer's language: `{ "lang.{locale}": 3 }`. */
  skills: maybe(namesTo(/^[A-Za-z0-9_.{}-]{1,40}$/, whole(1, 5, 'a level'), 'levels by skill', 20)),
  /** Head start on those who wait, seconds. Default 0. */
  prioritySeconds: maybe(whole(0, 86_400, 'seconds')),
  /** Fields that the agent is shown. Default: all. */
  fields: maybe(list(fieldName(), 0, 100)),
  text: maybe(words),
})

export const handOver: StepKind<Shaped<typeof shape>> = {
  shape,
  exits: () => [],
  enter({ queue, skills = {}, prioritySeconds = 0, fields, text }, name, run) {
    if (text !== undefined) run.say(text)
    run.effects.push({
      type: 'queue',
      queue,
      skills: Object.entries(skills).map(([skill, level]) => ({ skill: skill.replace('{locale}', run.locale), level })),
      priorityMs: prioritySeconds * 1_000,
      fields: run.handed(fields),
    })
    return run.end(name, 'queued')
  },
}
