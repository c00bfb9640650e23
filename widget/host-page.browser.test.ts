/** The widget as a guest on a stranger's page: commands, events, styles, policies, phone, and nothing left behind. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { command, composer, hostPage, launcher, panel, useStage } from './test/stage.ts'
import { states, talk } from './test/states.ts'

const stage = useStage()

/** Events of the host element by name, as they happen. */
const eventsOf = (page: Page): Promise<[string, unknown][]> =>
  page.evaluate(() => (window as unknown as { heard: [string, unknown][] }).heard)
const listen = `window.heard=[];for(const name of ['ready','open','close','message','unread','queue','agent','ended','connection','error'])
document.addEventListener('madoguchi-'+name,(event)=>heard.push([name,event.detail]))`

test('commands given before the loader was there are obeyed, and events are heard', async () => {
  stage.hub.page = hostPage('en', `${listen};Madoguchi('on','ready',()=>heard.push(['on ready']));Madoguchi('open')`)
  const page = await stage.visit()
  await page.locator('mdg-prechat').waitFor()
  await page.locator('mdg-prechat textarea').fill('Hello')
  await page.locator('mdg-prechat button').click()
  await page.locator('mdg-waiting').waitFor()
  stage.hub.answer('Ann')
  await command(page, 'close')
  stage.hub.say('Hi')
  await expect.poll(() => launcher(page).getAttribute('aria-label')).toBe('Open chat (1 new)')
  stage.hub.close()
  await expect.poll(async () => (await eventsOf(page)).map(([name]) => name)).toContain('ended')
  const heard = await eventsOf(page)
  expect(heard.map(([name]) => name)).toEqual(
    expect.arrayContaining([
      'ready',
      'on ready',
      'open',
      'connection',
      'queue',
      'agent',
      'close',
      'message',
      'unread',
      'ended',
    ]),
  )
  expect(heard.find(([name]) => name === 'queue')?.[1]).toEqual({
    position: 3,
    ahead: 2,
    ewtP50: 130_000,
    ewtP90: 290_000,
  })
  expect(heard.find(([name]) => name === 'agent')?.[1]).toEqual({ name: 'Ann' })
  expect(heard.findLast(([name]) => name === 'unread')?.[1]).toEqual({ count: 1 })
})

test('unknown commands are refused, listeners can be taken off, and destroy leaves nothing', async () => {
  const page = await stage.visit()
  const answer = await page.evaluate(async () => {
    const { Madoguchi } = window as unknown as { Madoguchi(...call: unknown[]): Promise<unknown> }
    const refused = await Madoguchi('nonsense').catch((error: Error) => error.message)
    const heard: string[] = []
    const off = (await Madoguchi('on', 'open', () => heard.push('open'))) as () => void
    await Madoguchi('open')
    off()
    await Madoguchi('close')
    await Madoguchi('open')
    await Madoguchi('destroy')
    return { refused, heard, left: document.querySelectorAll('madoguchi-widget').length }
  })
  expect(answer).toEqual({ refused: 'command.unknown', heard: ['open'], left: 0 })
})

test('a line about the connection has no room while there is nothing to say', async () => {
  const page = await stage.visit()
  await command(page, 'open')
  await page.locator('mdg-panel form').waitFor()
  expect(await page.locator('mdg-panel .line').boundingBox()).toBeNull()
})

test('the language can be changed at any time', async () => {
  const page = await stage.visit()
  await talk(stage.hub, page)
  await command(page, 'setLocale', 'ja')
  expect(await composer(page).getAttribute('placeholder')).toBe('メッセージを入力')
  expect(await launcher(page).getAttribute('aria-label')).toBe('チャットを閉じる')
  await command(page, 'setLocale', 'en')
  expect(await composer(page).getAttribute('placeholder')).toBe('Write a message')
})

test('styles of the page do not reach in, and nothing but Madoguchi is left on the page', async () => {
  const page = await stage.visit()
  const before = await page.evaluate(() => Object.keys(window))
  await talk(stage.hub, page)
  const style = await composer(page).evaluate((field) => {
    const { color, fontStyle, fontSize } = getComputedStyle(field)
    return { color, fontStyle, fontSize }
  })
  expect(style).toEqual({ color: 'rgb(27, 32, 38)', fontStyle: 'normal', fontSize: '16px' })
  const after = await page.evaluate(() => Object.keys(window))
  // The library leaves a note of its versions, which is how several copies on a page know of each other.
  const added = after.filter((name) => !before.includes(name) && !/^(lit|reactiveElement)[A-Z]/.test(name))
  expect(before).toContain('Madoguchi')
  expect(added).toEqual([])
})

test('[S5 csp] a strict policy with trusted types is enough', async () => {
  stage.hub.page = hostPage('ja').replaceAll(/<style>.*?<\/style>|<script>.*?<\/script>/gs, '')
  stage.hub.csp =
    "default-src 'none'; script-src 'self'; connect-src 'self' ws:; img-src blob:; require-trusted-types-for 'script'; trusted-types lit-html"
  const page = await stage.visit()
  const violations = page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const seen: string[] = []
        document.addEventListener('securitypolicyviolation', (event) => seen.push(event.violatedDirective))
        document.addEventListener('madoguchi-ended', () => resolve(seen))
      }),
  )
  await states.picture!(stage.hub, page)
  stage.hub.close()
  expect(await violations).toEqual([])
})

test('[S5 weight] without being asked for, only loader, api and look are loaded, the latter two when the page has time, and nothing is connected', async () => {
  stage.context = await stage.browser.newContext()
  const page = await stage.context.newPage()
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await page.goto(stage.hub.url, { waitUntil: 'networkidle' })
  expect(asked.filter((path) => path !== '/favicon.ico')).toEqual([
    '/',
    '/w.js',
    expect.stringMatching(/^\/widget\/assets\/api-/),
    expect.stringMatching(/^\/widget\/assets\/look-/),
    '/api/sites/pk_demo',
  ])
  await page.locator('madoguchi-widget').hover()
  await expect.poll(() => asked.some((path) => path.startsWith('/widget/assets/chat'))).toBe(true)
  expect(asked).not.toContain('/api/visitor/ticket')
})

test('[S5 phone] on a phone the window is the screen, and the page behind stands still until it is closed', async () => {
  const page = await stage.visit({ viewport: { width: 375, height: 700 }, hasTouch: true, isMobile: true })
  await talk(stage.hub, page)
  expect(
    await panel(page).evaluate((one) => {
      const { x, y, width, height } = one.getBoundingClientRect()
      return [x, y, width, height]
    }),
  ).toEqual([0, 0, 375, 700])
  expect(await page.evaluate(() => document.documentElement.style.overflow)).toBe('hidden')
  await command(page, 'close')
  await expect.poll(() => page.evaluate(() => document.documentElement.style.overflow)).toBe('')
})

test('[S5 unread] unread messages stand before the title while nobody looks', async () => {
  const page = await stage.visit()
  await talk(stage.hub, page)
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  stage.hub.say('Hello?')
  await expect.poll(() => page.title()).toBe('(1) Shop')
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'visible', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await expect.poll(() => page.title()).toBe('Shop')
})
