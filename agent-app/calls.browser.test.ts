/**
 * Calls by the built app in real browsers, over a real hub, a real media process and its workers: two agents, a supervisor
 * and a customer, each with a tone of their own for a voice. Who hears whom is told by frequency.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromium, type Browser, type Page } from 'playwright-core'
import { browserClock, callDoor } from '#client'
import type { VisitCall } from '#protocol'
import { demoPassword, startRealHub, type RealHub } from '../hub/attack/real-hub.ts'
import type { MediaPort } from '../hub/ports/media.ts'
import { BrowserLeg } from '../media/browser-leg-testing.ts'
import { workerBin } from '../media/real-testing.ts'
import { findings } from './test/axe.ts'
import { giveTone, levelsOf } from './test/call-page.ts'
import { Customer } from './test/customer.ts'
import { press, reach } from './test/hour.ts'

/** In Hz; far from each other and from the music. */
const tones = { mei: 1_500, james: 2_200, hanako: 3_100, misaki: 4_000 } as const
/** Of the chords of the tune. */
const musicNotes = [196, 220, 246.94, 261.63, 293.66, 329.63, 349.23, 392, 440, 493.88, 523.25]
const audibleDb = -55
const bounds = { timeout: 30_000, interval: 100 }
type Name = keyof typeof tones

