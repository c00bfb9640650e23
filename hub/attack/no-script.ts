/**
 * What people write is text, whatever it looks like (P23): payloads of every family through every door, to every screen of
 * both apps in Chromium on the real hub. As many contacts as an agent can hold at once are begun, offered, taken, handed
 * on, looked at and ended, all fields full of payloads; then they come again, so that they have a history. Nothing runs,
 * nothing becomes an element, and neither the content security policy nor Trusted Types has anything to object to.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import type { HubClient } from '../client/index.ts'
import { demoSiteKey } from '../demo.ts'
import { makeId, type ContactId } from '../model/ids.ts'
import { rightsOf } from '../model/rights.ts'
import { Chance } from '../sim/chance.ts'
import { memoryOutbox } from '../sim/stage.ts'
import { Chances, type Attack, type AttackResult } from './attack.ts'
import { openBrowser } from './browser.ts'
import { botTalk } from './no-script-bot-talk.ts'
import { botWordsOf, type BotWords } from './no-script-bot.ts'
import {
  addAccount,
  asShown,
  fitsName,
  labelsOf,
  login,
  plain,
  settings,
  upload,
  type Labels,
  type Words,
} from './no-script-hub.ts'
import { cells, elementsOf } from './no-script-screens.ts'
import { watchedPage, type Watched } from './page-watch.ts'
import { families, payloadsOf } from './payloads.ts'
import { demoPassword, freePort, startRealHub, type RealHub } from './real-hub.ts'
import { RealStage } from './real-stage.ts'
import { until } from './waiting.ts'
import { cookieOf, signIn, visitorTicket, welcomed, type WirePage } from './wire-page.ts'

/** Chats of the agent in the browser, who has the most capacity that there is. */
const atOnce = 40

/** Runs so many payloads through everything. Throws when any was more than text. */
export async function noScript(seed: number, count: number): Promise<AttackResult> {
  const chance = new Chance(seed)
  const payloads = payloadsOf(count, chance)
  const run = await Run.open(seed, payloads)
  try {
    await run.desk()
    await run.widget()
    await run.bot()
    await run.drop()
    return run.chances.result([
      `${payloads.length} payloads of ${Object.keys(families).length} families, 0 that were more than text`,
    ])
  } finally {
    await run.close()
  }
}

export const noScriptAttack: Attack = {
  what: 'payloads through every door to every screen, in Chromium',
  run: (seed, size) => noScript(seed, size === 'long' ? 1_500 : 300),
}

class Run {
  readonly chances = new Chances(cells)
  readonly told: string[] = []
  readonly #names: readonly string[]
  readonly #visitors: WirePage[] = []
  readonly #stage: RealStage
  readonly #agent: HubClient

  private constructor(
    private readonly hub: RealHub,
    private readonly browser: Browser,
    private readonly folder: string,
    private readonly payloads: readonly string[],
    private readonly config: Labels,
    private readonly words: BotWords,
    seed: number,
  ) {
    this.#names = payloads.filter(fitsName)
    this.#stage = new RealStage(hub, seed, 1)
    const actor = {
      kind: 'agent',
      session: makeId('session', 'window'),
      agent: makeId('agent', login),
      role: 'agent',
      rights: new Set(rightsOf('agent')),
      name: '',
    } as const
    this.#agent = this.#stage.screen(actor, memoryOutbox()).client
  }

  static async open(seed: number, payloads: readonly string[]): Promise<Run> {
    const folder = mkdtempSync(join(tmpdir(), 'madoguchi-no-script-'))
    const port = await freePort()
    const labels = labelsOf(payloads.filter(fitsName))
    const words = botWordsOf(payloads)
    writeFileSync(join(folder, 'hub.json'), JSON.stringify(settings(labels, words, `http://127.0.0.1:${port}`)))
    const env = { MADOGUCHI_PORT: String(port), MADOGUCHI_CONFIG: join(folder, 'hub.json') }
    const hub = await startRealHub(env)
    await addAccount(hub, labels.account, env)
    // A page that a test makes up comes from nowhere, and might not reach this machine.
    const browser = await openBrowser(['--disable-features=LocalNetworkAccessChecks'])
    return new Run(hub, browser, folder, payloads, labels, words, seed)
  }

