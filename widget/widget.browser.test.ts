/**
 * The built widget in a real Chromium on a page of its own, against a hub that is told what to say (fake-hub.ts). What
 * needs the real hub's decisions is in widget-hub.browser.test.ts.
 */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Locator,
  type Page,
} from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { FakeHub, plainSite } from './fake-hub.ts'
import { buildWidget } from './test-build.ts'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const quietly = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

let built: Awaited<ReturnType<typeof buildWidget>>
let hub: FakeHub
let browser: Browser
let context: BrowserContext
/** What the page complained of; every test ends with none. */
let complaints: string[]

const stub = 'window.Madoguchi=window.Madoguchi||((...a)=>(Madoguchi.q=Madoguchi.q||[]).push(a))'
const hostPage = (lang: string, more = ''): string => `<!doctype html><html lang="${lang}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Shop</title>
<style>html{font-size:62.5%}*{color:red;font:italic 40px cursive}button{display:none}</style></head>
<body><main><h1>Shop</h1></main><script>${stub};${more}</script>
<script type="module" async src="/w.js" data-site="pk_demo"></script></body></html>`

beforeAll(async () => {
  built = await buildWidget()
  hub = await FakeHub.start(built.folder)
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: quietly })
})
afterAll(async () => {
  await browser?.close()
  await hub?.stop()
  await built?.remove()
})
beforeEach(() => {
  hub.reset()
  hub.page = hostPage('en')
  complaints = []
})
afterEach(async () => {
  await context?.close()
  expect(complaints).toEqual([])
})

async function visit(options: BrowserContextOptions = {}): Promise<Page> {
  context = await browser.newContext({
    viewport: { width: 900, height: 760 },
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Asia/Tokyo',
    ...options,
  })
  return tab()
}
async function tab(): Promise<Page> {
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(hub.url)
  await page.locator('madoguchi-widget').waitFor({ state: 'attached' })
  return page
}
const command = (page: Page, ...call: string[]) =>
  page.evaluate(
    (call) => (window as unknown as { Madoguchi(...call: string[]): Promise<void> }).Madoguchi(...call),
    call,
  )
const launcher = (page: Page): Locator =>
  page.locator('madoguchi-widget > button, madoguchi-widget button[part=launcher]')
const composer = (page: Page): Locator => page.locator('mdg-composer textarea')
const panel = (page: Page): Locator => page.locator('mdg-panel')
const bubbles = (page: Page): Promise<string[]> => page.locator('mdg-log .text').allTextContents()
/** The innermost focused element, through all shadow roots, as `tag` or `tag[aria-label]`. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let element = document.activeElement
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
    return element ? element.localName + (element.ariaLabel ? `[${element.ariaLabel}]` : '') : ''
  })
/** Events of the host element by name, as they happen. */
const eventsOf = (page: Page): Promise<[string, unknown][]> =>
  page.evaluate(() => (window as unknown as { heard: [string, unknown][] }).heard)
const listen = `window.heard=[];for(const name of ['ready','open','close','message','unread','queue','agent','ended','connection','error'])
document.addEventListener('madoguchi-'+name,(event)=>heard.push([name,event.detail]))`

async function talk(page: Page): Promise<void> {
  hub.begin('Where is my order?')
  hub.answer()
  hub.say('Let me see.')
  await command(page, 'open')
  await composer(page).waitFor()
}

