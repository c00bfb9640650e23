/**
 * How the widget stands on a page: over it, in it, as a page of its own, in a window of its own and in a frame; the site's look
 * and whatever colour it has; invitations, hours and calls on the launcher.
 */
import type { Frame, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { readFile } from 'node:fs/promises'
import type { Invitation } from '#protocol'
import { violations } from './test/axe.ts'
import { bubbles, command, composer, hostPage, launcher, panel, useStage } from './test/stage.ts'
import { talk } from './test/states.ts'

const stage = useStage({ page: true })
const text = { en: 'May we help you choose?', ja: 'お探しの豆は見つかりましたか？' }

interface Commanded {
  Madoguchi(...call: unknown[]): Promise<unknown>
}

interface Shift {
  readonly value: number
  readonly sources: readonly { readonly node: Element | null }[]
}

/** What has moved by itself on the page, and by how much. */
const shiftsOf = (page: Page): Promise<string[]> =>
  page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const shifts: string[] = []
        new PerformanceObserver((list) => {
          for (const { value, sources } of list.getEntries() as unknown as Shift[])
            shifts.push(`${sources.map(({ node }) => node?.localName ?? node?.nodeName).join()} by ${value}`)
        }).observe({ type: 'layout-shift', buffered: true })
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(shifts)))
      }),
  )
const heard = (page: Page, type: string): Promise<unknown[]> =>
  page.evaluate((type) => (window as unknown as { heard: Record<string, unknown[]> }).heard[type] ?? [], type)
const listening = (...types: string[]): string =>
  `window.heard={};for(const type of ${JSON.stringify(types)})document.addEventListener('madoguchi-'+type,(event)=>(heard[type]??=[]).push(event.detail))`
const boxOf = (page: Page, selector: string) =>
  page.locator(selector).evaluate((one) => {
    const { x, y, width, height } = one.getBoundingClientRect()
    return [x, y, width, height]
  })

test('[S5 look] a site has its own colour, corners, side, words and greeting, and nothing of the page moves for it', async () => {
  stage.hub.face = {
    ...stage.hub.face,
    look: {
      accent: '#ffe45c',
      corners: 'square',
      position: 'left',
      launcherText: { en: 'Ask us about beans', ja: '豆のご相談' },
    },
  }
  stage.hub.site = { ...stage.hub.site, greeting: { en: 'Which beans do you like?', ja: 'お好みの豆は？' } }
  const page = await stage.visit()
  await page.locator('madoguchi-widget .label', { hasText: 'Ask us about beans' }).waitFor()
  expect(await launcher(page).getAttribute('aria-label')).toBe('Ask us about beans')
  expect(await launcher(page).evaluate((one) => getComputedStyle(one).backgroundColor)).toBe('rgb(255, 228, 92)')
  await expect.poll(async () => (await boxOf(page, 'madoguchi-widget'))[0]).toBe(16)
  expect(await violations(page)).toEqual([])
  await command(page, 'open')
  await page.locator('mdg-prechat').getByText('Which beans do you like?').waitFor()
  expect((await boxOf(page, 'mdg-panel'))[0]).toBe(16)
  // Nothing is to be said of the connection, and nothing has room for it.
  expect(await page.locator('mdg-panel .line').isVisible()).toBe(false)
  expect(await panel(page).evaluate((one) => getComputedStyle(one).borderRadius)).toBe('0px')
  expect(await violations(page)).toEqual([])
  expect(await shiftsOf(page)).toEqual([])
})

const accents = '#ffffff #000000 #ffe45c #ff7a00 #ff0000 #00ff00 #0000ff #808080 #757575 #c2185b #2d6cdf #66ccff'.split(
  ' ',
)

test('[S5 contrast] whatever colour a site has, what stands on it and what is written with it can be read', async () => {
  stage.hub.page = hostPage('en')
  const page = await stage.visit()
  await talk(stage.hub, page)
  await command(page, 'close')
  await command(page, 'open')
  const poor: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const accent of [...accents, 'oklch(0.7 0.2 150)', 'rebeccapurple']) {
      await page.evaluate((accent) => (window as unknown as Commanded).Madoguchi('setTheme', { accent }), accent)
      const { painted, ...found } = await page.evaluate(readContrasts)
      if (accent.startsWith('#')) expect(painted).toBe(parseInt(accent.slice(1), 16))
      for (const [name, contrast] of Object.entries(found))
        if (contrast < 4.5) poor.push(`${colorScheme} ${accent} ${name} ${contrast.toFixed(2)}`)
    }
  }
  expect(poor).toEqual([])
  for (const [colorScheme, colour] of [
    ['dark', 0x66ccff],
    ['light', 0x111111],
  ] as const) {
    await page.evaluate((theme) => (window as unknown as Commanded).Madoguchi('setTheme', theme), {
      accent: '#111111',
      accentDark: '#66ccff',
      colorScheme,
    })
    expect((await page.evaluate(readContrasts))['painted']).toBe(colour)
  }
})