  async close(): Promise<void> {
    this.#agent.close()
    this.#stage.end()
    for (const visitor of this.#visitors) visitor.leave()
    await this.browser.close()
    await this.hub.stop()
    this.hub.remove()
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** The payload of a place, another one for every door. */
  #at(list: readonly string[], place: number): string {
    return list[place % list.length]!
  }

  async #open(path: string, where: string): Promise<Watched> {
    return watchedPage(this.browser, { url: `${this.hub.origin}${path}`, where, told: this.told })
  }

  /** Counts the payloads of a door that a screen shows now, and looks whether anything was told. */
  async #look(watched: Watched, screen: string, doors: Readonly<Record<string, readonly string[]>>): Promise<void> {
    const shown = plain(await watched.shown(...elementsOf[screen]!))
    for (const [door, texts] of Object.entries(doors))
      this.chances.count(`${door} on ${screen}`, texts.filter((text) => shown.includes(plain(text))).length)
    this.mustBeText()
  }

  mustBeText(): void {
    if (this.told.length > 0) throw new Error(`text was more than text:\n${this.told.slice(0, 20).join('\n')}`)
  }

  async drop(): Promise<void> {
    await until(() => this.#agent.list('desk', 'offer').size === 0)
    this.mustBeText()
  }

  // The desk.

  async desk(): Promise<void> {
    const desk = await this.#open('/agent/', 'desk')
    await desk.page.locator('input[autocomplete=username]').fill(login)
    await desk.page.locator('input[type=password]').fill(demoPassword)
    const answered = desk.page.waitForResponse(/api\/agent\/sign-in/)
    await desk.page.keyboard.press('Enter')
    const { name } = (await (await answered).json()) as { name: string }
    this.chances.count('account name on sign-in answer', name === this.config.account ? 1 : 0)
    await desk.page.locator('mdg-a-contact-list').waitFor()
    this.#agent.connect()
    await this.#reasons(desk)
    await this.#agent.request('presence.set', { status: 'available', reason: '' }).done
    const rounds = Math.max(2, Math.ceil(this.payloads.length / atOnce))
    for (let round = 0; round < rounds; round++) await this.#round(desk, round)
    await desk.close()
  }

  async #reasons(desk: Watched): Promise<void> {
    const { labels } = this.config
    for (const key of labels.slice(0, 30).keys()) {
      await this.#agent.request('presence.set', { status: 'away', reason: `r${key}` }).done
      await this.#look(desk, 'top bar', { 'reason label': [labels[key]!], 'account name': [this.config.account] })
    }
  }

  async #round(desk: Watched, round: number): Promise<void> {
    const from = round * atOnce
    const begun = Array.from({ length: atOnce }, (_, at) => this.#words(from + at))
    const [names, texts] = [begun.map(({ name }) => name), begun.map(({ text }) => text)]
    for (const [at, words] of begun.entries()) await this.#begin(at, words)
    const { labels, topics } = this.config
    const doors = { name: names, 'first message': texts, 'queue name': labels, 'topic label': topics }
    await this.#acceptAll(atOnce, () => this.#look(desk, 'offers', doors))
    const notes = begun.map((_, at) => this.#at(this.payloads, from + at + 211))
    // Each is handed on to a queue, and comes back.
    for (const [at, contact] of this.#held().entries())
      await this.#agent.request('contact.transfer', {
        contact,
        queue: makeId('queue', `q${at % labels.length}`),
        agent: null,
        note: notes[at]!,
      }).done
    await this.#acceptAll(atOnce, () => this.#look(desk, 'offers', doors))
    await this.#look(desk, 'list', { name: names, 'first message': texts, 'queue name': labels })
    await this.#palette(desk, names)
    if (round === 0) await this.#dialogs(desk)
    await this.#readAll(desk, begun, notes, round)
    await this.#endAll(desk, round)
  }

  #words(place: number): Words {
    return {
      name: this.#at(this.#names, place),
      text: this.#at(this.payloads, place),
      pageUrl: this.#at(this.payloads, place + 61),
      pageTitle: this.#at(this.payloads, place + 127).slice(0, 300),
      topic: `t${place % this.config.topics.length}`,
    }
  }

  async #begin(at: number, words: Words): Promise<void> {
    const wire = (this.#visitors[at] ??= await this.#visitor())
    const outcome = await wire.ask('contact.start', {
      ...words,
      locale: 'en',
      fields: null,
      intent: null,
    })
    if (outcome !== 'done') throw new Error(`a contact was not begun: ${outcome}`)
  }

  /** Somebody new, who stays: a round takes longer than a lease. */
  async #visitor(): Promise<WirePage> {
    const { ticket } = await visitorTicket(this.hub)
    return (await welcomed(this.hub, ticket)).stay()
  }

  #held(): ContactId[] {
    return [...this.#agent.list('desk', 'contact').values()].map(({ contact }) => contact)
  }

  /** Takes so many offers, one after the other as they come; looks at some of them. */
  async #acceptAll(count: number, look: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    for (let taken = 0; taken < count; taken++) {
      await until(() => this.#agent.list('desk', 'offer').size > 0)
      const { offer, epoch, contact } = [...this.#agent.list('desk', 'offer').values()][0]!
      if (taken % 8 === 0) await look()
      await this.#agent.request('offer.accept', { offer, epoch }).done
      await until(() => this.#held().includes(contact))
    }
  }

  async #palette(desk: Watched, names: readonly string[]): Promise<void> {
    await desk.page.keyboard.press('Alt+k')
    await this.#look(desk, 'palette', { name: names })
    await desk.page.keyboard.press('Escape')
  }

  async #dialogs(desk: Watched): Promise<void> {
    await desk.page.locator('mdg-a-contact-list button.row').first().click()
    await desk.page.getByRole('log').waitFor()
    await desk.page.keyboard.press('Alt+t')
    await desk.page.getByRole('dialog').first().waitFor()
    await this.#look(desk, 'hand-over', { 'queue name': this.config.labels })
    await desk.page.keyboard.press('Escape')
  }

  /** Chooses one after the other, and looks at talk and customer. */
  async #readAll(desk: Watched, begun: readonly Words[], notes: readonly string[], round: number): Promise<void> {
    const rows = desk.page.locator('mdg-a-contact-list button.row')
    for (let at = 0; at < atOnce; at++) {
      await rows.nth(at).click()
      await desk.page.getByRole('log').waitFor()
      if (round > 0 && at === 0) await desk.page.locator('mdg-a-customer button.past').first().waitFor()
      if (at % 4 !== 0) continue
      const addresses = begun.map(({ pageUrl }) => asShown(pageUrl))
      await this.#look(desk, 'talk', {
        name: begun.map(({ name }) => name),
        'first message': begun.map(({ text }) => text),
        'hand-over note': notes,
      })
      await this.#look(desk, 'customer', {
        name: begun.map(({ name }) => name),
        'page title': begun.map(({ pageTitle }) => pageTitle),
        'page address': addresses.filter((address) => address !== ''),
        'queue name': this.config.labels,
        'topic label': this.config.topics,
        'wrap-up note': round === 0 ? [] : this.payloads,
        'disposition label': round === 0 ? [] : this.config.labels,
      })
    }
  }

  async #endAll(desk: Watched, round: number): Promise<void> {
    const contacts = this.#held()
    await Promise.all(contacts.map((contact) => this.#agent.request('contact.close', { contact }).done))
    await desk.page.locator('mdg-a-wrap-up').first().waitFor()
    await this.#look(desk, 'wrap-up', { 'disposition label': this.config.labels })
    const { length } = this.config.dispositions
    await Promise.all(
      contacts.map(
        (contact, at) =>
          this.#agent.request('contact.wrapUp', {
            contact,
            disposition: `d${(round + at) % length}`,
            note: this.#at(this.payloads, round * atOnce + at + 17),
          }).done,
      ),
    )
    await until(() => this.#held().length === 0, 60_000)
  }

  // The widget, and the desk beside it: everything that both sides say.

  async widget(): Promise<void> {
    const { payloads } = this
    const shop = await this.#open('/?lang=en', 'widget')
    await shop.page.getByRole('button', { name: /open.*chat|chat.*open/i }).click()
    await shop.page.getByRole('textbox', { name: /name/i }).waitFor()
    await this.#look(shop, 'form', { 'topic label': this.config.topics, 'site name': [this.config.site] })
    await shop.page.getByRole('textbox', { name: /name/i }).fill(this.#names[7]!)
    await shop.page.getByRole('textbox', { name: 'Message' }).fill(payloads[3]!)
    await shop.page.getByRole('button', { name: /start/i }).click()
    await this.#acceptAll(1)
    const contact = this.#held()[0]!
    const token = await shop.page.evaluate((key) => localStorage.getItem(key), `madoguchi:${demoSiteKey}:token`)
    const customer = (await welcomed(this.hub, (await visitorTicket(this.hub, token!)).ticket)).stay()
    const say = async (text: string): Promise<void> => {
      await this.#agent.request('message.send', { contact, text, attachments: [] }).done
      const outcome = await customer.ask('message.send', { contact, text, attachments: [] })
      if (outcome !== 'done') throw new Error(`a message was not taken: ${outcome}`)
    }
    // Most of it while nobody looks, so that it is drawn at once, and the rest in sight.
    await shop.page.goto('about:blank')
    for (const text of payloads.slice(40)) await say(text)
    await shop.page.goBack()
    const desk = await this.#deskAgain()
    for (const text of payloads.slice(0, 40)) await say(text)
    const fileNames = await this.#files(contact, token!, customer)
    const last = 'that was the last of it'
    await this.#agent.request('message.send', { contact, text: last, attachments: [] }).done
    for (const { page } of [shop, desk]) await page.getByText(last, { exact: true }).first().waitFor()
    const doors = { message: payloads, 'file name': fileNames }
    await this.#look(desk, 'talk', doors)
    await this.#look(shop, 'widget', { ...doors, 'account name': [this.config.account] })
    await this.#savedTalk(shop.page, doors)
    await shop.page.reload()
    await shop.page.getByText(last, { exact: true }).first().waitFor()
    await this.#look(shop, 'widget', doors)
    await this.#close(contact)
    customer.leave()
    await shop.close()
    await desk.close()
  }

  /** Everything that a bot says and knows. */
  async bot(): Promise<void> {
    const { hub, browser, told, words, payloads } = this
    await botTalk({
      ...{ hub, browser, told, words, payloads },
      desk: () => this.#signedIn(),
      look: (watched, screen, doors) => this.#look(watched, screen, doors),
      accept: async (look) => {
        await this.#acceptAll(1, look)
        return this.#held()[0]!
      },
      close: (contact) => this.#close(contact),
    })
  }

  /** Nothing is left of it in the list. */
  async #close(contact: ContactId): Promise<void> {
    await this.#agent.request('contact.close', { contact }).done
    await this.#agent.request('contact.wrapUp', { contact, disposition: 'd0', note: '' }).done
  }

  async #signedIn(): Promise<Watched> {
    const desk = await this.#open('/agent/', 'desk')
    await desk.page.locator('input[autocomplete=username]').fill(login)
    await desk.page.locator('input[type=password]').fill(demoPassword)
    await desk.page.keyboard.press('Enter')
    await desk.page.locator('mdg-a-contact-list').waitFor()
    return desk
  }

  async #deskAgain(): Promise<Watched> {
    const desk = await this.#signedIn()
    await desk.page.locator('mdg-a-contact-list button.row').first().click()
    await desk.page.getByRole('log').waitFor()
    return desk
  }

  /** Files by both sides; as they are named in the end. */
  async #files(contact: ContactId, token: string, customer: WirePage): Promise<string[]> {
    const cookie = cookieOf(await signIn(this.hub, login))
    const kept: string[] = []
    for (const [at, name] of this.payloads.filter((_, place) => place % 5 === 0).entries()) {
      const own = at % 2 === 0
      const headers: Record<string, string> = own ? { cookie } : { authorization: `Bearer ${token}` }
      const { attachment, name: named } = await upload(this.hub, contact, name, headers)
      kept.push(named)
      const body = { contact, text: '', attachments: [attachment] }
      if (own) await this.#agent.request('message.send', body).done
      else await customer.ask('message.send', body)
    }
    return kept
  }

  /** The talk that a customer keeps is opened as a page of its own, from the disk, without any policy to help it. */
  async #savedTalk(shop: Page, doors: Readonly<Record<string, readonly string[]>>): Promise<void> {
    await shop.locator('mdg-panel summary').click()
    const [download] = await Promise.all([
      shop.waitForEvent('download'),
      shop.getByRole('button', { name: 'Save as web page' }).click(),
    ])
    const path = join(this.folder, 'saved.html')
    await download.saveAs(path)
    if (/<script/i.test(readFileSync(path, 'utf8'))) throw new Error('a saved talk holds a script')
    const saved = await watchedPage(this.browser, { url: pathToFileURL(path).href, where: 'saved', told: this.told })
    await this.#look(saved, 'saved talk', doors)
    await saved.close()
  }
}
