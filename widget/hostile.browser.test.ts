/**
 * The widget on pages that make life hard: other people's shims over everything, elements called like parts of the document,
 * strict policies, a page that is none of the site's. On each a visitor has a whole talk, and the console stays empty.
 */
import type { Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { command, composer, hostPage, launcher, stub, useStage } from './test/stage.ts'
import { picture } from './test/states.ts'

const stage = useStage()
/** What the browser says by itself of an answer that is no 200 is not ours to prevent. */
const said: string[] = []
afterEach(() => expect(said.splice(0)).toEqual([]))

async function visit(): Promise<Page> {
  const page = await stage.visit()
  page.on('console', (message) => {
    const { type, text } = { type: message.type(), text: message.text() }
    if ((type === 'error' || type === 'warning') && !text.startsWith('Failed to load resource')) said.push(text)
  })
  await page.evaluate(() =>
    document.addEventListener('securitypolicyviolation', (event) =>
      console.error(`violates ${event.violatedDirective}`),
    ),
  )
  return page
}

/** From the launcher to an ended talk, by what a visitor presses. */
async function wholeTalk(page: Page): Promise<void> {
  const { hub } = stage
  await launcher(page).click()
  await page.locator('mdg-prechat textarea').fill('Where is my order?')
  await page.locator('mdg-prechat button.main').click()
  await page.locator('mdg-waiting').waitFor()
  hub.answer('Ann')
  hub.say('Let me see.')
  await page.getByText('Let me see.').waitFor()
  await page.locator('mdg-composer input').setInputFiles([{ name: 'a.png', mimeType: 'image/png', buffer: picture }])
  await composer(page).fill('Thank you')
  await composer(page).press('Enter')
  await page.locator('mdg-file img').waitFor()
  hub.cut()
  await expect.poll(() => page.locator('madoguchi-widget').getAttribute('data-state')).toBe('chat')
  await command(page, 'close')
  hub.say('It has left our shop.')
  await expect.poll(() => launcher(page).getAttribute('aria-label'), { timeout: 10_000 }).toBe('Open chat (1 new)')
  await page.reload()
  await launcher(page).click()
  await page.getByText('It has left our shop.').waitFor()
  expect(await page.locator('mdg-log .text').allTextContents()).toEqual(
    expect.arrayContaining(['Where is my order?', 'Let me see.', 'Thank you', 'It has left our shop.']),
  )
}

/** What libraries of many years have done to pages, all at once. */
const poison = `{
  const keep = { stringify: JSON.stringify, parse: JSON.parse, fetch, define: customElements.define, add: EventTarget.prototype.addEventListener, iterate: Array.prototype[Symbol.iterator], Promise, WebSocket, Date, setTimeout }
  Object.prototype.extra = function () { return 'extra' }
  Array.prototype.last = function () { return this[this.length - 1] }
  Array.prototype.contains = function (one) { return this.indexOf(one) >= 0 }
  String.prototype.strip = function () { return this.trim() }
  for (const name of ['show', 'hide', 'toggle', 'update', 'select', 'insert', 'session', 'command', 'open']) if (!(name in HTMLElement.prototype)) HTMLElement.prototype[name] = function () { throw new Error(name + ' of the page') }
  Array.prototype[Symbol.iterator] = Array.prototype.values = function* () { for (let at = 0; at < this.length; at++) yield this[at] }
  for (const name of ['map', 'filter', 'forEach', 'find', 'some', 'every', 'flatMap']) {
    const old = Array.prototype[name]
    Array.prototype[name] = function (...given) { return old.apply(this, given) }
  }
  Array.from = (source, each = (one) => one) => { const made = []; for (const one of source) made.push(each(one, made.length)); return made }
  Function.prototype.bind = function (self, ...first) { const bound = this; return function (...rest) { return bound.apply(self, first.concat(rest)) } }
  JSON.stringify = (value) => keep.stringify(value, null, 2)
  JSON.parse = (text) => keep.parse(text, (_key, value) => value)
  window.fetch = async (...given) => { const answer = await keep.fetch.apply(window, given); return answer }
  window.Promise = class extends keep.Promise { static name = 'Promise' }
  window.WebSocket = class extends keep.WebSocket {}
  window.Date = class extends keep.Date {}
  window.setTimeout = (...given) => keep.setTimeout.apply(window, given)
  delete window.requestIdleCallback
  EventTarget.prototype.addEventListener = function (type, listener, ...rest) { return keep.add.call(this, type, typeof listener === 'function' ? function (event) { return listener.call(this, event) } : listener, ...rest) }
  EventTarget.prototype.removeEventListener = () => {}
  customElements.define = function (name, element, options) { return keep.define.call(customElements, name, element, options) }
  window.CustomEvent = function (type, { detail = null, bubbles = false, cancelable = false } = {}) { const event = document.createEvent('CustomEvent'); event.initCustomEvent(type, bubbles, cancelable, detail); return event }
  Math.random = () => 0.5
}`
/** prototype.js up to 1.6 taught arrays to write themselves as JSON, which then is written once more. */
const twice = `{
  const { stringify } = JSON
  Array.prototype.toJSON = function () {
    const { toJSON } = Array.prototype
    delete Array.prototype.toJSON
    const text = stringify(this)
    Array.prototype.toJSON = toJSON
    return text
  }
}`

test('prototypes and globals that others have replaced', async () => {
  stage.hub.page = hostPage('en', `${poison}${twice}`)
  await wholeTalk(await visit())
})

test('elements that are called like parts of the document, and like the widget itself', async () => {
  const named = [
    'body',
    'head',
    'scripts',
    'currentScript',
    'querySelector',
    'title',
    'documentElement',
    'getElementById',
    'images',
    'forms',
  ]
    .map((name) => `<img name="${name}" id="${name}" alt="">`)
    .join('')
  stage.hub.page = hostPage('en')
    .replace(`<script>${stub};</script>`, '')
    .replace(
      '</main>',
      `</main><form name="Madoguchi" id="Madoguchi"><input name="q"><input name="apply"></form>${named}`,
    )
  await wholeTalk(await visit())
})

test('[S5 csp] policies as strict as they get: by origin, by nonce, and with trusted types', async () => {
  const strict =
    "default-src 'none'; connect-src 'self' ws:; img-src blob:; base-uri 'none'; require-trusted-types-for 'script'; trusted-types lit-html"
  stage.hub.page = hostPage('en').replaceAll(/<style>.*?<\/style>|<script>.*?<\/script>/gs, '')
  stage.hub.csp = `${strict}; script-src 'self'`
  await wholeTalk(await visit())
  await stage.context.close()
  stage.hub.reset()
  stage.hub.page = hostPage('en')
    .replaceAll(/<style>.*?<\/style>|<script>.*?<\/script>/gs, '')
    .replace('<script', '<script nonce="n0nce"')
  stage.hub.csp = `${strict}; script-src 'nonce-n0nce' 'strict-dynamic'`
  await wholeTalk(await visit())
})

test('a page that is none of the site’s is told so by a code, and by nothing in the console', async () => {
  stage.hub.forbidden = true
  stage.hub.page = hostPage(
    'en',
    "window.codes=[];document.addEventListener('madoguchi-error',(event)=>codes.push(event.detail.code))",
  )
  const page = await visit()
  const answer = await page.evaluate(() =>
    (window as unknown as { Madoguchi(...call: unknown[]): Promise<unknown> })
      .Madoguchi('send', 'Hello')
      .catch((error: Error) => error.message),
  )
  expect(answer).toBe('site.forbidden')
  expect(await page.evaluate(() => (window as unknown as { codes: string[] }).codes)).toEqual(['site.forbidden'])
  await command(page, 'open')
  await page.getByText('The chat cannot be reached').or(page.locator('mdg-panel .line span')).first().waitFor()
})

test('a page full of layers: what is above everything else does not hide the window, but a dialog of the page does', async () => {
  stage.hub.page = hostPage('en').replace(
    '</main>',
    '</main><div style="position:fixed;inset:0;z-index:99999;background:#0008"></div><dialog>Cookies?</dialog>',
  )
  const page = await visit()
  await command(page, 'open')
  await page.locator('mdg-prechat').waitFor()
  const top = (): Promise<string | undefined> =>
    page.evaluate(() => {
      const { left, top, width } = document
        .querySelector('madoguchi-widget')!
        .shadowRoot!.querySelector('mdg-panel')!
        .getBoundingClientRect()
      return document.elementFromPoint(left + width / 2, top + 20)?.localName
    })
  expect(await top()).toBe('madoguchi-widget')
  await page.evaluate(() => document.querySelector('dialog')!.showModal())
  expect(await top()).not.toBe('madoguchi-widget')
})