/** Every state that a person can see, by what leads there. */
const states: Record<string, (page: Page) => Promise<unknown>> = {
  closed: async () => {},
  prechat: (page) => command(page, 'open'),
  'prechat, nobody there': async (page) => {
    hub.setSite({ staffed: false })
    await command(page, 'open')
  },
  'prechat without a message': async (page) => {
    await command(page, 'open')
    await page.locator('mdg-prechat button').click()
    await page.locator('mdg-prechat [aria-invalid=true]').waitFor()
  },
  waiting: async (page) => {
    hub.begin('Where is my order?')
    await command(page, 'open')
    await page.locator('mdg-waiting').waitFor()
  },
  'waiting, nobody there': async (page) => {
    hub.site = { ...plainSite, staffed: false }
    hub.begin('Where is my order?')
    await command(page, 'open')
    await page.locator('mdg-waiting').waitFor()
  },
  talk: async (page) => {
    await talk(page)
    hub.say('https://example.com/a')
    hub.typing(true)
    await page.locator('mdg-log .dots').waitFor()
  },
  menu: async (page) => {
    await talk(page)
    await page.locator('mdg-panel summary').click()
  },
  'end asked': async (page) => {
    await talk(page)
    await page.locator('mdg-panel summary').click()
    await page.locator('mdg-panel details button').last().click()
    await page.locator('[role=alertdialog]').waitFor()
  },
  'not sent': async (page) => {
    await talk(page)
    hub.refuse = ['contact.notActive']
    await composer(page).fill('Hello?')
    await composer(page).press('Enter')
    await page.locator('.receipt button').waitFor()
  },
  uploads: async (page) => {
    await talk(page)
    hub.uploadGate = new Promise(() => {})
    await page.locator('mdg-composer input').setInputFiles([
      { name: 'on-its-way.png', mimeType: 'image/png', buffer: picture },
      { name: 'not-allowed.exe', mimeType: 'application/x-msdownload', buffer: picture },
    ])
    await page.locator('mdg-composer li').nth(1).waitFor()
  },
  picture: async (page) => {
    await talk(page)
    await page.locator('mdg-composer input').setInputFiles([{ name: 'a.png', mimeType: 'image/png', buffer: picture }])
    await composer(page).press('Enter')
    await page.locator('mdg-file img').waitFor()
  },
  reconnecting: async (page) => {
    await talk(page)
    hub.down = true
    hub.cut()
    await page.locator('mdg-panel .line span').waitFor()
  },
  closed_: async (page) => {
    await talk(page)
    hub.close()
    await page.locator('.again').waitFor()
  },
}

describe.each([
  ['en', 'light'],
  ['ja', 'dark'],
  ['en', 'dark'],
  ['ja', 'light'],
] as const)('accessible, %s %s', (lang, colorScheme) => {
  test.each(Object.keys(states))('%s', async (name) => {
    hub.page = hostPage(lang)
    const page = await visit({ colorScheme })
    await states[name]!(page)
    await page.evaluate(axe)
    const violations = await page.evaluate(async () => {
      const { axe } = window as unknown as {
        axe: {
          run(context: object): Promise<{
            violations: { id: string; impact: string; nodes: { target: unknown; failureSummary: string }[] }[]
          }>
        }
      }
      const { violations } = await axe.run({ include: ['madoguchi-widget'] })
      return violations.map(
        ({ id, impact, nodes }) =>
          `${impact} ${id}: ${nodes.map((node) => `${JSON.stringify(node.target)} ${node.failureSummary}`).join('; ')}`,
      )
    })
    expect(violations).toEqual([])
  })
})

