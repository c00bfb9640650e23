/**
 * What CONTRACT.md promises to pages, rule by rule: `[S4.n]` are the rules of what a page says of its visitor, `[S5 …]` the lines
 * of what is expected of a guest. contract.test.ts sees to it that each has a test, here or in another file.
 */
import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import { requests, type RequestBody } from '#protocol'
import { command, composer, focused, hostPage, launcher, panel, useStage } from './test/stage.ts'
import { talk } from './test/states.ts'

const stage = useStage()
beforeEach(() => {
  stage.hub.page = shop({})
})

type Heard = [name: string, detail: Record<string, unknown>]
const listen = `window.heard=[];for(const name of ['message','error','unread','before-send','prefill-request','typing','queue','transfer','offer'])
document.addEventListener('madoguchi-'+name,(event)=>heard.push([name,event.detail]))`
const heardOn = (page: Page): Promise<Heard[]> => page.evaluate(() => (window as unknown as { heard: Heard[] }).heard)

/** A page with more in it, and with attributes of the script. */
const shop = ({ script = '', body = '', lang = 'en' }): string =>
  hostPage(lang, listen)
    .replace('data-site="pk_demo"', `data-site="pk_demo" ${script}`)
    .replace('</main>', `${body}</main>`)
const element = (inside: string, attributes = ''): string =>
  hostPage('en', listen)
    .replace('data-site="pk_demo"', '')
    .replace('</main>', `</main><madoguchi-widget site="pk_demo" ${attributes}>${inside}</madoguchi-widget>`)

/** Bodies of the requests of a verb, as the hub reads them. */
const asked = <Verb extends 'contact.start' | 'contact.prefill' | 'message.send'>(verb: Verb): RequestBody<Verb>[] =>
  stage.hub.asked
    .filter((one) => one.verb === verb)
    .map(({ body }) => requests[verb].body.read(body) as unknown as RequestBody<Verb>)
const begun = async (): Promise<Record<string, unknown>> => {
  await expect.poll(() => asked('contact.start').length).toBeGreaterThan(0)
  return Object.fromEntries(
    asked('contact.start')
      .at(-1)!
      .fields!.map(({ name, value }) => [name, value]),
  )
}
/** The visitor fills in the form and sends it. */
const write = async (page: Page, text: string): Promise<void> => {
  await page.locator('mdg-prechat textarea').fill(text)
  await page.locator('mdg-prechat button.main').click()
}
const run = (page: Page, name: string, ...given: unknown[]): Promise<unknown> =>
  page.evaluate(
    ([name, given]) =>
      (window as unknown as { Madoguchi(...call: unknown[]): Promise<unknown> })
        .Madoguchi(name, ...given)
        .catch((error: Error) => `refused: ${error.message}`),
    [name, given] as const,
  )

