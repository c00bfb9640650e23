/** Goes the way of the first case that holds. */
import { condition, holds } from '../conditions.ts'
import { list, maybe, record, stepName, text, type Shaped } from '../shape.ts'
import type { StepKind } from './kind.ts'

const oneCase = record({ when: condition, to: stepName, name: maybe(text(60)) }, '{ "when", "to" }')
const shape = record({ cases: list(oneCase, 1, 20), otherwise: stepName })

export const branch: StepKind<Shaped<typeof shape>> = {
  shape,
  exits: ({ cases, otherwise }) => [
    ...cases.map(({ to, name }, at) => ({ to, when: name ?? `case ${at + 1}`, asked: false })),
    { to: otherwise, when: 'otherwise', asked: false },
  ],
  enter: ({ cases, otherwise }, _name, run) => ({
    go: cases.find(({ when }) => holds(when, run.fields, run.around))?.to ?? otherwise,
  }),
}
