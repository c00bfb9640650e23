/** What a page may know before its visitor has asked for anything. */
import { expect, test } from 'vitest'
import { headerOf, jsonOf, shopOrigin, testConfig, testHttp } from './testing.ts'

const path = '/api/sites/pk_shop'
const words = { en: 'Shop', ja: '店' }
const queues = [{ id: 'orders', name: words }]
const shop = { id: 'shop', key: 'pk_shop', name: words, origins: [shopOrigin], defaultQueue: 'orders' }
const configured = (more: object) => testHttp(testConfig({}, { queues, sites: [{ ...shop, ...more }] }))

test('a site’s face is its look and its invitations, for pages of the site, without an identity', async () => {
  const invitations = [{ key: 'cart', text: words, when: { seconds: 5 } }]
  const hub = configured({ look: { accent: '#ff7a00' }, invitations })
  const response = await hub.ask({ path, origin: shopOrigin })
  expect(response.status).toBe(200)
  expect(jsonOf(response)).toEqual({
    name: words,
    look: { accent: '#ff7a00' },
    invitations: [{ ...invitations[0], only: 'staffed', everyDays: 7 }],
  })
  expect(headerOf(response, 'access-control-allow-origin')).toBe(shopOrigin)
  expect(headerOf(response, 'set-cookie')).toBe('')
  expect(jsonOf(await configured({}).ask({ path })).look).toEqual({})
})

test('a browser keeps it, asks whether it is still so, and hears what has changed', async () => {
  const hub = configured({})
  const first = await hub.ask({ path, origin: shopOrigin })
  const etag = headerOf(first, 'etag')
  expect(headerOf(first, 'cache-control')).toContain('max-age=300')
  expect(headerOf(first, 'vary')).toBe('origin')
  const again = await hub.ask({ path, origin: shopOrigin, headers: { 'if-none-match': etag } })
  expect([again.status, again.body, headerOf(again, 'etag')]).toEqual([304, '', etag])
  expect(headerOf(again, 'access-control-allow-origin')).toBe(shopOrigin)
  const other = await configured({ look: { corners: 'soft' } }).ask({ path, headers: { 'if-none-match': etag } })
  expect(other.status).toBe(200)
})

test.each(['', '/now'])('%s is refused to other origins and for unknown sites, alike', async (more) => {
  const hub = testHttp()
  for (const [asked, origin] of [
    [path, 'https://bank.example.jp'],
    [path, 'null'],
    ['/api/sites/pk_none', shopOrigin],
  ] as const) {
    const response = await hub.ask({ path: asked + more, origin })
    expect([response.status, jsonOf(response)]).toEqual([403, { code: 'site.forbidden' }])
  }
})

test('who is there may be asked anew after ten seconds, and not without end', async () => {
  const hub = testHttp(testConfig({}, { limits: { ticketsPerMinutePerAddress: 2 } }))
  const response = await hub.ask({ path: `${path}/now`, origin: shopOrigin })
  expect(jsonOf(response)).toEqual(hub.door.siteNow())
  expect(headerOf(response, 'cache-control')).toBe('private, max-age=10')
  await hub.ask({ path: `${path}/now`, origin: shopOrigin })
  expect((await hub.ask({ path: `${path}/now`, origin: shopOrigin })).status).toBe(429)
})