describe('what a page says of its visitor', () => {
  test('[S4.1] it may come before the contact, through the form, and after; each value goes once', async () => {
    stage.hub.page = hostPage('en', `${listen};Madoguchi('prefill',{name:'Ann',order:{id:7}})`)
    const page = await stage.visit()
    await run(page, 'prefill', { plan: { value: 'gold', mode: 'locked' } })
    expect(stage.hub.asked).toEqual([])
    await command(page, 'open')
    await write(page, 'Where is it?')
    expect(await begun()).toEqual({ name: 'Ann', 'order.id': 7, plan: 'gold' })
    await page.locator('mdg-waiting').waitFor()
    await run(page, 'prefill', { plan: 'silver', seat: 12 })
    await expect.poll(() => asked('contact.prefill').length).toBe(1)
    expect(asked('contact.prefill')[0]!.fields).toEqual([
      { name: 'plan', value: 'silver', mode: 'default', source: 'command' },
      { name: 'seat', value: 12, mode: 'default', source: 'command' },
    ])
  })

  test('[S4.3] a new contact is told who the visitor is again, and not what counted once', async () => {
    const page = await stage.visit()
    await run(page, 'prefill', { name: 'Ann', voucher: { value: 'X1', mode: 'once' } })
    await command(page, 'open')
    await write(page, 'First')
    expect(await begun()).toEqual({ name: 'Ann', voucher: 'X1' })
    stage.hub.answer()
    stage.hub.close()
    await page.locator('.again').click()
    await write(page, 'Second')
    await expect.poll(() => asked('contact.start').length).toBe(2)
    expect(await begun()).toEqual({ name: 'Ann' })
  })

  test('[S4.5] it may stand in the element, in a script inside it, in marks on the page, in the address where allowed', async () => {
    stage.hub.page = element(
      `<script type="application/json" slot="prefill">{"shop":"Ginza","name":"of the script"}</script>`,
      `prefill='{"name":"of the attribute","member":true}' prefill-params="order, ref:order.source"`,
    ).replace(
      '</h1>',
      '</h1><b data-madoguchi-field="cart.total">1480</b><input data-madoguchi-field="email" data-madoguchi-mode="locked" value="a@example.jp"><input type="password" data-madoguchi-field="hint" value="x">',
    )
    const page = await stage.visit()
    await page.evaluate(() => history.replaceState(null, '', '/?order=4711&ref=mail&admin=1'))
    await page.evaluate(() => {
      Object.assign(document.querySelector('madoguchi-widget')!, { prefill: { name: 'of the property' } })
    })
    await command(page, 'open')
    await write(page, 'Hello')
    expect(await begun()).toEqual({
      name: 'of the property',
      member: true,
      shop: 'Ginza',
      'cart.total': '1480',
      email: 'a@example.jp',
      order: '4711',
      'order.source': 'mail',
    })
    const sources = Object.fromEntries(
      asked('contact.start')[0]!.fields!.map(({ name, source, mode }) => [name, `${source} ${mode}`]),
    )
    expect(sources).toMatchObject({
      name: 'property default',
      email: 'data locked',
      order: 'url default',
      shop: 'script default',
    })
    // A mark that changes, and one that comes, are told while the contact is open.
    await page.locator('mdg-waiting').waitFor()
    await page.evaluate(() => {
      document.querySelector('b')!.textContent = '2960'
      const more = Object.assign(document.createElement('i'), { textContent: '3' })
      more.dataset.madoguchiField = 'cart.count'
      document.body.append(more)
    })
    await expect
      .poll(() => asked('contact.prefill').flatMap(({ fields }) => fields.map(({ name, value }) => [name, value])))
      .toEqual([
        ['cart.total', '2960'],
        ['cart.count', '3'],
      ])
  })

  test('[S4.6] what is composed is never sent by itself, in the form and in a talk', async () => {
    const page = await stage.visit()
    await command(page, 'open')
    await page.locator('mdg-prechat').waitFor()
    await run(page, 'compose', 'About order 7: ')
    await expect.poll(() => page.locator('mdg-prechat textarea').inputValue()).toBe('About order 7: ')
    stage.hub.begin('')
    stage.hub.answer()
    await composer(page).waitFor()
    await run(page, 'compose', 'Thank you!\n')
    await expect.poll(() => composer(page).inputValue()).toBe('Thank you!\n')
    expect(stage.hub.asked).toEqual([])
    expect(await run(page, 'compose', 7)).toBe('refused: text.malformed')
    await composer(page).press('Enter')
    await expect.poll(() => asked('message.send').map(({ text }) => text)).toEqual(['Thank you!'])
  })

  test('[S4.7] [S4.8] what has no name, no type, too much of it, or the name of a secret is refused with its code', async () => {
    const page = await stage.visit()
    expect(await run(page, 'prefill', { 'not a name': 1 })).toBe('refused: field.name')
    expect(await run(page, 'prefill', { list: [1] })).toBe('refused: field.type')
    expect(await run(page, 'prefill', { long: 'x'.repeat(1_001) })).toBe('refused: field.tooLong')
    expect(await run(page, 'prefill', { card: { number: '4242 4242' }, name: 'Ann' })).toBe('refused: field.blocked')
    expect(await run(page, 'prefill', 'Ann')).toBe('refused: prefill.malformed')
    expect(
      (await heardOn(page)).filter(([name]) => name === 'error').map(([, { code, name }]) => [code, name]),
    ).toEqual([
      ['field.name', 'not a name'],
      ['field.type', 'list'],
      ['field.tooLong', 'long'],
      ['field.blocked', 'card.number'],
      ['prefill.malformed', 'command'],
    ])
    await command(page, 'open')
    await write(page, 'Hello')
    expect(await begun()).toEqual({ name: 'Ann' })
  })

  test('[S4.9] an intent goes with the contact, by attribute and by command', async () => {
    stage.hub.page = shop({ script: 'data-intent="returns"' })
    const page = await stage.visit()
    await run(page, 'send', 'I want to send it back')
    expect(asked('contact.start').at(-1)).toMatchObject({ intent: 'returns', text: 'I want to send it back' })
    stage.hub.close()
    await expect.poll(() => run(page, 'getState')).toMatchObject({ contact: { phase: 'closed' } })
    await run(page, 'queue', {
      text: 'Hello',
      topic: 'beans',
      skill: 'roasting',
      intent: 'order',
      fields: { cup: 'big' },
    })
    expect(asked('contact.start').at(-1)).toMatchObject({ intent: 'order', topic: 'beans' })
    expect(await begun()).toEqual({ cup: 'big', skill: 'roasting' })
  })

  test('a page is asked at the last moment, and can keep all to itself', async () => {
    stage.hub.page = shop({ body: '<b data-madoguchi-field="plan">gold</b>' })
    const page = await stage.visit()
    await page.evaluate(() =>
      document.addEventListener('madoguchi-prefill-request', (event) => {
        const { prefill } = (event as CustomEvent<{ prefill(fields: unknown): void }>).detail
        prefill({ cart: 3 })
      }),
    )
    await run(page, 'send', 'Hello')
    expect(await begun()).toEqual({ plan: 'gold', cart: 3 })
    stage.hub.close()
    await expect.poll(() => run(page, 'getState')).toMatchObject({ contact: { phase: 'closed' } })
    await page.evaluate(() => document.addEventListener('madoguchi-prefill-request', (event) => event.preventDefault()))
    await run(page, 'send', 'Hello')
    expect(await begun()).toEqual({})
  })
})

