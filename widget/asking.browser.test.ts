/** Answering the bot, giving what a site asks for, and rating: by keyboard, with an input method, over a reload and in two tabs. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { asked, askedForFile, siteForm } from './test/ask-states.ts'
import { bubbles, command, composer, focused, hostPage, useStage } from './test/stage.ts'
import { plainSite } from './test/fake-hub.ts'
import { picture } from './test/states.ts'
import { requests, type RequestBody, type Verb } from '#protocol'

const stage = useStage()

/** Bodies of the requests of this verb, in the order in which they came. */
const said = <V extends Verb>(verb: V): RequestBody<V>[] =>
  stage.hub.asked.filter((one) => one.verb === verb).map(({ body }) => requests[verb].body.read(body) as RequestBody<V>)
const ask = (page: Page) => page.locator('mdg-ask')
/** All that this origin has kept in the browser. */
const stored = (page: Page): Promise<string> =>
  page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))

test('a choice is made by keyboard, stands in the log at once, and is gone in every tab; it outlives a reload', async () => {
  const page = await stage.visit()
  await asked(stage.hub, page, 'choice')
  await page.reload()
  const other = await stage.tab()
  await command(other, 'open')
  for (const one of [page, other]) await ask(one).getByRole('button', { name: 'Return something' }).waitFor()
  // The question is read out once, as a message; where it is answered says nothing by itself.
  expect(await page.locator('mdg-log .text').allTextContents()).toEqual(['What is it about?'])
  expect(await ask(page).locator('[aria-live],[role=alert]').count()).toBe(0)
  await composer(page).focus()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Shift+Tab')
  expect(await focused(page)).toBe('button')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  await expect.poll(() => bubbles(page)).toContain('Return something')
  expect(await focused(page)).toBe('textarea[Write a message]')
  for (const one of [page, other]) await expect.poll(() => ask(one).locator('.choices').count()).toBe(0)
  expect(said('flow.answer')).toEqual([expect.objectContaining({ choice: 'c2', text: null, values: null })])
  expect(await bubbles(other)).toEqual(['What is it about?', 'Return something'])
})

test('Enter while composing answers nothing, in any field; full-width digits are taken', async () => {
  const page = await stage.visit()
  await asked(stage.hub, page, 'telephone once more')
  const field = ask(page).locator('input')
  await field.focus()
  expect(await field.getAttribute('autocomplete')).toBe('tel')
  expect(await field.getAttribute('aria-describedby')).toBe('in-answer-problem')
  await field.evaluate((input: HTMLInputElement) => {
    input.value = '０３'
    for (const more of [
      { isComposing: true, keyCode: 13 },
      { isComposing: false, keyCode: 229 },
    ]) {
      const init = { key: 'Enter', bubbles: true, cancelable: true, composed: true, ...more }
      if (input.dispatchEvent(new KeyboardEvent('keydown', init))) input.form!.requestSubmit()
    }
  })
  expect(said('message.send')).toEqual([])
  await field.fill('０３－１２３４－５６７８')
  await field.press('Enter')
  await expect.poll(() => said('message.send').map(({ text }) => text)).toEqual(['03-1234-5678'])
  expect(await composer(page).count()).toBe(1)
})

test('a form keeps what was filled in over a reload, but nothing that is sensitive, and says what is wrong at its field', async () => {
  const page = await stage.visit()
  await asked(stage.hub, page, 'form')
  expect(await composer(page).count()).toBe(0)
  await ask(page).getByLabel('Postcode').fill('１００ー０００１')
  await ask(page).getByLabel('PIN').fill('4711')
  expect(await ask(page).getByLabel('PIN').getAttribute('type')).toBe('password')
  expect(await ask(page).getByLabel('Name').getAttribute('readonly')).toBe('')
  expect(await stored(page)).not.toContain('4711')
  await page.reload()
  await ask(page).getByLabel('PIN').waitFor()
  expect(await ask(page).getByLabel('Postcode').inputValue()).toBe('100-0001')
  expect(await ask(page).getByLabel('PIN').inputValue()).toBe('')
  await ask(page).getByLabel('Delivery day').fill('2026-12-24')
  await ask(page).getByLabel('PIN').fill('4711')
  stage.hub.down = true
  stage.hub.cut()
  await page.locator('mdg-panel .line span').waitFor()
  await ask(page).getByRole('button', { name: 'Send answer' }).click()
  await expect.poll(() => bubbles(page)).toContain('Postcode: 100-0001\nDelivery day: 2026-12-24\nPIN: ••••')
  expect(await stored(page)).not.toContain('4711')
  stage.hub.down = false
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await expect.poll(() => said('flow.answer')).toHaveLength(1)
  expect(said('flow.answer')[0]!.values).toEqual([
    { field: 'postcode', value: '100-0001' },
    { field: 'day', value: '2026-12-24' },
    { field: 'pin', value: '4711' },
  ])
})

