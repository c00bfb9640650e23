/** Asks for one of the field's choices, or yes or no. `to` leads on from single ones; the rest go to `next`. */
import { questionKind, questionShape } from '../asking.ts'
import { maybe, namesTo, stepName, type Reading, type Shape, type Shaped } from '../shape.ts'
import type { StepKind } from './kind.ts'

const base = questionShape(['choice', 'yesNo'])
const targets = namesTo(/^[a-z][a-zA-Z0-9-]{0,39}$/, stepName, 'steps by key of a choice', 20)

type AskChoice = Shaped<typeof base> & { readonly to?: Readonly<Record<string, string>> }

/** `to` beside what every question says. */
const shape: Shape<AskChoice> = {
  what: base.what,
  read(value, place, reading) {
    if (typeof value !== 'object' || value === null || !('to' in value)) return base.read(value, place, reading)
    const { to, ...rest } = value
    const read = base.read(rest, place, reading)
    const led = maybe(targets).read(to, `${place}/to`, reading)
    if (read === undefined || led === undefined) return undefined
    noteKeys(read.field, Object.keys(led), place, reading)
    return { ...read, to: led }
  },
}

/** Each key must be a choice of the field. */
function noteKeys(field: string, keys: readonly string[], place: string, { mentions }: Reading): void {
  for (const key of keys)
    mentions.push({
      of: 'field',
      name: field,
      place: `${place}/to/${key}`,
      key,
    })
}

export const askChoice: StepKind<AskChoice> = questionKind(shape, {
  onward({ field, to = {}, next }, run) {
    const value = run.inFull(field)
    const key = typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
    return Object.hasOwn(to, key) ? to[key]! : next
  },
  exits: ({ to = {} }) => Object.entries(to).map(([key, step]) => ({ to: step, when: key, asked: true })),
})