/** In the page: contrasts of what stands on each ground, by the colours as they are painted; and the accent that is, as one number. */
function readContrasts(): Record<string, number> {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!
  const inside = document.querySelector('madoguchi-widget')!.shadowRoot!.querySelector('mdg-panel')!
  const probe = document.createElement('i')
  inside.shadowRoot!.append(probe)
  const luminance = (token: string): number => {
    probe.style.color = `var(--mdg-${token})`
    canvas.fillStyle = getComputedStyle(probe).color
    canvas.fillRect(0, 0, 1, 1)
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) =>
      part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
    ) as [number, number, number]
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (one: string, other: string): number => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
    return (high + 0.05) / (low + 0.05)
  }
  luminance('accent')
  const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data] as [number, number, number]
  const found = {
    painted: red * 65_536 + green * 256 + blue,
    'on-accent on accent': contrast('on-accent', 'accent'),
    'on-accent on accent-press': contrast('on-accent', 'accent-press'),
    'accent-strong on surface-0': contrast('accent-strong', 'surface-0'),
    'accent-strong on surface-2': contrast('accent-strong', 'surface-2'),
    'accent-strong on accent-soft': contrast('accent-strong', 'accent-soft'),
    'text on accent-soft': contrast('text', 'accent-soft'),
  }
  probe.remove()
  return found
}

test('[S5 theming] every part and every custom property of LOOK.md is there', async () => {
  const listed = await readFile(new URL('./LOOK.md', import.meta.url), 'utf8')
  const rows = (heading: string): string[] =>
    [
      ...listed
        .split(`## ${heading}`)[1]!
        .split('\n## ')[0]!
        .matchAll(/^\| `([\w-]+)`/gm),
    ].map(([, name]) => name!)
  const [parts, properties] = [rows('Parts'), rows('Custom properties')]
  const style = parts
    .map((part, at) => `madoguchi-widget::part(${part}){outline:${at + 1}px solid red!important}`)
    .join('')
  stage.hub.page = hostPage('en').replace('</style>', `${style}</style>`)
  stage.hub.face = {
    ...stage.hub.face,
    look: { launcherText: text },
    invitations: [{ key: 'a', text, when: {}, only: 'always', everyDays: 1 }],
  }
  const page = await stage.visit()
  const seen = new Set<string>()
  const look = async (): Promise<void> => {
    const found = await page.evaluate((count) => {
      const widths: number[] = []
      const walk = (root: ShadowRoot): void => {
        for (const one of root.querySelectorAll('*')) {
          const { outlineWidth, outlineColor } = getComputedStyle(one)
          if (outlineColor === 'rgb(255, 0, 0)' && one.part.length > 0) widths.push(parseInt(outlineWidth))
          if (one.shadowRoot) walk(one.shadowRoot)
        }
      }
      walk(document.querySelector('madoguchi-widget')!.shadowRoot!)
      return widths.filter((width) => width <= count)
    }, parts.length)
    for (const width of found) seen.add(parts[width - 1]!)
  }
  await page.locator('.invite').waitFor()
  await look()
  await command(page, 'open')
  await page.locator('mdg-prechat button').waitFor()
  await look()
  await page.locator('mdg-prechat textarea').fill('Hello')
  await page.locator('mdg-prechat button.main').click()
  await page.locator('mdg-waiting').waitFor()
  stage.hub.say('Hi')
  await composer(page).waitFor()
  await expect.poll(async () => (await bubbles(page)).length).toBe(2)
  await look()
  expect(parts.filter((part) => !seen.has(part) && part !== 'frame')).toEqual([])
  const sheets = await Promise.all(
    ['look.css', 'launcher.css', 'frame.css', 'elements/mdg-panel.css', 'elements/mdg-panel.ts'].map((file) =>
      readFile(new URL(`./${file}`, import.meta.url), 'utf8'),
    ),
  )
  const used = sheets.join('').replace('--madoguchi-$1', '--madoguchi-accent --madoguchi-font')
  expect(properties.filter((name) => !used.includes(name))).toEqual([])
})

