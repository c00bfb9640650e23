/** The pages of the hub's own by their addresses: which is served, and who may have it in a frame. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { headerOf, shopOrigin, testConfig, testHttp } from './testing.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pages-'))
  for (const page of ['chat', 'agent-app', 'wait']) {
    mkdirSync(join(folder, page, 'assets'), { recursive: true })
    writeFileSync(join(folder, page, 'index.html'), `<!doctype html><title>${page}</title>`)
    writeFileSync(join(folder, page, 'assets/page-abcdefgh.js'), '1')
  }
})
afterAll(() => rmSync(folder, { recursive: true }))

const ask = (path: string) => testHttp(testConfig(), folder).ask({ path })
const ancestors = (policy: string): string => /frame-ancestors ([^;]*)/.exec(policy)![1]!

test('a site’s chat may be in frames of the site’s own pages, and in nobody else’s', async () => {
  const origins = [shopOrigin, 'http://[::1]:8080']
  const words = { en: 'Shop', ja: '店' }
  const sites = [{ id: 'shop', key: 'pk_shop', name: words, origins, defaultQueue: 'orders' }]
  const response = await testHttp(testConfig({}, { sites }), folder).ask({ path: '/chat/pk_shop' })
  expect(String(response.body)).toContain('<title>chat</title>')
  const policy = headerOf(response, 'content-security-policy')
  expect(ancestors(policy)).toBe(`'self' ${shopOrigin}`)
  expect(policy).toContain("require-trusted-types-for 'script'")
  expect(policy).toContain("default-src 'none'")
})

test.each(['/chat/pk_none', '/chat/%22;%20script-src%20*'])(
  '%s says nothing of sites, and may be in frames of the hub’s own pages alone',
  async (path) => {
    const response = await ask(path)
    expect(ancestors(headerOf(response, 'content-security-policy'))).toBe("'self'")
    expect(headerOf(response, 'content-security-policy')).not.toContain('script-src *')
  },
)

test.each(['/chat/', '/chat/pk_shop/more', '/chat/../agent/'])('%s is no page', async (path) => {
  expect((await ask(path)).status).toBe(404)
})

test('its scripts are kept for a year, and agents’ pages are in no frame', async () => {
  expect(headerOf(await ask('/chat/assets/page-abcdefgh.js'), 'cache-control')).toContain('immutable')
  for (const path of ['/agent/', '/wait/'])
    expect(ancestors(headerOf(await ask(path), 'content-security-policy'))).toBe("'none'")
})
