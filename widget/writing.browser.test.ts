/** Writing, and what becomes of it: composition, receipts, refusals, typing, files. */
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { bubbles, command, composer, panel, useStage } from './test/stage.ts'
import { picture, states, talk } from './test/states.ts'
import { plainSite } from './test/fake-hub.ts'

const stage = useStage()

describe('writing', () => {
  test('[S5 ime] Enter while composing never sends, in the composer', async () => {
    const page = await stage.visit()
    await talk(stage.hub, page)
    await composer(page).focus()
    await composer(page).evaluate((field: HTMLTextAreaElement) => {
      const key = (type: string, more: object) =>
        field.dispatchEvent(
          new KeyboardEvent(type, { key: 'Enter', bubbles: true, composed: true, cancelable: true, ...more }),
        )
      field.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }))
      field.value = 'にほんご'
      field.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true }))
      // Chromium and Firefox say so on the event; Safari ends the composition first and only leaves the key code.
      key('keydown', { isComposing: true, keyCode: 229 })
      key('keydown', { isComposing: true, keyCode: 13 })
      field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '日本語' }))
      key('keydown', { isComposing: false, keyCode: 229 })
    })
    expect(await composer(page).inputValue()).toBe('にほんご')
    await composer(page).press('Enter')
    await expect.poll(() => page.locator('mdg-log .receipt').allTextContents()).toEqual(['Sent'])
    expect(await bubbles(page)).toContain('にほんご')
    expect(stage.hub.asked.filter(({ verb }) => verb === 'message.send')).toHaveLength(1)
  })

  test('[S5 ime] Enter while composing never starts a contact from the name field', async () => {
    const page = await stage.visit()
    await command(page, 'open')
    const name = page.locator('mdg-prechat input')
    await page.locator('mdg-prechat textarea').fill('Hello')
    await name.focus()
    const session = await stage.context.newCDPSession(page)
    // A real composition, as an input method makes it.
    await session.send('Input.imeSetComposition', { text: 'さとう', selectionStart: 3, selectionEnd: 3 })
    await session.send('Input.dispatchKeyEvent', {
      type: 'rawKeyDown',
      key: 'Process',
      code: 'Enter',
      windowsVirtualKeyCode: 229,
    })
    await session.send('Input.insertText', { text: '佐藤' })
    expect(await name.inputValue()).toBe('佐藤')
    expect(await page.locator('mdg-prechat').count()).toBe(1)
    await name.press('Enter')
    await page.locator('mdg-waiting').waitFor()
    expect(stage.hub.asked.map(({ verb }) => verb)).toEqual(['contact.start'])
  })

  test('Shift and Enter make a new line', async () => {
    const page = await stage.visit()
    await talk(stage.hub, page)
    await composer(page).pressSequentially('one')
    await composer(page).press('Shift+Enter')
    await composer(page).pressSequentially('two')
    await composer(page).press('Enter')
    await expect.poll(() => bubbles(page)).toContain('one\ntwo')
  })

  test('[S5 receipts] a message is there at once, then sent, delivered and read', async () => {
    const page = await stage.visit()
    await talk(stage.hub, page)
    await composer(page).fill('Thank you')
    await composer(page).press('Enter')
    const receipt = page.locator('mdg-log .receipt')
    await expect.poll(() => receipt.allTextContents()).toEqual(['Sent'])
    stage.hub.setContact({ agentReceived: 99 })
    await expect.poll(() => receipt.allTextContents()).toEqual(['Delivered'])
    stage.hub.setContact({ agentRead: 99 })
    await expect.poll(() => receipt.allTextContents()).toEqual(['Read'])
    expect(await bubbles(page)).toEqual(['Where is my order?', 'Let me see.', 'Thank you'])
  })

  test('[S5 receipts] a refused message says why, and goes when it is tried again', async () => {
    const page = await stage.visit()
    await states['not sent']!(stage.hub, page)
    expect(await page.locator('.receipt.wrong').innerText()).toContain('The chat has ended')
    await page.locator('.receipt button').click()
    await expect.poll(() => page.locator('mdg-log .receipt').allTextContents()).toEqual(['Sent'])
    expect((await bubbles(page)).filter((text) => text === 'Hello?')).toHaveLength(1)
  })

  test('what a stranger writes is text', async () => {
    const page = await stage.visit()
    await talk(stage.hub, page)
    stage.hub.say('<img src=x onerror=alert(1)> javascript:alert(1) https://example.com/?<script>')
    await expect
      .poll(() => bubbles(page))
      .toContain('<img src=x onerror=alert(1)> javascript:alert(1) https://example.com/?<script>')
    const links = page.locator('mdg-log a')
    expect(
      await links.evaluateAll((all) =>
        all.map((a) => [(a as HTMLAnchorElement).href, a.getAttribute('rel'), a.getAttribute('target')]),
      ),
    ).toEqual([['https://example.com/', 'noopener noreferrer nofollow', '_blank']])
  })

  test('the end stays in sight, unless the customer is reading further up', async () => {
    const page = await stage.visit()
    await talk(stage.hub, page)
    const log = page.locator('mdg-log')
    const toEnd = () => log.evaluate((one) => Math.round(one.scrollHeight - one.scrollTop - one.clientHeight))
    for (let i = 0; i < 40; i++) stage.hub.say(`line ${i}`)
    await page.getByText('line 39').waitFor()
    await expect.poll(toEnd).toBe(0)
    await page.locator('mdg-composer input').setInputFiles([{ name: 'a.png', mimeType: 'image/png', buffer: picture }])
    await composer(page).press('Enter')
    await page.locator('mdg-file img').waitFor()
    await expect.poll(toEnd).toBe(0)
    await log.evaluate((one) => one.scrollTo(0, 0))
    stage.hub.say('below')
    await page.getByText('below').waitFor()
    expect(await log.evaluate((one) => one.scrollTop)).toBe(0)
    await composer(page).fill('mine')
    await composer(page).press('Enter')
    await expect.poll(toEnd).toBe(0)
  })

  test('a message in a long talk makes no clock for each group, changes nothing that stands there and says no language again', async () => {
    const page = await stage.visit()
    await talk(stage.hub, page)
    const entry = (n: number) => ({ from: n % 2 === 0 ? 'agent' : 'customer', requestId: `r${n}` }) as const
    for (let n = 0; n < 300; n++) stage.hub.say(`before ${n}`, entry(n))
    await page.getByText('before 299').waitFor()
    const log = page.locator('mdg-log')
    await log.evaluate((one) => {
      const counts = Object.assign(window, { clocks: 0, changes: 0, languages: 0 })
      const real = Intl.DateTimeFormat
      Intl.DateTimeFormat = new Proxy(real, {
        construct: (target, args) => ((counts.clocks += 1), Reflect.construct(target, args)),
      })
      const rows = [...one.shadowRoot!.querySelectorAll('.group')].slice(0, -2)
      const within = new MutationObserver((changes) => (counts.changes += changes.length))
      for (const row of rows)
        within.observe(row, { subtree: true, childList: true, attributes: true, characterData: true })
      new MutationObserver((changes) => (counts.languages += changes.length)).observe(one, {
        attributeFilter: ['lang'],
      })
    })
    for (let n = 300; n < 320; n++) stage.hub.say(`after ${n}`, { ...entry(n), from: 'agent' })
    await page.getByText('after 319').waitFor()
    const counts = await page.evaluate(() => {
      const { clocks, changes, languages } = window as unknown as Record<string, number>
      return { clocks, changes, languages }
    })
    // The day above all of it is told anew.
    expect(counts).toEqual({
      clocks: expect.toSatisfy((made: number) => made < 60) as number,
      changes: 0,
      languages: 0,
    })
  })

  test('typing is told both ways', async () => {
    const page = await stage.visit()
    await talk(stage.hub, page)
    await composer(page).pressSequentially('abc')
    const typing = () =>
      stage.hub.hints.filter(({ verb }) => verb === 'message.typing').map(({ body }) => (body as [string, boolean])[1])
    await expect.poll(typing).toEqual([true])
    await composer(page).fill('')
    await expect.poll(typing).toEqual([true, false])
    stage.hub.typing(true)
    await page.getByText('佐藤 美咲 is writing').waitFor()
    stage.hub.say('Here.')
    await page.getByText('佐藤 美咲 is writing').waitFor({ state: 'detached' })
  })
})