describe('commands and events', () => {
  test('each command gives a promise, and refuses with a code', async () => {
    const page = await stage.visit()
    expect(await run(page, 'getState')).toMatchObject({ open: false, connection: 'idle', contact: null, doing: null })
    expect(await run(page, 'cancelQueue')).toBe('refused: contact.notWaiting')
    expect(await run(page, 'startCall', {})).toBe('refused: call.malformed')
    expect(await run(page, 'send', ' ')).toBe('refused: message.empty')
    expect(await run(page, 'setTheme', { accent: 7 })).toBe('refused: theme.malformed')
    expect(await run(page, 'constructor')).toBe('refused: command.unknown')
    stage.hub.refuse = ['queue.full']
    expect(await run(page, 'queue', { text: 'Hello' })).toBe('refused: queue.full')
    expect(await run(page, 'queue', { text: 'Hello' })).toMatchObject({ contact: expect.stringMatching(/^cnt_/) })
    expect(await run(page, 'queue', { text: 'Hello' })).toBe('refused: contact.open')
    expect(await run(page, 'getState')).toMatchObject({ doing: 'queue', contact: { position: 3, ewtP50: 130_000 } })
    await run(page, 'hide')
    expect(await launcher(page).isVisible()).toBe(false)
    await run(page, 'show')
    expect(await launcher(page).isVisible()).toBe(true)
    await run(page, 'cancelQueue')
    await expect.poll(() => stage.hub.asked.at(-1)!.verb).toBe('contact.end')
    const states = (await heardOn(page))
      .filter(([name]) => name === 'message')
      .map(([, { status, direction }]) => [direction, status])
    expect(states).toEqual([
      ['out', 'sending'],
      ['out', 'failed'],
      ['out', 'sending'],
      ['out', 'sent'],
    ])
  })

  test('what is about to be sent can be kept back, and stays where it was written', async () => {
    const page = await stage.visit()
    await page.evaluate(() =>
      document.addEventListener('madoguchi-before-send', (event) => {
        if ((event as CustomEvent<{ text: string }>).detail.text.includes('4242')) event.preventDefault()
      }),
    )
    await command(page, 'open')
    await write(page, 'My card is 4242')
    await page.locator('mdg-prechat textarea').fill('My card is a secret')
    await page.locator('mdg-prechat button.main').click()
    await page.locator('mdg-waiting').waitFor()
    stage.hub.answer()
    await composer(page).fill('4242')
    await composer(page).press('Enter')
    expect(await composer(page).inputValue()).toBe('4242')
    expect(await run(page, 'send', '4242')).toBe('refused: send.prevented')
    await composer(page).fill('Thanks')
    await composer(page).press('Enter')
    await expect.poll(() => asked('message.send').map(({ text }) => text)).toEqual(['Thanks'])
    expect(asked('contact.start').map(({ text }) => text)).toEqual(['My card is a secret'])
    stage.hub.typing(true)
    stage.hub.setContact({ agentReceived: 4, agentRead: 4 })
    await expect
      .poll(async () => (await heardOn(page)).flatMap(([name, detail]) => (name === 'typing' ? [detail.on] : [])))
      .toEqual([true])
    await expect
      .poll(async () => (await heardOn(page)).findLast(([name]) => name === 'message')?.[1])
      .toMatchObject({ text: 'Thanks', status: 'read' })
  })
})

describe('a guest on the page', () => {
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
    expect(await keys(page)).toEqual([
      [],
      expect.arrayContaining(['madoguchi:pk_demo:panel', 'madoguchi:pk_demo:token']),
    ])
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