test('[S5 inline] in the page it fills its box, scrolls with it, and does not lock it on a phone', async () => {
  stage.hub.page = hostPage('ja').replace(
    '</main>',
    '<div style="height:500px;width:340px"><madoguchi-widget site="pk_demo" placement="inline" style="display:block;height:500px"></madoguchi-widget></div></main>',
  )
  const page = await stage.visit({ viewport: { width: 375, height: 800 }, hasTouch: true, isMobile: true })
  await page.locator('mdg-prechat textarea').waitFor()
  const [, , width, height] = await boxOf(page, 'mdg-panel')
  expect([width, height]).toEqual([340, 500])
  expect(await page.evaluate(() => document.documentElement.style.overflow)).toBe('')
  expect(await launcher(page).isVisible()).toBe(false)
  expect(await panel(page).getByRole('button', { name: '閉じる' }).count()).toBe(0)
  await panel(page).press('Escape')
  expect(await page.locator('mdg-prechat').isVisible()).toBe(true)
  expect(await violations(page)).toEqual([])
})

test('[S5 page] the hub’s own page is all chat, without any other page', async () => {
  const page = await stage.visit()
  await page.goto(`${stage.hub.url}chat/pk_demo?lang=ja`)
  await page.locator('mdg-prechat textarea').waitFor()
  expect(await page.title()).toBe('あおぞら珈琲')
  const [, y, , height] = await boxOf(page, 'mdg-panel')
  expect([y, height]).toEqual([0, 760])
  expect(await launcher(page).isVisible()).toBe(false)
  expect(await violations(page)).toEqual([])
  await page.locator('mdg-prechat textarea').fill('こんにちは')
  await page.locator('mdg-prechat button.main').click()
  await page.locator('mdg-waiting').waitFor()
})

test('[S5 pop-out] the talk goes on in a window of its own', async () => {
  const page = await stage.visit()
  await talk(stage.hub, page)
  const opened = stage.context.waitForEvent('page')
  await page.locator('mdg-panel summary').click()
  await page.getByRole('button', { name: 'Open in its own window' }).click()
  const beside = await opened
  await expect.poll(() => bubbles(beside)).toContain('Let me see.')
  expect(beside.url()).toMatch(/\/chat\/pk_demo$/)
  expect(await beside.locator('madoguchi-widget').getAttribute('placement')).toBe('page')
  await expect.poll(() => panel(page).isVisible()).toBe(false)
})

