/**
 * What is expected of the widget as a guest: the lines `[S5 …]` of CONTRACT.md that no other file tries. One page a line, many looks.
 */
import type { Page } from 'playwright-core'
import { beforeEach, expect, test } from 'vitest'
import { command, composer, focused, launcher, panel, useStage } from './test/stage.ts'
import { askedOf, run, shop, write } from './test/shop.ts'
import { talk } from './test/states.ts'

const stage = useStage()
beforeEach(() => {
  stage.hub.page = shop({})
})

const asked = <Verb extends Parameters<typeof askedOf>[1]>(verb: Verb) => askedOf(stage, verb)

test('[S5 launcher] a real button that says what it opens, a dialog that takes focus and gives it back, a log that is read out', async () => {
  const page = await stage.visit()
  expect(
    await launcher(page).evaluate((one) => [
      one.localName,
      one.ariaExpanded,
      one.getAttribute('aria-controls'),
      one.ariaLabel,
    ]),
  ).toEqual(['button', 'false', 'panel', 'Open chat'])
  await launcher(page).focus()
  await page.keyboard.press('Enter')
  await page.locator('mdg-prechat').waitFor()
  expect(await panel(page).evaluate((one) => [one.id, one.role, one.ariaModal])).toEqual(['panel', 'dialog', null])
  expect(await launcher(page).getAttribute('aria-expanded')).toBe('true')
  await expect.poll(() => focused(page)).toMatch(/^(input|textarea)/)
  stage.hub.begin('Hello')
  stage.hub.answer('Ann')
  await composer(page).waitFor()
  const roles = await panel(page).evaluate((one) =>
    [...one.shadowRoot!.querySelectorAll('mdg-log,.line')].map((part) => {
      const live = part.shadowRoot?.querySelector('[role=log]') ?? part
      return [live.role, live.ariaLive]
    }),
  )
  expect(roles).toEqual(
    expect.arrayContaining([
      ['log', expect.anything()],
      ['status', null],
    ]),
  )
  await composer(page).press('Escape')
  await expect.poll(() => focused(page)).toBe('button[Open chat]')
  stage.hub.say('There you are.')
  await expect.poll(() => launcher(page).getAttribute('aria-label')).toBe('Open chat (1 new)')
})

test('[S5 japanese] the window is in Japanese, says so, and breaks lines and writes dates as Japanese does', async () => {
  stage.hub.page = shop({ lang: 'ja' })
  const page = await stage.visit()
  expect(await launcher(page).evaluate((one) => [(one as HTMLElement).lang, one.ariaLabel])).toEqual([
    'ja',
    'チャットを開く',
  ])
  await talk(stage.hub, page)
  expect(await panel(page).evaluate((one) => [(one as HTMLElement).lang, one.ariaLabel])).toEqual([
    'ja',
    expect.stringContaining('あおぞら珈琲'),
  ])
  const said = await page.locator('mdg-log').evaluate((one) => one.shadowRoot!.textContent)
  expect(said).toMatch(/\d+年\d+月\d+日|\d+月\d+日|今日/)
})

test('[S5 persistence] what is kept is kept where the page says, and not longer than it says', async () => {
  const keys = (page: Page): Promise<string[][]> =>
    page.evaluate(() =>
      [localStorage, sessionStorage].map((storage) =>
        Object.keys(storage)
          .filter((key) => key.startsWith('madoguchi:'))
          .sort(),
      ),
    )
  stage.hub.page = shop({ script: 'data-storage="none"' })
  const page = await stage.visit()
  await run(page, 'prefill', { name: 'Ann' })
  await command(page, 'open')
  await write(page, 'Hello')
  await page.locator('mdg-waiting').waitFor()
  expect(await keys(page)).toEqual([[], []])
  stage.hub.reset()
  stage.hub.page = shop({ script: 'data-storage="session"' })
  await page.reload()
  await command(page, 'open')
  await page.locator('mdg-prechat').waitFor()
  expect(await keys(page)).toEqual([[], expect.arrayContaining(['madoguchi:pk_demo:panel', 'madoguchi:pk_demo:token'])])
  stage.hub.page = shop({ script: 'data-storage-ttl="60"' })
  await page.evaluate(() => {
    sessionStorage.clear()
    localStorage.setItem('madoguchi:pk_demo:token', 'of long ago')
    localStorage.setItem('madoguchi:pk_other:token', 'of another site')
    localStorage.setItem('madoguchi:pk_demo:seenAt', `${Date.now() - 61_000}`)
  })
  await page.reload()
  await expect
    .poll(() =>
      page.evaluate(() => [
        localStorage.getItem('madoguchi:pk_demo:token'),
        localStorage.getItem('madoguchi:pk_other:token'),
      ]),
    )
    .toEqual([null, 'of another site'])
})