test('a file of a form goes to the hub when it is chosen, and the answer names it', async () => {
  const page = await stage.visit()
  await askedForFile(stage.hub)
  await command(page, 'open')
  const field = ask(page).getByLabel('Picture')
  await field.setInputFiles({ name: 'a.exe', mimeType: 'application/x-msdownload', buffer: picture })
  await ask(page).getByText('This kind of file cannot be sent').waitFor()
  await field.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: picture })
  await ask(page).getByRole('button', { name: 'Send answer' }).click()
  await expect.poll(() => said('flow.answer')).toHaveLength(1)
  const [value] = said('flow.answer')[0]!.values!
  expect(value).toEqual({ field: 'picture', value: [...stage.hub.files.keys()][0] })
})

test('a person can be asked for at any point, by a button and from the menu', async () => {
  const page = await stage.visit()
  await asked(stage.hub, page, 'secret')
  await page.locator('mdg-panel summary').click()
  await page.locator('mdg-panel details').getByRole('button', { name: 'Talk to a person' }).click()
  await page.locator('mdg-waiting').waitFor()
  expect(said('flow.person')).toHaveLength(1)
  expect(await ask(page).count()).toBe(0)
  stage.hub.reset()
  const again = await stage.tab()
  await asked(stage.hub, again, 'form')
  await ask(again).getByRole('button', { name: 'Talk to a person' }).click()
  await again.locator('mdg-waiting').waitFor()
  expect(said('flow.person')).toHaveLength(1)
})

test('where the bot begins, nothing needs to be filled in; where the site asks, what is known is not asked', async () => {
  const page = await stage.visit()
  stage.hub.site = { ...plainSite, bot: true }
  await command(page, 'open')
  await page.locator('mdg-prechat .main').click()
  await ask(page).locator('.person').waitFor()
  expect(said('contact.start')).toEqual([expect.objectContaining({ text: '', name: '' })])

  stage.hub.reset()
  stage.hub.site = { ...plainSite, form: siteForm }
  stage.hub.page = hostPage('en', `Madoguchi('prefill',{'order.id':'AB-1'})`)
  const other = await stage.tab()
  await command(other, 'open')
  const form = other.locator('mdg-prechat')
  await form.getByLabel('Telephone').fill('nobody')
  await form.locator('textarea').fill('Where is it?')
  await form.locator('.main').click()
  await form.getByText('Please give a telephone number').waitFor()
  expect(await focused(other)).toBe('input')
  expect(await form.locator('label').allTextContents()).not.toContain('Order number ')
  await form.getByLabel('Telephone').fill('０９０１２３４５６７８')
  await form.getByLabel('Telephone').press('Enter')
  await other.locator('mdg-waiting').waitFor()
  expect(said('contact.start')[0]!.fields).toEqual([
    { name: 'order.id', value: 'AB-1', mode: 'default', source: 'command' },
    { name: 'telephone', value: '09012345678', mode: 'default', source: 'form' },
  ])
})

test('a contact that is over is rated once, by keyboard, with a word', async () => {
  const page = await stage.visit()
  stage.hub.begin('Where is my order?')
  stage.hub.answer()
  stage.hub.survey = { contact: stage.hub.contact!.contact, scale: 'csat' }
  stage.hub.close()
  await command(page, 'open')
  const survey = page.locator('mdg-survey')
  await survey.getByRole('button', { name: '5' }).press('Enter')
  expect(await survey.getByRole('button', { name: '5' }).getAttribute('aria-pressed')).toBe('true')
  await survey.locator('textarea').fill('Very quick')
  await survey.getByRole('button', { name: 'Send rating' }).press('Enter')
  await page.locator('mdg-log .note', { hasText: 'Your rating: 5' }).waitFor()
  expect(said('survey.answer')).toEqual([expect.objectContaining({ score: 5, comment: 'Very quick' })])
  expect(await survey.count()).toBe(0)
  expect(await page.locator('mdg-panel .again').count()).toBe(1)
})
