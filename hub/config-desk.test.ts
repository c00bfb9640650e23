/** Replies, tags and links of the configuration: what is filled in, and what is refused in which words. */
import { describe, expect, test } from 'vitest'
import { load, refusalOf, secret, small, words } from './config-testing.ts'

const production = { MADOGUCHI_MODE: 'production', MADOGUCHI_SECRET: secret }
const reply = (part: object = {}) => ({ key: 'hello', title: words, text: { en: 'Hello', ja: 'こんにちは' }, ...part })
const link = (url: string) => ({ key: 'crm', label: words, url })
const organisation = (part: object) => load(production, { ...small, ...part }).organisation

test('what is not said is nothing', () => {
  expect(organisation({})).toMatchObject({ replies: [], tags: [], links: [] })
})

test('short keys of queues become those of the floor', () => {
  const { replies } = organisation({ replies: [reply(), reply({ key: 'order', queues: ['orders'] })] })
  expect(replies!.map(({ key, queues }) => [key, queues])).toEqual([
    ['hello', []],
    ['order', ['que_orders']],
  ])
})

describe('an address of a link', () => {
  test.each([
    'https://crm.example.jp/find?name={customer.name}&mail={customer.email}',
    'http://10.0.0.7:8080/orders/{field.order.id}#tab',
    'https://crm.example.jp/#/{contact.id}/{customer.id}/{customer.phone}/{customer.company}',
    'https://crm.example.jp/',
  ])('may be %s', (url) => expect(organisation({ links: [link(url)] }).links).toEqual([link(url)]))

  test.each([
    'https://{customer.company}.example.jp/',
    'https://crm.example.jp:{field.port}/',
    'https://crm.example.jp{field.rest}/',
    'https://{customer.name}@crm.example.jp/',
    'javascript:alert({customer.name})',
    '{customer.name}',
    'https://crm.example.jp/{customer.password}',
    'https://crm.example.jp/{field.Not A Name}',
    'https://crm.example.jp/{customer.name',
    'https://user:pass@crm.example.jp/',
    'crm.example.jp/{customer.name}',
  ])('may not be %s', (url) => {
    const refusal = refusalOf(production, { ...small, links: [link(url)] })
    expect(refusal).toContain('links/0/url')
    expect(refusal).toContain('an address of http or https')
  })
})

test.each([
  ['replies/1/key', { replies: [reply(), reply()] }],
  ['replies/0/queues/0', { replies: [reply({ queues: ['nowhere'] })] }],
  ['replies/0/text/ja', { replies: [reply({ text: { en: 'Hello', ja: '' } })] }],
  [
    'replies',
    {
      replies: Array.from({ length: 300 }, (_, at) =>
        reply({ key: `k${at}`, text: { en: 'x'.repeat(2_000), ja: 'い' } }),
      ),
    },
  ],
  [
    'tags/1/key',
    {
      tags: [
        { key: 'late', label: words },
        { key: 'late', label: words },
      ],
    },
  ],
  ['links/1/key', { links: [link('https://a.example.jp/'), link('https://b.example.jp/')] }],
])('a fault is told by its place: %s', (place, part) => {
  expect(refusalOf(production, { ...small, ...part })).toContain(`"${place}"`)
})
