/**
 * What people write is text, whatever it looks like (P23): payloads as names, messages, topics, addresses and titles of
 * pages, names of files and notes, in both apps in Chromium on the real hub. None runs, none becomes an element, and
 * neither the content security policy nor Trusted Types has anything to object to.
 */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HubClient } from '../client/index.ts'
import { demoPeople } from '../demo.ts'
import { makeId, type AttachmentId, type ContactId } from '../model/ids.ts'
import { memoryOutbox } from '../sim/stage.ts'
import { openBrowser } from './browser.ts'
import { payloads } from './payloads.ts'
import { demoPassword, startRealHub, type RealHub } from './real-hub.ts'
import { RealStage } from './real-stage.ts'
import { until } from './waiting.ts'
import { cookieOf, signIn, visitorTicket, welcomed } from './wire-page.ts'

let hub: RealHub
let browser: Browser
let stage: RealStage
/** Another window of the agent who sits in the browser. */
let agent: HubClient
/** Scripts that ran, dialogs, and what a policy refused. */
const ran: string[] = []
const nameMax = 80

beforeAll(async () => {
  hub = await startRealHub()
  browser = await openBrowser()
  stage = new RealStage(hub, 1, 1)
  const { agent: id, role, name } = demoPeople[0]!
  const actor = { kind: 'agent', session: makeId('session', 'window'), agent: id, role, name } as const
  agent = stage.screen(actor, memoryOutbox()).client
  agent.connect()
})
afterAll(async () => {
  agent?.close()
  stage?.end()
  await browser?.close()
  await hub?.stop()
  hub?.remove()
})

async function open(path: string): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  page.on('dialog', (dialog) => {
    ran.push(`${path}: a dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('console', (message) => {
    if (message.type() === 'error' && /policy|trusted/i.test(message.text())) ran.push(`${path}: ${message.text()}`)
  })
  await page.exposeFunction('tellWhatRan', (what: string) => ran.push(`${path}: ${what}`))
  await page.addInitScript(() => {
    const tell = (what: string): void => (window as unknown as { tellWhatRan(what: string): void }).tellWhatRan(what)
    for (const name of ['alert', 'confirm', 'prompt', 'print'] as const)
      Object.assign(window, { [name]: () => tell(name) })
    addEventListener('securitypolicyviolation', (event) => tell(`${event.violatedDirective} ${event.blockedURI}`))
  })
  await page.goto(`${hub.origin}${path}`)
  return page
}

/** Elements that only a payload could have made, in every shadow root. */
const intruders = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const suspect =
      'img[src="x"], image, [data-marked], iframe, object, embed, base, math, marquee, video, a[href^="javascript:" i], a[href^="data:" i], [href*="evil.example" i]:not(a), [src*="evil.example" i]'
    const found: string[] = []
    const look = (root: Document | ShadowRoot): void => {
      for (const element of root.querySelectorAll('*')) {
        const handlers = element.getAttributeNames().filter((name) => name.startsWith('on'))
        if (element.matches(suspect) || handlers.length > 0)
          found.push(`${element.localName} ${element.getAttributeNames().join(' ')}`)
        if (element.shadowRoot !== null) look(element.shadowRoot)
      }
    }
    look(document)
    return found
  })

const shows = (page: Page, text: string): Promise<void> => page.getByText(text, { exact: true }).first().waitFor()

test('payloads through every door to the desk stay text', async () => {
  const desk = await open('/agent/')
  await desk.locator('input[autocomplete=username]').fill('hanako')
  await desk.locator('input[type=password]').fill(demoPassword)
  await desk.keyboard.press('Enter')
  await desk.getByRole('navigation').waitFor()
  await agent.request('presence.set', { status: 'available', reason: '' }).done

  const { ticket, token } = await visitorTicket(hub)
  const customer = await welcomed(hub, ticket)
  const named = payloads.filter((payload) => payload.length <= nameMax)
  for (let round = 0; round < 6; round++) {
    const [name, topic] = [named[round * 9]!, named[round * 9 + 1]!]
    const text = payloads[round * 9 + 2]!
    const started = await customer.ask('contact.start', {
      name,
      topic,
      text,
      locale: 'en',
      pageUrl: payloads[28 + round]!,
      pageTitle: payloads[round * 9 + 3]!,
    })
    expect(started).toBe('done')
    const contact = customer.contact!
    // As an offer first, then as a talk.
    await until(() => agent.list('desk', 'offer').size > 0)
    await desk.getByRole('article').first().waitFor()
    expect(await intruders(desk)).toEqual([])
    await desk.keyboard.press('Alt+a')
    await until(() => agent.list('desk', 'contact').get(contact)?.phase === 'active')
    await desk.getByRole('log').waitFor()
    if (round === 0) await sayEverything(contact, token)
    expect(await intruders(desk)).toEqual([])
    expect(await customer.ask('contact.end', { contact })).toBe('done')
    await until(() => agent.list('desk', 'contact').get(contact)?.phase === 'wrapUp')
    await agent.request('contact.wrapUp', { contact, disposition: '', note: payloads[round]! }).done
  }
  expect(await intruders(desk)).toEqual([])
  expect(ran).toEqual([])

  async function sayEverything(contact: ContactId, identity: string): Promise<void> {
    for (const text of payloads)
      expect(await customer.ask('message.send', { contact, text, attachments: [] })).toBe('done')
    await shows(desk, payloads.at(-1)!)
    for (const name of payloads.slice(0, 10)) {
      const attachment = await upload(contact, name, { authorization: `Bearer ${identity}` })
      expect(await customer.ask('message.send', { contact, text: '', attachments: [attachment] })).toBe('done')
    }
    expect(await customer.ask('message.send', { contact, text: 'that was the last file', attachments: [] })).toBe(
      'done',
    )
    await shows(desk, 'that was the last file')
  }
}, 120_000)

async function upload(contact: ContactId, name: string, headers: Record<string, string>): Promise<AttachmentId> {
  const response = await fetch(`${hub.origin}/api/attachments/${contact}?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { origin: hub.origin, 'x-madoguchi': '1', ...headers },
    body: 'only a text',
  })
  expect(response.status).toBe(201)
  return ((await response.json()) as { attachment: AttachmentId }).attachment
}