describe.skipIf(!workerBin)('a call', () => {
  let hub: RealHub
  let browser: Browser
  /** Who calls now; their browser is `leg`. */
  let mei: Customer
  let leg: BrowserLeg | null = null
  const desks = new Map<Name, Page>()
  const complaints: string[] = []
  const folder = mkdtempSync(join(tmpdir(), 'desk-tones-'))

  beforeAll(async () => {
    hub = await startRealHub({ MADOGUCHI_WORKER_BIN: workerBin ?? '' })
    browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'].concat([
        '--disable-component-update',
        '--disable-sync',
        '--autoplay-policy=no-user-gesture-required',
      ]),
    })
    for (const name of ['james', 'hanako', 'misaki'] as const) desks.set(name, await openDesk(name))
    mei = new Customer(hub.origin, 'Mei')
  }, 180_000)

  afterAll(async () => {
    await leg?.close()
    mei?.close()
    await browser?.close()
    await hub?.stop()
    hub?.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  async function openDesk(name: Name): Promise<Page> {
    const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    page.on('pageerror', (error) => complaints.push(`${name}: ${String(error)}`))
    page.on('console', (line) => {
      if (/Content Security Policy|Trusted/.test(line.text())) complaints.push(`${name}: ${line.text()}`)
    })
    await giveTone(page, tones[name])
    await page.goto(`${hub.origin}/agent/`)
    await page.getByLabel('Name', { exact: true }).fill(name)
    await page.getByLabel('Password', { exact: true }).fill(demoPassword)
    await page.keyboard.press('Enter')
    await page.locator('mdg-a-presence button').first().waitFor()
    return page
  }

  const desk = (name: Name): Page => {
    const page = desks.get(name)
    if (page === undefined) throw new Error(`no desk of ${name}`)
    return page
  }
  async function becomeAvailable(page: Page): Promise<void> {
    const presence = page.locator('mdg-a-presence button').first()
    if ((await presence.innerText()).includes('Available')) return
    await page.keyboard.press('Alt+P')
    await presence.filter({ hasText: 'Available' }).waitFor()
  }

  /** The customer's call as their page would know it. */
  const visitCall = (): VisitCall | undefined => [...mei.client.list('visit', 'call').values()][0]

  /** The customer asks for a voice call. */
  const callAs = (name: string): Promise<unknown> =>
    mei.client.request('contact.call', {
      name,
      topic: 'delivery',
      text: '',
      locale: 'ja',
      pageUrl: `${hub.origin}/cart`,
      pageTitle: '',
      fields: null,
      intent: null,
      media: 'audio',
    }).done

  /** The customer's browser joins by the leg that the hub has given. */
  async function joinCustomer(camera = false): Promise<BrowserLeg> {
    await expect.poll(() => visitCall()?.leg, bounds).toBeTruthy()
    const call = visitCall()
    if (call === undefined || call.leg === null) throw new Error('no leg')
    const door = callDoor(mei.client, call.contact, browserClock)
    const port = { ask: (_call, _leg, request) => door.ask(request) } as MediaPort
    const options = { port: () => port, call: call.call, id: call.leg, folder, tone: tones.mei }
    const joined = await BrowserLeg.start(options)
    door.onEvent((news) => joined.heard(news as never))
    await joined.join({ camera })
    return joined
  }

  /** Another customer. */
  async function nextCustomer(name: string): Promise<void> {
    await leg?.close()
    leg = null
    mei.close()
    mei = new Customer(hub.origin, name)
    await expect.poll(() => mei.client.state.kind, bounds).toBe('online')
  }

  async function heardBy(name: Name): Promise<string> {
    const frequencies = [...Object.values(tones), ...musicNotes]
    const levels = name === 'mei' ? await leg?.levels(frequencies) : await levelsOf(desk(name), frequencies)
    const audible = (levels ?? []).map((level) => level > audibleDb)
    const names = Object.keys(tones).filter((_, index) => audible[index])
    const isMusic = names.length === 0 && audible.slice(Object.keys(tones).length).some(Boolean)
    return [...names, ...(isMusic ? ['music'] : [])].join(' ')
  }
  /** As in `{ mei: 'james', james: 'mei' }`. */
  const hear = (wanted: Partial<Record<Name, string>>): Promise<void> =>
    expect
      .poll(async () => {
        const names = Object.keys(wanted) as Name[]
        return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await heardBy(name)] as const)))
      }, bounds)
      .toEqual(wanted)

  test('is answered, muted, held, consulted upon, joined, listened to, handed over, taken over and ended', async () => {
    const [james, hanako, misaki] = [desk('james'), desk('hanako'), desk('misaki')]
    await becomeAvailable(james)
    await expect.poll(() => [...mei.client.list('visit', 'site').values()][0]?.calls, bounds).toBe('video')
    await callAs('Mei')
    leg = await joinCustomer()
    await hear({ mei: 'music' })
    await james.getByRole('article', { name: 'Offer: Mei' }).getByText('Voice call').waitFor()
    await james.keyboard.press('Alt+A')
    await james.locator('mdg-a-call').getByText('In the call').waitFor()
    await hear({ mei: 'james', james: 'mei' })

    await james.keyboard.press('Alt+Shift+M')
    await hear({ mei: '', james: 'mei' })
    await james.keyboard.press('Alt+Shift+M')
    await hear({ mei: 'james', james: 'mei' })
    await james.keyboard.press('Alt+Shift+H')
    await james.locator('mdg-a-call').getByText('On hold').first().waitFor()
    await hear({ mei: 'music', james: '' })
    await james.keyboard.press('Alt+Shift+H')
    await hear({ mei: 'james', james: 'mei' })

    await becomeAvailable(hanako)
    await james.keyboard.press('Alt+Shift+P')
    const invite = james.getByRole('dialog', { name: 'Ask a colleague into the call' })
    await invite.waitFor()
    await james.keyboard.type('佐藤')
    await invite.locator('.choice:not(.off)', { hasText: '佐藤' }).waitFor()
    await james.keyboard.press('ArrowDown')
    await james.keyboard.press('Enter')
    await invite.waitFor({ state: 'hidden' })
    await hanako.getByText('James Miller wants to consult you about Mei').first().waitFor()
    await hanako.keyboard.press('Alt+A')
    await hanako.locator('mdg-a-call-place').getByText('James Miller consults you').waitFor()
    await hear({ mei: 'music', james: 'hanako', hanako: 'james' })

    await james.getByRole('button', { name: 'Talk with all' }).click()
    await hear({ mei: 'james hanako', james: 'mei hanako', hanako: 'mei james' })

    await misaki.keyboard.press('Alt+G')
    await misaki.getByRole('button', { name: 'James Miller' }).click()
    await misaki.getByRole('button', { name: 'Listen in: Mei' }).click()
    await misaki.locator('mdg-a-call-place').getByText('You listen.').waitFor()
    await hear({ misaki: 'mei james hanako', mei: 'james hanako' })
    await misaki.locator('mdg-a-call-place label', { hasText: 'Whisper' }).click()
    await hear({ james: 'mei hanako misaki', mei: 'james hanako', hanako: 'mei james' })
    await misaki.keyboard.press('Alt+Shift+X')
    await misaki.locator('mdg-a-call-place').waitFor({ state: 'detached' })

    await james.getByRole('button', { name: 'Hand over to 佐藤 花子' }).click()
    await hanako.locator('mdg-a-talk mdg-a-call').getByText('In the call').waitFor()
    await hear({ mei: 'hanako', hanako: 'mei', james: '' })

    // Who has signed off takes nothing over, and is told so.
    await misaki.getByRole('button', { name: '佐藤 花子' }).click()
    await misaki.getByRole('button', { name: 'Listen in: Mei' }).click()
    const place = misaki.locator('mdg-a-call-place')
    await place.locator('label', { hasText: 'Talk with all' }).click()
    await hear({ mei: 'hanako misaki', hanako: 'mei misaki', misaki: 'mei hanako' })
    await place.getByRole('button', { name: 'Take over' }).click()
    const question = misaki.getByRole('dialog', { name: 'Take over the talk with Mei?' })
    await question.waitFor()
    await misaki.keyboard.press('Enter')
    await place.getByText('You are offline.').waitFor()
    await becomeAvailable(misaki)
    await place.getByRole('button', { name: 'Take over' }).click()
    await question.waitFor()
    await misaki.keyboard.press('Enter')
    await misaki.locator('mdg-a-talk mdg-a-call').getByText('In the call').waitFor()
    await hear({ mei: 'misaki', misaki: 'mei', hanako: '' })

    await misaki.keyboard.press('Alt+Shift+X')
    await misaki.getByRole('form', { name: 'Wrap-up' }).waitFor()
    await expect.poll(() => visitCall(), bounds).toBeUndefined()
    expect(complaints.splice(0)).toEqual([])
  }, 240_000)

  test('grows out of a chat into pictures, outlives a reload, goes to another window, and leaves the chat where it was', async () => {
    const james = desk('james')
    await becomeAvailable(james)
    await nextCustomer('Rin')
    await mei.start('My grinder makes a noise')
    await james.getByRole('article', { name: 'Offer: Rin' }).waitFor()
    await james.keyboard.press('Alt+A')
    const log = james.getByRole('log')
    await log.getByText('My grinder makes a noise').waitFor()

    // Before the first call of this browser the devices are tried.
    await james.keyboard.press('Alt+Shift+V')
    const devices = james.getByRole('dialog', { name: 'Microphone and camera' })
    await devices.getByText('You are heard').waitFor()
    await devices.getByRole('button', { name: 'Call', exact: true }).press('Enter')
    await james.getByText('Asking for a video call…').waitFor()
    const answer = async (accept: boolean): Promise<void> => {
      await expect.poll(() => visitCall()?.phase, bounds).toBe('proposed')
      const contact = visitCall()?.contact
      if (contact === undefined) throw new Error('nothing is proposed')
      await mei.client.request('call.answer', { contact, accept }).done
    }
    await answer(false)
    await log.getByText('Video call: the customer did not want it now').waitFor()
    await james.keyboard.press('Alt+Shift+V')
    await answer(true)
    leg = await joinCustomer(true)
    const call = james.locator('mdg-a-call')
    await call.getByText('In the call').waitFor()
    await hear({ mei: 'james', james: 'mei' })
    // The customer's camera, and our own in the corner.
    await expect.poll(() => james.locator('mdg-a-call-stage video').count(), bounds).toBe(2)
    await expect.poll(() => leg?.pictures(), bounds).toBeGreaterThan(5)

    await james.keyboard.press('Alt+Shift+S')
    await call.getByText('You share your screen.').waitFor()
    await expect.poll(() => visitCall()?.parties.some(({ sharing }) => sharing), bounds).toBe(true)
    await james.reload()
    await call.getByText('In the call').waitFor()
    await hear({ mei: 'james', james: 'mei' })
    await expect.poll(() => visitCall()?.parties.some(({ sharing }) => sharing), bounds).toBe(false)

    const second = await james.context().newPage()
    second.setDefaultTimeout(20_000)
    await giveTone(second, tones.james)
    await second.goto(james.url())
    await second.getByText('The call goes on in another window.').waitFor()
    await second.getByRole('button', { name: 'Take it here' }).click()
    await second.locator('mdg-a-call').getByText('In the call').waitFor()
    await call.getByText('The call goes on in another window.').waitFor()
    desks.set('james', second)
    await hear({ mei: 'james', james: 'mei' })
    await second.close()
    desks.set('james', james)
    await hear({ mei: 'james', james: 'mei' })

    const contact = visitCall()?.contact
    if (contact === undefined) throw new Error('no call')
    await mei.client.request('call.end', { contact }).done
    await log.getByText(/^Call ended after/).waitFor()
    await james.locator('mdg-a-composer textarea').fill('I hope it is quiet now.')
    await james.keyboard.press('Enter')
    await expect.poll(() => mei.heard(), bounds).toEqual(['I hope it is quiet now.'])
    expect(complaints).toEqual([])
  }, 240_000)

  test('is listened to, whispered into and joined from the board, by keys alone', async () => {
    const [james, hanako, misaki] = [desk('james'), desk('hanako'), desk('misaki')]
    for (const page of [james, misaki]) {
      const presence = page.locator('mdg-a-presence button').first()
      if ((await presence.innerText()).includes('Available')) await page.keyboard.press('Alt+P')
      await presence.filter({ hasNotText: 'Available' }).waitFor()
    }
    await becomeAvailable(hanako)
    await nextCustomer('Kei')
    await callAs('Kei')
    leg = await joinCustomer()
    await hanako.getByRole('article', { name: 'Offer: Kei' }).first().waitFor()
    await hanako.keyboard.press('Alt+A')
    await hear({ mei: 'hanako', hanako: 'mei' })

    await misaki.keyboard.press('Alt+Z')
    const panel = misaki.locator('mdg-a-board-panel')
    await misaki.locator('#tab-queues').press('ArrowLeft')
    await reach(misaki, misaki.locator('mdg-a-board').getByRole('searchbox'))
    await misaki.keyboard.type('Kei')
    await reach(misaki, misaki.locator('mdg-a-board-table [role=grid]'))
    await misaki.locator('mdg-a-board-table [role=row]', { hasText: '佐藤 花子' }).waitFor()
    await misaki.keyboard.press('ArrowDown')
    await misaki.keyboard.press('Enter')
    await press(misaki, panel.getByRole('button', { name: 'Listen in' }))
    await panel.getByText('You are in this call.').waitFor()
    await hear({ misaki: 'mei hanako', mei: 'hanako', hanako: 'mei' })
    await press(misaki, panel.getByRole('button', { name: 'Whisper to the agent' }))
    await hear({ misaki: 'mei hanako', mei: 'hanako', hanako: 'mei misaki' })
    await press(misaki, panel.getByRole('button', { name: 'Join the call' }))
    await hear({ misaki: 'mei hanako', mei: 'hanako misaki', hanako: 'mei misaki' })
    expect(await panel.getByRole('button', { pressed: true }).innerText()).toContain('Join the call')
    expect(await findings(misaki, null)).toEqual([])
    if (process.env.LOOK) await misaki.screenshot({ path: join(process.env.LOOK, 'barge.png') })
    await misaki.locator('mdg-a-board').getByText('You are in the call with Kei.').waitFor()
    await misaki.keyboard.press('Alt+Shift+X')
    await panel.getByText('You are in this call.').waitFor({ state: 'detached' })
    await hear({ mei: 'hanako', hanako: 'mei', misaki: '' })
    expect(complaints).toEqual([])
  }, 240_000)
})
