import { expect, test } from 'vitest'
import { readDocument } from '../../../hub/config.ts'
import { firstOpen, isBlank, keyFrom, serving, withQueue, withSite, type Known } from './first-steps.ts'

const name = { en: 'Example Shop', ja: 'サンプルショップ' }
const blank = { sites: [], queues: [] }
const nothing: Known = { company: null, people: 1, isAlone: false }

test('the steps come one after the other, and what is there is passed over', () => {
  expect(firstOpen(blank, nothing)).toBe('company')
  const named = { ...nothing, company: name }
  expect(firstOpen(blank, named)).toBe('queue')
  const queued = withQueue(blank, { name, officeZone: null, logins: ['admin'] })
  expect([firstOpen(queued, named), isBlank(queued)]).toEqual(['people', true])
  const alone = { ...named, isAlone: true }
  expect(firstOpen(queued, alone)).toBe('site')
  expect(firstOpen(queued, { ...named, people: 2 })).toBe('site')
  const sited = withSite(queued, name, '')
  expect([firstOpen(sited, { ...nothing, isAlone: true }), isBlank(sited)]).toEqual(['try', false])
})

test('what the steps make can be served', () => {
  const queued = withQueue(blank, { name, officeZone: 'Asia/Tokyo', logins: ['admin'] })
  const sited = withSite(serving(queued, ['admin', 'hanako']), name, 'https://shop.example.jp')
  for (const document of [queued, sited]) readDocument(document, { name: 'the guide', mode: 'production' })
  const { organisation } = readDocument(sited, { name: 'the guide', mode: 'production' })
  expect(organisation.sites[0]).toMatchObject({ key: 'pk_example-shop', origins: ['https://shop.example.jp'] })
  expect(organisation.agents.map(({ login }) => login)).toEqual(['admin', 'hanako'])
  expect(organisation.calendars?.get('office')).toBeDefined()
})

test('a name becomes a key that can be used', () => {
  expect(keyFrom('  Café & Söhne GmbH ')).toBe('cafe-so-hne-gmbh')
  expect(keyFrom('青空珈琲')).toBe('main')
  expect(keyFrom('x'.repeat(80))).toHaveLength(40)
})
