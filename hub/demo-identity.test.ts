import { expect, test } from 'vitest'
import { readIdentityKeys } from './auth/identity-keys.ts'
import { IdentityTokens } from './auth/identity-token.ts'
import { demoOrganisation, demoSiteKey, withOwnOrigins } from './demo.ts'
import { demoShop } from './demo-identity.ts'
import { makeId } from './model/ids.ts'
import { instant } from './model/time.ts'

const nowS = 1_800_000_000
const shop = demoShop('a secret of more than 32 characters')
const tokens = (of: typeof shop, site = demoSiteKey): IdentityTokens =>
  new IdentityTokens({
    now: () => instant(nowS * 1_000),
    issuer: of.identity.issuer,
    site,
    keys: readIdentityKeys(JSON.stringify({ keys: of.identity.keys })),
  })
const session = makeId('session', 'a')

test('the sample shop names its two customers, and nobody else', async () => {
  const verified = await tokens(shop).verify(shop.signedIn('misaki', nowS)!, session)
  expect(verified).toMatchObject({ identity: { subject: 'misaki', fields: { 'customer.name': '田中 美咲' } } })
  for (const stranger of ['', 'hanako', '__proto__', 'constructor']) expect(shop.signedIn(stranger, nowS)).toBeNull()
})

test('what it signs is good for the demo’s site and at this hub alone', async () => {
  const token = shop.signedIn('james', nowS)!
  expect(await tokens(shop, 'pk_shop').verify(token, session)).toEqual({ refused: 'identity.audience' })
  const other = demoShop('another secret, of another hub, as long')
  expect(await tokens(other).verify(token, session)).toEqual({ refused: 'identity.signature' })
})

test('only the demo’s site believes it, only where the hub is told so, and never over what a file says', () => {
  const own = { port: 8080, tls: false, publicOrigin: null }
  const [site] = demoOrganisation.sites
  const of = (sites: readonly object[], identity: typeof shop.identity | null): unknown =>
    withOwnOrigins({ ...demoOrganisation, sites: sites as never }, { ...own, identity }).sites[0]?.identity
  expect(of([site!], shop.identity)).toBe(shop.identity)
  expect(of([site!], null)).toBeUndefined()
  expect(of([{ ...site!, key: 'pk_shop' }], shop.identity)).toBeUndefined()
  const written = { ...shop.identity, issuer: 'https://shop.example.jp' }
  expect(of([{ ...site!, identity: written }], shop.identity)).toBe(written)
})