test('[S5 unread] badge, blinking title and a tone, each where the page wants it', async () => {
  stage.hub.page = shop({ script: 'data-attention="blink badge sound"' })
  const page = await stage.visit()
  await page.evaluate(() => {
    const told = Object.assign(window, { badges: [] as unknown[], tones: 0, titles: new Set<string>() })
    navigator.setAppBadge = async (count) => void told.badges.push(count)
    const start = OscillatorNode.prototype.start
    OscillatorNode.prototype.start = function (...given) {
      told.tones += 1
      return start.apply(this, given)
    }
    new MutationObserver(() => told.titles.add(document.title)).observe(document.querySelector('title')!, {
      childList: true,
    })
  })
  await talk(stage.hub, page)
  await page.mouse.click(5, 5)
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await expect
    .poll(() =>
      page.evaluate(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('calling'))),
    )
    .toBe(true)
  stage.hub.say('Hello?')
  const told = (): Promise<unknown> =>
    page.evaluate(() => {
      const { badges, tones, titles } = window as unknown as { badges: unknown[]; tones: number; titles: Set<string> }
      return [badges.at(-1), tones > 0, [...titles].sort()]
    })
  await expect.poll(told, { timeout: 10_000 }).toEqual([1, true, ['(1) Shop', 'Shop']])
})

test('[S5 spa] [S5 navigation] a swapped body keeps the widget and its talk; two lines make one; an address is followed without a timer', async () => {
  stage.hub.page = shop({ script: 'data-prefill-params="order"' })
  const page = await stage.visit()
  await talk(stage.hub, page)
  await composer(page).fill('Half a word')
  await page.evaluate(() => {
    history.pushState(null, '', '/?order=4711')
    const next = document.createElement('body')
    next.append(Object.assign(document.createElement('h1'), { textContent: 'Next page' }))
    document.body.replaceWith(next)
  })
  await expect.poll(() => page.locator('body > madoguchi-widget').count()).toBe(1)
  expect(await composer(page).inputValue()).toBe('Half a word')
  await expect
    .poll(() => asked('contact.prefill').flatMap(({ fields }) => fields.map(({ value }) => value)))
    .toEqual(['4711'])
  await page.addScriptTag({ url: '/w.js?again', type: 'module' })
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)))
  expect(await page.locator('madoguchi-widget').count()).toBe(1)
  await composer(page).press('Enter')
  await expect.poll(() => asked('message.send').map(({ text }) => text)).toEqual(['Half a word'])
})

test('[S5 spa] destroy leaves no listener, no timer, no element, and a promise that says so', async () => {
  const page = await stage.visit()
  await page.context().addInitScript(countListeners)
  stage.hub.page = shop({
    script: 'data-attention="blink badge sound" data-prefill-params="order" data-storage-ttl="60"',
  })
  await page.reload()
  await talk(stage.hub, page)
  await run(page, 'prefill', { name: 'Ann' })
  const left = (): Promise<string[]> =>
    page.evaluate(() => (window as unknown as { listeners(): string[] }).listeners())
  expect((await left()).length).toBeGreaterThan(5)
  await run(page, 'destroy')
  await expect.poll(left).toEqual([])
  expect(await page.locator('madoguchi-widget').count()).toBe(0)
  expect(await run(page, 'open')).toBe('refused: widget.absent')
})

test('[S5 permissions] the element needs no frame, so what the page may use of devices is what the visitor is asked for', async () => {
  const page = await stage.visit()
  await talk(stage.hub, page)
  expect(await page.locator('iframe').count()).toBe(0)
  expect(await page.evaluate(() => document.querySelector('madoguchi-widget')!.getRootNode() === document)).toBe(true)
})

/** Before the page's own scripts: counts what is listened to on what outlives the widget, and timers that come again. */
const countListeners = `{
  const held = new Set()
  for (const target of [window, document, visualViewport, globalThis.navigation, matchMedia('(pointer:fine)').__proto__].filter(Boolean)) {
    const { addEventListener, removeEventListener } = target
    const key = (type, listener, options) => type + ' ' + (typeof options === 'object' ? options?.capture : options) + ' ' + (ids.get(listener) ?? (ids.set(listener, ids.size), ids.size - 1))
    const ids = new Map()
    target.addEventListener = function (type, listener, options) {
      if (!/^madoguchi-/.test(type) && !options?.once) held.add(key(type, listener, options))
      options?.signal?.addEventListener('abort', () => held.delete(key(type, listener, options)))
      return addEventListener.call(this, type, listener, options)
    }
    target.removeEventListener = function (type, listener, options) {
      held.delete(key(type, listener, options))
      return removeEventListener.call(this, type, listener, options)
    }
  }
  const set = setInterval, clear = clearInterval
  window.setInterval = (...given) => { const id = set(...given); held.add('interval ' + id); return id }
  window.clearInterval = (id) => { held.delete('interval ' + id); clear(id) }
  window.listeners = () => [...held]
}`