describe('files', () => {
  const choose = (page: Page, ...files: { name: string; mimeType: string; buffer: Buffer }[]) =>
    page.locator('mdg-composer input').setInputFiles(files)
  const png = { name: 'photo.png', mimeType: 'image/png', buffer: picture }

  test('[S5 attachments] a picture goes with the message and is shown', async () => {
    const page = await stage.visit()
    await states.picture!(stage.hub, page)
    expect(stage.hub.files.size).toBe(1)
    const source = await page.locator('mdg-file img').getAttribute('src')
    expect(source).toMatch(/^blob:/)
  })

  test('a message that was sent while a file was on its way goes with the file', async () => {
    const page = await stage.visit()
    await talk(stage.hub, page)
    let open = (): void => {}
    stage.hub.uploadGate = new Promise((resolve) => (open = resolve))
    await choose(page, png)
    await composer(page).fill('Here it is')
    await composer(page).press('Enter')
    expect(await composer(page).inputValue()).toBe('Here it is')
    open()
    await page.locator('mdg-file img').waitFor()
    expect(await bubbles(page)).toContain('Here it is')
  })

  test('[S5 attachments] a file that failed can be sent again or taken away', async () => {
    const page = await stage.visit()
    await talk(stage.hub, page)
    await choose(page, { ...png, name: 'broken.png' })
    await page.getByText('Could not be uploaded').waitFor()
    await page.getByLabel('Try again: broken.png').click()
    await page.getByText('Could not be uploaded').waitFor()
    await page.getByLabel('Remove broken.png').click()
    await expect.poll(() => page.locator('mdg-composer li').count()).toBe(0)
  })

  test('[S5 attachments] policy of the site is told before anything is sent', async () => {
    const page = await stage.visit()
    stage.hub.site = { ...plainSite, attachmentBytesMax: 1_000_000 }
    await talk(stage.hub, page)
    await choose(
      page,
      { ...png, buffer: Buffer.alloc(1_000_001), name: 'large.png' },
      { ...png, mimeType: 'text/html', name: 'page.html' },
      { ...png, buffer: Buffer.alloc(0), name: 'empty.png' },
    )
    await expect
      .poll(() => page.locator('mdg-composer .wrong').allInnerTexts())
      .toEqual(['Too large: 1 MB at most', 'This kind of file cannot be sent', 'The file is empty'])
    expect(stage.hub.files.size).toBe(0)
  })

  test('[S5 attachments] pasted and dropped files are taken', async () => {
    const page = await stage.visit()
    await talk(stage.hub, page)
    const transfer = await page.evaluateHandle(() => {
      const data = new DataTransfer()
      data.items.add(new File([new Uint8Array([1])], 'dropped.png', { type: 'image/png' }))
      return data
    })
    await composer(page).evaluate((field, data) => {
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
    }, transfer)
    await page.locator('mdg-composer li').waitFor()
    await panel(page).dispatchEvent('dragover', { dataTransfer: transfer })
    await page.getByText('Drop to attach').waitFor()
    await panel(page).dispatchEvent('drop', { dataTransfer: transfer })
    await expect.poll(() => page.locator('mdg-composer li').count()).toBe(2)
  })
})
