/**
 * Asks for one of the field's choices, or yes or no. `to` leads on from single ones; the rest go to `next`. What a customer
 * says in words of their own, and is none of them, may be the value of a field of text and lead to a step (`inWords`).
 */
import { questionKind, questionShape } from '../asking.ts'
import { declarationOf } from '../fields.ts'
import { fieldName, namesTo, record, stepName, type Reading, type Shape, type Shaped } from '../shape.ts'
import { readValue } from '../values/index.ts'
import type { StepKind } from './kind.ts'

const base = questionShape(['choice', 'yesNo'])
const targets = namesTo(/^[a-z][a-zA-Z0-9-]{0,39}$/, stepName, 'steps by key of a choice', 20)

const words = record({ field: fieldName('text'), to: stepName }, '{ "field", "to" }')

type AskChoice = Shaped<typeof base> & {
  readonly to?: Readonly<Record<string, string>>
  readonly inWords?: Shaped<typeof words>
}

/** `to` and `inWords` beside what every question says. */
const shape: Shape<AskChoice> = {
  what: base.what,
  read(value, place, reading) {
    if (typeof value !== 'object' || value === null) return base.read(value, place, reading)
    const { to, inWords, ...rest } = value as { readonly to?: unknown; readonly inWords?: unknown }
    const read = base.read(rest, place, reading)
    const led = to === undefined ? {} : targets.read(to, `${place}/to`, reading)
    const free = inWords === undefined ? null : words.read(inWords, `${place}/inWords`, reading)
    if (read === undefined || led === undefined || free === undefined) return undefined
    noteKeys(read.field, Object.keys(led), place, reading)
    return { ...read, to: led, ...(free !== null && { inWords: free }) }
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
  exits: ({ to = {}, inWords }) => [
    ...Object.entries(to).map(([key, step]) => ({ to: step, when: key, asked: true })),
    ...(inWords === undefined ? [] : [{ to: inWords.to, when: 'in words', asked: true }]),
  ],
  inWords({ inWords }, name, said, run) {
    if (inWords === undefined) return null
    const declared = declarationOf(run.flow.fields, inWords.field)!
    // Nobody was asked for what is sensitive, so nothing of it was masked.
    const read = declared.sensitive ? null : readValue(said, declared, run.reading)
    if (read === null || 'problem' in read) return null
    run.give(inWords.field, { value: read.value, trust: 'visitor', mode: 'default', source: `step:${name}` })
    return { go: inWords.to }
  },
})
