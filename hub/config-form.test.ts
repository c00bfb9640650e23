/** The form before a contact, in the configuration. */
import { expect, test } from 'vitest'
import { load, refusalOf, shop, small, words } from './config-testing.ts'

const withForm = (...form: object[]): object => ({ ...small, sites: [{ ...shop, form }] })
const order = { field: 'order.id', label: words }

test('fields have what is left out', () => {
  const { organisation } = load(
    {},
    withForm(order, { ...order, field: 'why', kind: 'choice', choices: [{ key: 'late', label: words }] }),
  )
  expect(organisation.sites[0]!.form).toEqual([
    { field: 'order.id', label: words, kind: 'text', choices: [], optional: false, about: 'topic' },
    {
      field: 'why',
      label: words,
      kind: 'choice',
      choices: [{ key: 'late', label: words }],
      optional: false,
      about: 'topic',
    },
  ])
  expect(load({}, small).organisation.sites[0]!.form).toBeUndefined()
})

test.each([
  ['a name that is none', { ...order, field: 'Order id' }, 'sites/0/form/0/field'],
  ['the name of a secret', { ...order, field: 'card.number' }, 'sites/0/form/0/field'],
  ['a kind that needs a contact', { ...order, kind: 'file' }, 'sites/0/form/0/kind'],
  ['a choice of nothing', { ...order, kind: 'choice' }, 'sites/0/form/0/choices'],
  ['choices of what is none', { ...order, choices: [{ key: 'a', label: words }] }, 'sites/0/form/0/choices'],
])('%s is refused', (_, field, place) => expect(refusalOf({}, withForm(field))).toContain(place))

test('no field is asked for twice', () => {
  expect(refusalOf({}, withForm(order, order))).toContain('sites/0/form/1/field')
})
