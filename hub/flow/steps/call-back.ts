/** Notes that somebody calls back, and ends the talk. */
import { fieldName, list, maybe, queueName, record, words, type Shaped } from '../shape.ts'
import type { Run } from '../run.ts'
import type { StepKind } from './kind.ts'

const shape = record({
  queue: queueName,
  telephone: maybe(fieldName('telephone')),
  /** The day that the customer asked for. */
  date: maybe(fieldName('date')),
  fields: maybe(list(fieldName(), 0, 100)),
  text: maybe(words),
})

export const callBack: StepKind<Shaped<typeof shape>> = {
  shape,
  exits: () => [],
  enter({ queue, telephone, date, fields, text }, name, run) {
    if (text !== undefined) run.say(text)
    run.effects.push({
      type: 'callBack',
      queue,
      telephone: textOf(telephone, run),
      date: textOf(date, run),
      fields: run.handed(fields),
    })
    return run.end(name, 'callBack')
  },
}

const textOf = (field: string | undefined, run: Run): string | null => {
  const value = field === undefined ? undefined : run.field(field)?.value
  return typeof value === 'string' ? value : null
}
