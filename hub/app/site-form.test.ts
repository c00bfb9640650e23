/** What a site asks before a contact: shown to its visitors, read as they write it, kept as their word, and not asked twice. */
import { expect, test } from 'vitest'
import { demoOrganisation } from '../demo.ts'
import type { Prefilled } from '../protocol/index.ts'
import type { FormField, Organisation } from './organisation.ts'
import type { Page } from './page-testing.ts'
import { Counter, firstWords, staff, visitor } from './testing.ts'

const field = (name: string, more: Partial<FormField> = {}): FormField => ({
  field: name,
  label: { en: name.toUpperCase(), ja: `${name}です` },
  kind: 'text',
  choices: [],
  optional: false,
  about: 'topic',
  ...more,
})
const form = [
  field('order.id'),
  field('telephone', { kind: 'telephone', about: 'customer' }),
  field('pieces', { kind: 'number', optional: true }),
]
const asking: Organisation = {
  ...demoOrganisation,
  sites: demoOrganisation.sites.map((site) => ({ ...site, form })),
}
const filled = (name: string, value: string): Prefilled => ({ name, value, mode: 'default', source: 'form' })
const shown = (page: Page) =>
  page.item('visit', 'site')!.form?.map(({ field, known, locked }) => [field, known, locked] as const)

test('what was filled in goes to the agent as the customer’s word, under the label of the form, in its one form', async () => {
  const counter = await Counter.open({ organisation: asking })
  const agent = await counter.arrive(staff())
  const customer = await counter.page(visitor())
  expect(shown(customer)).toEqual([
    ['order.id', '', false],
    ['telephone', '', false],
    ['pieces', '', false],
  ])
  const fields = [
    filled('order.id', 'AB-1'),
    filled('telephone', '０９０－１２３４－５６７８'),
    filled('pieces', '三個'),
  ]
  await customer.ask('contact.start', { ...firstWords, fields })
  await counter.accept(agent)
  const known = agent.items('desk', 'contact')[0]!.fields!
  expect(known.map(({ name, label, shown, trust, source }) => [name, label, shown, trust, source])).toEqual([
    ['order.id', 'ORDER.ID', 'AB-1', 'visitor', 'form'],
    ['telephone', 'TELEPHONE', '09012345678', 'visitor', 'form'],
    ['pieces', 'PIECES', '3', 'visitor', 'form'],
  ])
})

test('what cannot be read is kept as it was typed, and a page’s own value stays the page’s', async () => {
  const counter = await Counter.open({ organisation: asking })
  const agent = await counter.arrive(staff())
  const customer = await counter.page(visitor())
  const page: Prefilled = { name: 'order.id', value: 'AB-2', mode: 'locked', source: 'script' }
  await customer.ask('contact.start', { ...firstWords, fields: [page, filled('telephone', 'ask my wife')] })
  await counter.accept(agent)
  const known = agent.items('desk', 'contact')[0]!.fields!
  expect(known.map(({ name, shown, trust }) => [name, shown, trust])).toEqual([
    ['order.id', 'AB-2', 'page'],
    ['telephone', 'ask my wife', 'visitor'],
  ])
})

test('a new contact asks for what it is about, and not again who it is, also after a restart', async () => {
  const counter = await Counter.open({ organisation: asking })
  const customer = await counter.page(visitor())
  const fields = [filled('order.id', 'AB-1'), filled('telephone', '0312345678')]
  const { contact } = await customer.ask('contact.start', { ...firstWords, fields })
  await customer.ask('contact.end', { contact })
  await counter.pass(1_000)
  const again = [
    ['order.id', '', false],
    ['telephone', '0312345678', false],
    ['pieces', '', false],
  ]
  expect(shown(customer)).toEqual(again)
  await counter.restart()
  expect(shown(await counter.page(visitor()))).toEqual(again)
  expect(shown(await counter.page(visitor('other')))).toEqual([
    ['order.id', '', false],
    ['telephone', '', false],
    ['pieces', '', false],
  ])
})

test('a site without a form of its own has the usual one', async () => {
  const counter = await Counter.open()
  expect((await counter.page(visitor())).item('visit', 'site')!.form).toBeNull()
})
