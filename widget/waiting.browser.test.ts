/** A place that is kept: asked for, called, joined, in several tabs, while nobody looks, and the form where nobody is taken. */
import { expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { command, composer, focused, launcher, useStage } from './test/stage.ts'

const stage = useStage()

/** Notes notices instead of showing them, as far as the page is told; the page can be told that nobody looks at it. */
const watched = `window.notices=[];window.seen=true;
class Notice{static permission='granted';static requestPermission(){return Promise.resolve('granted')}
constructor(title,more){Object.assign(this,{title,...more});window.notices.push(this)}close(){this.closed=true}}
window.Notification=Notice;
Object.defineProperty(document,'visibilityState',{get:()=>window.seen?'visible':'hidden'})`

const look = (page: Page, seen: boolean): Promise<void> =>
  page.evaluate((seen) => {
    Object.assign(window, { seen })
    document.dispatchEvent(new Event('visibilitychange'))
  }, seen)
const notices = (page: Page): Promise<{ title: string; tag: string; closed?: boolean }[]> =>
  page.evaluate(() => (window as unknown as { notices: { title: string; tag: string; closed?: boolean }[] }).notices)
const asked = (): string[] => stage.hub.asked.map(({ verb }) => verb)

test('with the keyboard alone: keep the place, be called, join; a reload changes nothing', async () => {
  stage.hub.begin('Where is my order?')
  let page = await stage.visit()
  await command(page, 'open')
  const keep = page.getByRole('button', { name: 'Keep my place and tell me' })
  await keep.focus()
  await page.keyboard.press('Enter')
  await page.getByText('Your place is kept.').waitFor()
  await page.getByRole('button', { name: 'Wait here after all' }).waitFor()
  expect(asked()).toEqual(['contact.hold'])
  await page.close()
  page = await stage.tab()
  await command(page, 'open')
  await page.getByText('Your place is kept.').waitFor()
  stage.hub.call()
  await page.getByText('It is your turn').waitFor()
  expect(Number(/\d+/.exec((await page.getByRole('timer').textContent()) ?? '')?.[0])).toBeGreaterThan(30)
  await page.getByRole('button', { name: 'Join now' }).focus()
  await page.keyboard.press('Enter')
  await page.locator('mdg-waiting').waitFor({ state: 'detached' })
  expect(asked()).toEqual(['contact.hold', 'contact.resume'])
})

test('the window opens by itself when called, and the caret stays where it was', async () => {
  stage.hub.begin('Where is my order?', { hold: { state: 'kept', until: null, missed: 0 } })
  const page = await stage.visit()
  await command(page, 'open')
  await page.getByText('Your place is kept.').waitFor()
  await composer(page).focus()
  stage.hub.call()
  await page.getByText('It is your turn').waitFor()
  expect(await focused(page)).toBe('textarea[Write a message]')
  stage.hub.setContact({ hold: { state: 'kept', until: null, missed: 1 } })
  await command(page, 'close')
  stage.hub.call()
  await page.getByText('It is your turn').waitFor()
  expect(await launcher(page).getAttribute('aria-expanded')).toBe('true')
})

test('while nobody looks a notice and the title say it; joining in one tab ends it in all', async () => {
  stage.hub.page = stage.hub.page.replace('<script>', `<script>${watched};`)
  stage.hub.begin('Where is my order?', { hold: { state: 'kept', until: null, missed: 0 } })
  const one = await stage.visit()
  const other = await stage.tab()
  for (const page of [one, other]) {
    await command(page, 'open')
    await page.getByText('Your place is kept.').waitFor()
  }
  await look(one, false)
  stage.hub.call()
  const tag = stage.hub.contact!.contact
  await expect.poll(() => notices(one)).toMatchObject([{ title: 'It is your turn', tag, body: 'Aozora Coffee' }])
  expect(await one.title()).toBe('It is your turn – Shop')
  expect(await notices(other)).toEqual([])
  await look(other, false)
  await expect.poll(() => notices(other)).toHaveLength(1)
  await look(other, true)
  expect(await other.title()).toBe('Shop')
  await other.getByRole('button', { name: 'Join now' }).click()
  await expect.poll(() => one.title()).toBe('Shop')
  for (const page of [one, other]) await expect.poll(async () => (await notices(page))[0]?.closed).toBe(true)
  expect(asked().filter((verb) => verb === 'contact.resume')).toHaveLength(1)
})

test('who came too late is told so, and that they are called again', async () => {
  stage.hub.begin('Where is my order?', { hold: { state: 'kept', until: null, missed: 0 } })
  const page = await stage.visit()
  await command(page, 'open')
  stage.hub.call()
  stage.hub.refuse = ['callBack.gone']
  await page.getByRole('button', { name: 'Join now' }).click()
  await page.getByText('That was a little too late.').waitFor()
  stage.hub.setContact({ hold: { state: 'resting', until: Date.now() + 120_000, missed: 1 } })
  await page.getByText('It was your turn, but you were not here.').waitFor()
})

test('[S5 offline] where nobody is taken a message is left, with what was written already', async () => {
  const page = await stage.visit()
  await command(page, 'open')
  await page.getByLabel('Your name').fill('Carl')
  await page.getByLabel('Topic').selectOption('beans')
  await page.getByLabel('Your message').fill('Which beans are mild?')
  stage.hub.refuse = ['queue.form']
  await page.getByRole('button', { name: 'Start chat' }).click()
  await page.getByText('Leave us a message').waitFor()
  await expect.poll(() => page.getByLabel('Your message').inputValue()).toBe('Which beans are mild?')
  expect(await page.getByLabel('Your name').inputValue()).toBe('Carl')
  expect(await page.getByLabel('Topic').inputValue()).toBe('beans')
  await page.getByLabel('E-mail or telephone').fill('carl@example.jp')
  await page.getByRole('button', { name: 'Leave message' }).click()
  await page.getByText('Your message has been left').waitFor()
  expect(stage.hub.asked.at(-1)).toMatchObject({ verb: 'contact.leave' })
  expect(stage.hub.asked.at(-1)!.body).toContain('carl@example.jp')
  stage.hub.answer()
  stage.hub.say('The Yirgacheffe.')
  stage.hub.close()
  await page.reload()
  await expect.poll(() => launcher(page).getAttribute('data-unread')).toBe(null)
  await page.getByText('The Yirgacheffe.').waitFor()
})

test("a subscription of the page's own worker is passed on", async () => {
  stage.hub.begin('Where is my order?', { hold: { state: 'kept', until: null, missed: 0 } })
  const page = await stage.visit()
  await command(page, 'open')
  await page.getByText('Your place is kept.').waitFor()
  await page.evaluate(() => {
    const detail = { endpoint: 'https://push.example/1', keys: { p256dh: 'BA', auth: 'AA' } }
    document.querySelector('madoguchi-widget')!.dispatchEvent(new CustomEvent('madoguchi-subscribe', { detail }))
  })
  await expect.poll(asked).toContain('push.subscribe')
})