test('payloads through every door to the widget stay text', async () => {
  await agent.request('presence.set', { status: 'available', reason: '' }).done
  const shop = await open('/?lang=en')
  await shop.getByRole('button', { name: /open.*chat|chat.*open/i }).click()
  await shop.getByRole('textbox', { name: /name/i }).fill(payloads[10]!)
  await shop.getByRole('textbox', { name: 'Message' }).fill(payloads[0]!)
  await shop.getByRole('button', { name: /start/i }).click()
  await until(() => agent.list('desk', 'offer').size > 0)
  const { offer, epoch, contact } = [...agent.list('desk', 'offer').values()][0]!
  await agent.request('offer.accept', { offer, epoch }).done
  for (const text of payloads) await agent.request('message.send', { contact, text, attachments: [] }).done
  await shows(shop, payloads.at(-1)!)
  const cookie = cookieOf(await signIn(hub, 'hanako'))
  for (const name of payloads.slice(0, 10)) {
    const attachment = await upload(contact, name, { cookie })
    await agent.request('message.send', { contact, text: '', attachments: [attachment] }).done
  }
  await agent.request('message.send', { contact, text: 'that was the last file', attachments: [] }).done
  await shows(shop, 'that was the last file')
  expect(await intruders(shop)).toEqual([])
  await shop.reload()
  await shows(shop, 'that was the last file')
  expect(await intruders(shop)).toEqual([])
  expect(ran).toEqual([])
}, 120_000)

test('the net catches: what would run, what a policy refuses and what became an element are each told', async () => {
  const page = await open('/agent/')
  await page.evaluate(() => {
    window.print()
    const link = document.createElement('a')
    link.href = 'javascript:alert(1)'
    document.body.append(link)
    // As a careless line of code would; the page's policy refuses it.
    try {
      Reflect.set(document.body, 'innerHTML', '<img src=x onerror=alert(1)>')
    } catch {
      // Told by the event.
    }
  })
  expect(await intruders(page)).toEqual(['a href'])
  await until(() => ran.length >= 2)
  expect(ran.splice(0).map((line) => line.split(' ')[1])).toEqual(
    expect.arrayContaining(['print', 'require-trusted-types-for']),
  )
})