describe('writing', () => {
  test('Enter while composing never sends, in the composer', async () => {
    const page = await visit()
    await talk(page)
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
    await expect.poll(() => bubbles(page)).toContain('にほんご')
    expect(hub.asked.filter(({ verb }) => verb === 'message.send')).toHaveLength(1)
  })

  test('Enter while composing never starts a contact from the name field', async () => {
    const page = await visit()
    await command(page, 'open')
    const name = page.locator('mdg-prechat input')
    await page.locator('mdg-prechat textarea').fill('Hello')
    await name.focus()
    const session = await context.newCDPSession(page)
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
    expect(hub.asked.map(({ verb }) => verb)).toEqual(['contact.start'])
  })

  test('Shift and Enter make a new line', async () => {
    const page = await visit()
    await talk(page)
    await composer(page).pressSequentially('one')
    await composer(page).press('Shift+Enter')
    await composer(page).pressSequentially('two')
    await composer(page).press('Enter')
    await expect.poll(() => bubbles(page)).toContain('one\ntwo')
  })

  test('a message is there at once, then sent, delivered and read', async () => {
    const page = await visit()
    await talk(page)
    await composer(page).fill('Thank you')
    await composer(page).press('Enter')
    const receipt = page.locator('mdg-log .receipt')
    await expect.poll(() => receipt.allTextContents()).toEqual(['Sent'])
    hub.setContact({ agentReceived: 99 })
    await expect.poll(() => receipt.allTextContents()).toEqual(['Delivered'])
    hub.setContact({ agentRead: 99 })
    await expect.poll(() => receipt.allTextContents()).toEqual(['Read'])
    expect(await bubbles(page)).toEqual(['Where is my order?', 'Let me see.', 'Thank you'])
  })

  test('a refused message says why, and goes when it is tried again', async () => {
    const page = await visit()
    await states['not sent']!(page)
    expect(await page.locator('.receipt.wrong').innerText()).toContain('The chat has ended')
    await page.locator('.receipt button').click()
    await expect.poll(() => page.locator('mdg-log .receipt').allTextContents()).toEqual(['Sent'])
    expect((await bubbles(page)).filter((text) => text === 'Hello?')).toHaveLength(1)
  })

  test('what a stranger writes is text', async () => {
    const page = await visit()
    await talk(page)
    hub.say('<img src=x onerror=alert(1)> javascript:alert(1) https://example.com/?<script>')
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

  test('typing is told both ways', async () => {
    const page = await visit()
    await talk(page)
    await composer(page).pressSequentially('abc')
    const typing = () =>
      hub.hints.filter(({ verb }) => verb === 'message.typing').map(({ body }) => (body as [string, boolean])[1])
    await expect.poll(typing).toEqual([true])
    await composer(page).fill('')
    await expect.poll(typing).toEqual([true, false])
    hub.typing(true)
    await page.getByText('佐藤 美咲 is writing').waitFor()
    hub.say('Here.')
    await page.getByText('佐藤 美咲 is writing').waitFor({ state: 'detached' })
  })
})

describe('files', () => {
  const choose = (page: Page, ...files: { name: string; mimeType: string; buffer: Buffer }[]) =>
    page.locator('mdg-composer input').setInputFiles(files)
  const png = { name: 'photo.png', mimeType: 'image/png', buffer: picture }

  test('a picture goes with the message and is shown', async () => {
    const page = await visit()
    await states.picture!(page)
    expect(hub.files.size).toBe(1)
    const source = await page.locator('mdg-file img').getAttribute('src')
    expect(source).toMatch(/^blob:/)
  })

  test('a message that was sent while a file was on its way goes with the file', async () => {
    const page = await visit()
    await talk(page)
    let open = (): void => {}
    hub.uploadGate = new Promise((resolve) => (open = resolve))
    await choose(page, png)
    await composer(page).fill('Here it is')
    await composer(page).press('Enter')
    expect(await composer(page).inputValue()).toBe('Here it is')
    open()
    await page.locator('mdg-file img').waitFor()
    expect(await bubbles(page)).toContain('Here it is')
  })

  test('a file that failed can be sent again or taken away', async () => {
    const page = await visit()
    await talk(page)
    await choose(page, { ...png, name: 'broken.png' })
    await page.getByText('Could not be uploaded').waitFor()
    await page.getByLabel('Try again: broken.png').click()
    await page.getByText('Could not be uploaded').waitFor()
    await page.getByLabel('Remove broken.png').click()
    await expect.poll(() => page.locator('mdg-composer li').count()).toBe(0)
  })

  test('policy of the site is told before anything is sent', async () => {
    const page = await visit()
    hub.site = { ...plainSite, attachmentBytesMax: 1_000_000 }
    await talk(page)
    await choose(
      page,
      { ...png, buffer: Buffer.alloc(1_000_001), name: 'large.png' },
      { ...png, mimeType: 'text/html', name: 'page.html' },
      { ...png, buffer: Buffer.alloc(0), name: 'empty.png' },
    )
    await expect
      .poll(() => page.locator('mdg-composer .wrong').allInnerTexts())
      .toEqual(['Too large: 1 MB at most', 'This kind of file cannot be sent', 'The file is empty'])
    expect(hub.files.size).toBe(0)
  })

  test('pasted and dropped files are taken', async () => {
    const page = await visit()
    await talk(page)
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

describe('with the keyboard alone', () => {
  test('from the launcher to an ended talk, and back', async () => {
    const page = await visit()
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
    hub.answer()
    await page.keyboard.press('Shift+Tab')
    expect(await focused(page)).toBe('button[Attach a file]')
    await page.keyboard.press('Shift+Tab')
    expect(await focused(page)).toBe('mdg-log[Messages]')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Shift+Tab')
    expect(await focused(page)).toBe('summary[More]')
    await page.keyboard.press('Enter')
    for (const _ of [1, 2, 3]) await page.keyboard.press('Tab')
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
    const page = await visit()
    await talk(page)
    await composer(page).evaluate((field) => {
      const press = { key: 'Escape', bubbles: true, composed: true }
      field.dispatchEvent(new KeyboardEvent('keydown', { ...press, isComposing: true }))
      field.dispatchEvent(new KeyboardEvent('keydown', { ...press, keyCode: 229 }))
    })
    expect(await panel(page).isVisible()).toBe(true)
  })

  test('everything that can be pressed is at least 44 px', async () => {
    const page = await visit()
    for (const state of ['menu', 'uploads']) {
      hub.reset()
      await states[state]!(page)
      const small = await page.locator('madoguchi-widget button, mdg-panel summary').evaluateAll((all) =>
        all.flatMap((one) => {
          const { width, height } = one.getBoundingClientRect()
          return width > 0 && (width < 44 || height < 44) ? [`${one.textContent?.trim()} ${width}x${height}`] : []
        }),
      )
      expect(small).toEqual([])
    }
  })
})

describe('staying', () => {
  test('a reload keeps the window, the talk and the draft', async () => {
    const page = await visit()
    await talk(page)
    await composer(page).fill('not yet sent')
    await page.reload()
    await expect.poll(() => bubbles(page)).toEqual(['Where is my order?', 'Let me see.'])
    expect(await composer(page).inputValue()).toBe('not yet sent')
  })

  test('what could not be sent before a reload is sent after it, once', async () => {
    const page = await visit()
    await talk(page)
    hub.down = true
    hub.cut()
    await composer(page).fill('patient')
    await composer(page).press('Enter')
    await page.getByText('Sending').waitFor()
    await page.reload()
    hub.down = false
    await expect.poll(() => bubbles(page)).toEqual(['Where is my order?', 'Let me see.', 'patient'])
    await expect.poll(() => page.locator('mdg-log .receipt').allTextContents()).toEqual(['Sent'])
    expect(hub.log.filter((entry) => entry.kind === 'message' && entry.text === 'patient')).toHaveLength(1)
  })

  test('a second tab shows the same talk, and reading in one clears the other', async () => {
    const first = await visit()
    await talk(first)
    await command(first, 'close')
    const second = await tab()
    hub.say('Are you there?')
    await expect.poll(() => launcher(second).getAttribute('aria-label')).toBe('Open chat (1 new)')
    await expect.poll(() => launcher(first).getAttribute('aria-label')).toBe('Open chat (1 new)')
    await second.bringToFront()
    await command(second, 'open')
    await expect.poll(() => bubbles(second)).toEqual(['Where is my order?', 'Let me see.', 'Are you there?'])
    await expect.poll(() => launcher(first).getAttribute('aria-label')).toBe('Open chat')
  })

  test('a lost line is one quiet line; typing goes on and the message follows', async () => {
    const page = await visit()
    await talk(page)
    hub.down = true
    hub.cut()
    await page.getByText('Reconnecting').waitFor()
    await composer(page).fill('still here')
    await composer(page).press('Enter')
    await page.getByText('Sending').waitFor()
    hub.down = false
    await expect.poll(() => page.locator('mdg-log .receipt').allTextContents()).toEqual(['Sent'])
    expect(await page.locator('mdg-panel .line').innerText()).toBe('')
  })

  test('a browser without network says so', async () => {
    const page = await visit()
    await talk(page)
    await context.setOffline(true)
    hub.cut()
    await page.getByText('You are offline').waitFor()
    await context.setOffline(false)
    await page.getByText('You are offline').waitFor({ state: 'detached' })
  })

  test('after the end, a new contact begins afresh', async () => {
    const page = await visit()
    await talk(page)
    hub.close()
    await page.locator('.again').click()
    await page.locator('mdg-prechat textarea').fill('Another thing')
    await page.locator('mdg-prechat button').click()
    await expect.poll(() => bubbles(page)).toEqual(['Another thing'])
    await composer(page).waitFor()
  })

  test.each(['txt', 'html'])('the talk can be kept as %s', async (form) => {
    const page = await visit()
    await talk(page)
    hub.say('<b>safe</b>')
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

describe('on the host page', () => {
  test('commands given before the loader was there are obeyed, and events are heard', async () => {
    hub.page = hostPage('en', `${listen};Madoguchi('on','ready',()=>heard.push(['on ready']));Madoguchi('open')`)
    const page = await visit()
    await page.locator('mdg-prechat').waitFor()
    await page.locator('mdg-prechat textarea').fill('Hello')
    await page.locator('mdg-prechat button').click()
    await page.locator('mdg-waiting').waitFor()
    hub.answer('Ann')
    await command(page, 'close')
    hub.say('Hi')
    await expect.poll(() => launcher(page).getAttribute('aria-label')).toBe('Open chat (1 new)')
    hub.close()
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
    const page = await visit()
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

  test('the language can be changed at any time', async () => {
    const page = await visit()
    await talk(page)
    await command(page, 'setLocale', 'ja')
    expect(await composer(page).getAttribute('placeholder')).toBe('メッセージを入力')
    expect(await launcher(page).getAttribute('aria-label')).toBe('チャットを閉じる')
    await command(page, 'setLocale', 'en')
    expect(await composer(page).getAttribute('placeholder')).toBe('Write a message')
  })

  test('styles of the page do not reach in, and nothing but Madoguchi is left on the page', async () => {
    const page = await visit()
    const before = await page.evaluate(() => Object.keys(window))
    await talk(page)
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

  test('a strict policy with trusted types is enough', async () => {
    hub.page = hostPage('ja').replaceAll(/<style>.*?<\/style>|<script>.*?<\/script>/gs, '')
    hub.csp =
      "default-src 'none'; script-src 'self'; connect-src 'self' ws:; img-src blob:; require-trusted-types-for 'script'; trusted-types lit-html"
    const page = await visit()
    const violations = page.evaluate(
      () =>
        new Promise<string[]>((resolve) => {
          const seen: string[] = []
          document.addEventListener('securitypolicyviolation', (event) => seen.push(event.violatedDirective))
          document.addEventListener('madoguchi-ended', () => resolve(seen))
        }),
    )
    await states.picture!(page)
    hub.close()
    expect(await violations).toEqual([])
  })

  test('without being asked for, only the loader is loaded and nothing is connected', async () => {
    context = await browser.newContext()
    const page = await context.newPage()
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await page.goto(hub.url, { waitUntil: 'networkidle' })
    expect(asked.filter((path) => path !== '/favicon.ico')).toEqual(['/', '/w.js'])
    await page.locator('madoguchi-widget').hover()
    await expect.poll(() => asked.some((path) => path.startsWith('/widget/assets/chat'))).toBe(true)
    expect(asked).not.toContain('/api/visitor/ticket')
  })

  test('on a phone the window is the screen, and the page behind stands still until it is closed', async () => {
    const page = await visit({ viewport: { width: 375, height: 700 }, hasTouch: true, isMobile: true })
    await talk(page)
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

  test("a site's own colour stays readable", async () => {
    hub.page = hostPage('en').replace('</style>', 'madoguchi-widget{--madoguchi-accent:#ffe45c}</style>')
    const page = await visit()
    await states.talk!(page)
    await page.evaluate(axe)
    const found = await page.evaluate(async () => {
      const { axe } = window as unknown as {
        axe: {
          run(context: object, options: object): Promise<{ violations: { nodes: { failureSummary: string }[] }[] }>
        }
      }
      const { violations } = await axe.run({ include: ['madoguchi-widget'] }, { runOnly: ['color-contrast'] })
      return violations.flatMap(({ nodes }) => nodes.map(({ failureSummary }) => failureSummary))
    })
    expect(found).toEqual([])
  })

  test('unread messages stand before the title while nobody looks', async () => {
    const page = await visit()
    await talk(page)
    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    })
    hub.say('Hello?')
    await expect.poll(() => page.title()).toBe('(1) Shop')
    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'visible', configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    })
    await expect.poll(() => page.title()).toBe('Shop')
  })
})
