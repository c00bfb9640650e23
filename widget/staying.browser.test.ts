/** The keyboard alone, and what outlives a reload, another tab, a lost line and the end of a talk. */
import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { bubbles, command, composer, focused, launcher, panel, useStage } from './test/stage.ts'
import { talk } from './test/states.ts'

const stage = useStage()

describe('with the keyboard alone', () => {
  test('from the launcher to an ended talk, and back', async () => {
    const page = await stage.visit()
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('button[Open chat]')
    await page.keyboard.press('Enter')
    await expect.poll(() => focused(page)).toBe('input')
    await page.keyboard.type('Carl')
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('select')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Hello')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect.poll(() => focused(page)).toBe('textarea[Write a message]')
    stage.hub.answer()
    // The buttons of those who wait are on the way back to the log until the answer has come.
    await page.getByText('佐藤 美咲').first().waitFor()
    await page.locator('mdg-waiting').waitFor({ state: 'detached' })
    await page.keyboard.press('Shift+Tab')
    expect(await focused(page)).toBe('button[Attach a file]')
    await page.keyboard.press('Shift+Tab')
    expect(await focused(page)).toBe('mdg-log[Messages]')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Shift+Tab')
    expect(await focused(page)).toBe('summary[More]')
    await page.keyboard.press('Enter')
    for (const _ of [1, 2, 3, 4]) await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.locator('[role=alertdialog]').waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => focused(page)).toBe('textarea[Write a message]')
    expect(await page.locator('[role=alertdialog]').count()).toBe(0)
    await page.keyboard.press('Escape')
    await panel(page).waitFor({ state: 'hidden' })
    expect(await focused(page)).toBe('button[Open chat]')
  })

  test('Escape inside a composition closes nothing', async () => {
    const page = await stage.visit()
    await talk(stage.hub, page)
    await composer(page).evaluate((field) => {
      const press = { key: 'Escape', bubbles: true, composed: true }
      field.dispatchEvent(new KeyboardEvent('keydown', { ...press, isComposing: true }))
      field.dispatchEvent(new KeyboardEvent('keydown', { ...press, keyCode: 229 }))
    })
    expect(await panel(page).isVisible()).toBe(true)
  })
})

describe('staying', () => {
  test('a reload keeps the window, the talk and the draft', async () => {
    const page = await stage.visit()
    await talk(stage.hub, page)
    await composer(page).fill('not yet sent')
    await page.reload()
    await expect.poll(() => bubbles(page)).toEqual(['Where is my order?', 'Let me see.'])
    expect(await composer(page).inputValue()).toBe('not yet sent')
  })

  test('[S5 persistence] what could not be sent before a reload is sent after it, once', async () => {
    const page = await stage.visit()
    await talk(stage.hub, page)
    stage.hub.down = true
    stage.hub.cut()
    await composer(page).fill('patient')
    await composer(page).press('Enter')
    await page.getByText('Sending').waitFor()
    await page.reload()
    stage.hub.down = false
    await expect.poll(() => bubbles(page)).toEqual(['Where is my order?', 'Let me see.', 'patient'])
    await expect.poll(() => page.locator('mdg-log .receipt').allTextContents()).toEqual(['Sent'])
    expect(stage.hub.log.filter((entry) => entry.kind === 'message' && entry.text === 'patient')).toHaveLength(1)
  })

  test('[S5 persistence] [S5 unread] a second tab shows the same talk, and reading in one clears the other', async () => {
    const first = await stage.visit()
    await talk(stage.hub, first)
    await command(first, 'close')
    const second = await stage.tab()
    stage.hub.say('Are you there?')
    await expect.poll(() => launcher(second).getAttribute('aria-label')).toBe('Open chat (1 new)')
    await expect.poll(() => launcher(first).getAttribute('aria-label')).toBe('Open chat (1 new)')
    await second.bringToFront()
    await command(second, 'open')
    await expect.poll(() => bubbles(second)).toEqual(['Where is my order?', 'Let me see.', 'Are you there?'])
    await expect.poll(() => launcher(first).getAttribute('aria-label')).toBe('Open chat')
  })

  test('a lost line is one quiet line; typing goes on and the message follows', async () => {
    const page = await stage.visit()
    await talk(stage.hub, page)
    stage.hub.down = true
    stage.hub.cut()
    await page.getByText('Reconnecting').waitFor()
    await composer(page).fill('still here')
    await composer(page).press('Enter')
    await page.getByText('Sending').waitFor()
    stage.hub.down = false
    await expect.poll(() => page.locator('mdg-log .receipt').allTextContents()).toEqual(['Sent'])
    expect(await page.locator('mdg-panel .line').innerText()).toBe('')
  })

  test('a browser without network says so', async () => {
    const page = await stage.visit()
    await talk(stage.hub, page)
    await stage.context.setOffline(true)
    stage.hub.cut()
    await page.getByText('You are offline').waitFor()
    await stage.context.setOffline(false)
    await page.getByText('You are offline').waitFor({ state: 'detached' })
  })

  test('after the end, a new contact begins afresh', async () => {
    const page = await stage.visit()
    await talk(stage.hub, page)
    stage.hub.close()
    await page.locator('.again').click()
    await page.locator('mdg-prechat textarea').fill('Another thing')
    await page.locator('mdg-prechat button').click()
    await expect.poll(() => bubbles(page)).toEqual(['Another thing'])
    await composer(page).waitFor()
  })

  test.each(['txt', 'html'])('[S5 transcript] the talk can be kept as %s', async (form) => {
    const page = await stage.visit()
    await talk(stage.hub, page)
    stage.hub.say('<b>safe</b>')
    await expect.poll(() => bubbles(page)).toContain('<b>safe</b>')
    await page.locator('mdg-panel summary').click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByText(form === 'txt' ? 'Save as text' : 'Save as web page').click(),
    ])
    const text = await readFile((await download.path())!, 'utf8')
    expect(download.suggestedFilename()).toMatch(new RegExp(`^chat-\\d{4}-\\d\\d-\\d\\d\\.${form}$`))
    expect(text).toContain('You: Where is my order?')
    expect(text).toContain(form === 'txt' ? '<b>safe</b>' : '&lt;b&gt;safe&lt;/b&gt;')
  })
})