test('[S5 isolate] in a frame of the hub’s the page’s scripts reach nothing, and commands and events go through', async () => {
  const { port } = new URL(stage.hub.url)
  const hub = `http://localhost:${port}`
  stage.hub.page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title></head><body><h1>Shop</h1>
<script type="module" async src="/w.js" data-site="pk_demo" data-isolate data-prefill='{"order":{"id":"A-17"}}' data-hub="${hub}"></script></body></html>`
  stage.hub.csp = `default-src 'none'; script-src 'self'; connect-src ${hub}; frame-src ${hub}; require-trusted-types-for 'script'; trusted-types 'none'`
  const page = await stage.visit()
  await page.evaluate(listening('message', 'unread', 'agent', 'open', 'close'))
  const violated = page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const seen: string[] = []
        document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => seen.push(violatedDirective))
        document.addEventListener('madoguchi-ended', () => resolve(seen))
      }),
  )
  await command(page, 'open')
  const framed = (): Frame => page.frames().find((one) => one.url().includes('/chat/pk_demo'))!
  await framed().locator('mdg-prechat textarea').waitFor()
  expect(await page.locator('mdg-panel, mdg-prechat').count()).toBe(0)
  await command(page, 'send', 'Where is my order?')
  await framed().locator('mdg-waiting').waitFor()
  const { body } = stage.hub.asked.find(({ verb }) => verb === 'contact.start')!
  expect(JSON.stringify(body)).toContain(stage.hub.url)
  expect(JSON.stringify(body)).toContain('A-17')
  stage.hub.answer('Ann')
  await expect.poll(() => heard(page, 'agent')).toEqual([{ name: 'Ann' }])
  await framed().locator('mdg-panel [part=close]').click()
  await expect.poll(() => page.locator('madoguchi-widget').getAttribute('open')).toBeNull()
  stage.hub.say('Hello')
  await expect.poll(() => launcher(page).getAttribute('aria-label')).toBe('Open chat (1 new)')
  await command(page, 'open')
  await expect.poll(() => launcher(page).getAttribute('aria-label')).toBe('Close chat')
  // A stranger's message, even from the page itself, is nobody's.
  await page.evaluate(() => {
    const [frame] = [...document.querySelector('madoguchi-widget')!.shadowRoot!.querySelectorAll('iframe')]
    const { port1 } = new MessageChannel()
    frame!.contentWindow!.postMessage({ kind: 'madoguchi-frame', attributes: { locale: 'ja' } }, '*', [port1])
  })
  await command(page, 'setLocale', 'ja')
  await expect
    .poll(() => framed().locator('mdg-composer textarea').getAttribute('placeholder'))
    .toBe('メッセージを入力')
  stage.hub.close()
  expect(await violated).toEqual([])
})

const cart: Invitation = { key: 'cart', text, when: { seconds: 0 }, only: 'staffed', everyDays: 7 }

test('[S5 invitation] is shown when somebody is there, takes no focus, and stays away once it was sent away', async () => {
  stage.hub.face = { ...stage.hub.face, invitations: [cart] }
  stage.hub.page = hostPage('en', listening('invite'))
  const page = await stage.visit()
  await page.locator('.invite p', { hasText: text.en }).waitFor()
  expect(await page.evaluate(() => document.activeElement?.localName)).toBe('body')
  expect(await violations(page)).toEqual([])
  await page.locator('.invite').getByRole('button', { name: 'No, thank you' }).click()
  expect(await page.locator('.invite').count()).toBe(0)
  expect(await heard(page, 'invite')).toEqual([
    { name: 'cart', act: 'shown' },
    { name: 'cart', act: 'dismissed' },
  ])
  expect(await shiftsOf(page)).toEqual([])
  stage.hub.facesAsked.length = 0
  await page.reload()
  await page.locator('madoguchi-widget').waitFor({ state: 'attached' })
  await page.waitForFunction(() => performance.now() > 2_500)
  expect(await page.locator('.invite').count()).toBe(0)
  expect(stage.hub.facesAsked.filter((path) => path.endsWith('/now'))).toEqual([])
})

test('[S5 invitation] is not shown while nobody is there, nor over the open window, and opens the chat', async () => {
  stage.hub.face = { ...stage.hub.face, invitations: [{ ...cart, when: { exit: true } }] }
  stage.hub.now = { ...stage.hub.now, staffed: false }
  const page = await stage.visit()
  const leave = (): Promise<void> =>
    page.evaluate(() => {
      document.documentElement.dispatchEvent(new MouseEvent('mouseleave', { clientY: -1 }))
    })
  await expect.poll(async () => (await leave(), stage.hub.facesAsked.some((path) => path.endsWith('/now')))).toBe(true)
  expect(await page.locator('.invite').count()).toBe(0)
  await command(page, 'open')
  stage.hub.now = { ...stage.hub.now, staffed: true }
  await leave()
  expect(await page.locator('.invite').count()).toBe(0)
  await command(page, 'close')
  await page.locator('.invite').waitFor()
  await page.locator('.invite').getByRole('button', { name: 'Start a chat' }).click()
  await page.locator('mdg-prechat').waitFor()
  expect(await page.locator('.invite').count()).toBe(0)
})

test('[S5 hours] a closed site says when it opens, in the customer’s own time, and takes a message', async () => {
  const opensAt = Date.parse('2030-01-07T00:00:00Z')
  stage.hub.site = { ...stage.hub.site, open: false, opensAt, zone: 'Asia/Tokyo', staffed: false }
  const page = await stage.visit({ timezoneId: 'Europe/Berlin' })
  await command(page, 'open')
  await page
    .locator('mdg-panel [role=status]', { hasText: 'We open on Monday 7 January at 1:00 (9:00 Japan' })
    .waitFor()
  await page.locator('mdg-prechat [name=reach]').waitFor()
  await page.locator('mdg-prechat textarea').fill('Please call me')
  await page.locator('mdg-prechat button.main').click()
  await expect.poll(() => stage.hub.asked.map(({ verb }) => verb)).toContain('contact.leave')
  expect(await violations(page)).toEqual([])
})

test('[S5 launcher] says that there is a call while the window is closed', async () => {
  const page = await stage.visit()
  await talk(stage.hub, page)
  await command(page, 'close')
  await page.evaluate(() => document.querySelector('madoguchi-widget')!.setAttribute('data-state', 'call'))
  await expect.poll(() => launcher(page).getAttribute('aria-label')).toBe('In a call')
  await page.emulateMedia({ forcedColors: 'active' })
  expect(await launcher(page).evaluate((one) => getComputedStyle(one).borderWidth)).toBe('2px')
  expect(await violations(page)).toEqual([])
})
