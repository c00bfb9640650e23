/** Payloads through every door to every screen (no-script.ts), and whether the net around the pages would catch one. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Chance } from '../sim/chance.ts'
import { neverStruck, reportLines } from './attack.ts'
import { openBrowser } from './browser.ts'
import { noScript } from './no-script.ts'
import { watchedPage } from './page-watch.ts'
import { families, payloadsOf } from './payloads.ts'
import { until } from './waiting.ts'

let browser: Browser
/** Pages as careless code would make them. */
let careless: Server
let origin = ''
const policy = "require-trusted-types-for 'script'; script-src 'self'"

beforeAll(async () => {
  browser = await openBrowser()
  careless = createServer(({ url }, response) => {
    const text = decodeURIComponent((url ?? '').split('?').at(-1)!)
    response.setHeader('content-type', 'text/html; charset=utf-8')
    if (url!.startsWith('/strict')) response.setHeader('content-security-policy', policy)
    response.end(`<!doctype html><title>careless</title><body>${text}`)
  })
  await new Promise<void>((resolve) => careless.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(careless.address() as AddressInfo).port}`
})
afterAll(async () => {
  await browser?.close()
  careless?.close()
})

test('300 payloads of every family through every door to every screen stay text', async () => {
  const result = await noScript(4711, 300)
  console.log(reportLines('no-script', 4711, result).join('\n'))
  expect(neverStruck(result)).toEqual([])
}, 900_000)

test('payloads are many, different, and of every family', () => {
  const payloads = payloadsOf(1_500, new Chance(1))
  expect(new Set(payloads).size).toBe(1_500)
  expect(payloads.length / Object.keys(families).length).toBeGreaterThan(50)
})

test('the net catches what a page makes of text that it takes for markup', async () => {
  const told: string[] = []
  for (const text of [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<iframe srcdoc="<p>x</p>"></iframe>',
    '<a href="javascript:alert(1)">x</a>',
    '<link rel=stylesheet href=//evil.example/x.css>',
  ]) {
    const before = told.length
    const watched = await watchedPage(browser, { url: `${origin}/?${encodeURIComponent(text)}`, where: text, told })
    await until(() => told.length > before)
    await watched.close()
  }
  expect(told.some((line) => line.includes('alert ran'))).toBe(true)
}, 60_000)

test('the net catches what a policy refuses, in a shadow root too', async () => {
  const told: string[] = []
  const watched = await watchedPage(browser, { url: `${origin}/strict`, where: 'strict', told })
  await watched.page.evaluate(() => {
    const root = document.body.appendChild(document.createElement('p')).attachShadow({ mode: 'open' })
    root.append(document.createElement('marquee'))
    try {
      Reflect.set(document.body, 'innerHTML', '<img src=x onerror=alert(1)>')
    } catch {
      // Told by the event.
    }
  })
  await until(() => told.some((line) => line.includes('require-trusted-types-for')) && told.length >= 2)
  const all = told.join('\n')
  expect(all).toContain('element marquee')
  expect(all).toContain('require-trusted-types-for')
  expect(await watched.shown('')).toContain('careless')
}, 60_000)
