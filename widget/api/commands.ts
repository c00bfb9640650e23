/**
 * What a page can order, by name. Each gives a promise that resolves when it is done and rejects with an Error whose message is
 * a stable code (CONTRACT.md). To add one: a line in the table, a row in CONTRACT.md.
 */
import type { Session } from '../controllers/session.ts'
import type { MdgPanel } from '../elements/mdg-panel.ts'
import type { CallAsked, ChatHandle, IdentityGiven, WidgetHost } from '../host.ts'
import type { PageFields } from './page-fields.ts'
import { stateOf } from './state-of.ts'
import { setTheme } from './theme.ts'
import { identify, logout } from './whose.ts'

/** What commands work with. */
export interface Desk {
  readonly host: WidgetHost
  /** What the page says of its visitor. */
  side(): Promise<{ readonly fields: PageFields }>
  /** The chat, if it has been loaded. */
  readonly loaded: ChatHandle | null
  chat(): Promise<ChatHandle>
  /** What the element's attributes say now has come through to what is shown. */
  update(): Promise<void>
  /** Takes everything off the page. */
  destroy(): void
}

/** What a page asks a person for, without the visitor filling anything in. */
export interface QueueAsked {
  readonly topic?: string
  readonly text?: string
  readonly name?: string
  /** A field `skill`, which the site's flow may look at. */
  readonly skill?: string
  readonly intent?: string
  readonly fields?: unknown
}

const wrong = (code: string): Error => new Error(code)

function openContact({ contact }: Session): Session['contact'] {
  return contact?.phase === 'closed' ? undefined : contact
}

/** The chat with its line up and the hub's word on whether a contact is open. */
async function connected(desk: Desk): Promise<Session> {
  const { session } = await desk.chat()
  session.connect()
  const { client } = session
  if (session.site) return session
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      const stopped = client.state.kind === 'stopped'
      if (!session.site && !stopped) return
      for (const off of offs) off()
      if (stopped) reject(wrong('site.forbidden'))
      else resolve(session)
    }
    const offs = [client.on('list', settle), client.on('state', settle)]
    settle()
  })
}

/** Begins a contact in the visitor's name. */
async function begin(session: Session, { topic = '', text = '', name }: QueueAsked): Promise<unknown> {
  if (openContact(session)) throw wrong('contact.open')
  return session.start({ name: name ?? session.site?.customerName ?? '', topic, text: text.trim(), reach: '' })
}

async function give(desk: Desk, given: unknown, options?: { mode?: string; intent?: string }): Promise<void> {
  const [problem] = (await desk.side()).fields.give(given, options)
  if (problem) throw wrong(problem.code)
}

export const commands = {
  open: ({ host }: Desk) => host.open(),
  close: ({ host }: Desk) => host.close(),
  show: ({ host }: Desk) => void (host.hidden = false),
  hide: ({ host }: Desk) => void (host.hidden = true),
  destroy: (desk: Desk) => desk.destroy(),
  async identify({ host, loaded }: Desk, identity: IdentityGiven) {
    host.identity = identity
    if (loaded) await identify(loaded)
  },
  async logout(desk: Desk) {
    const { host } = desk
    host.identity = null
    ;(await desk.side()).fields.forget()
    await logout(host, await desk.chat())
  },
  prefill: give,
  async compose(desk: Desk, text: unknown) {
    if (typeof text !== 'string') throw wrong('text.malformed')
    const { session } = await desk.chat()
    session.keepDraft(text)
    const panel = desk.host.root.querySelector('mdg-panel') as MdgPanel | null
    panel?.requestUpdate()
    await panel?.updateComplete
    const shown = panel?.shadowRoot!.querySelector('mdg-composer,mdg-prechat') as MdgPanel | null | undefined
    if (!shown) return
    // Loaded when it is shown: until then it takes the draft by itself.
    await customElements.whenDefined(shown.localName)
    await shown.updateComplete
    const field = shown.shadowRoot!.querySelector('textarea')
    if (!field) return
    field.value = text
    field.dispatchEvent(new Event('input'))
  },
  async send(desk: Desk, message: string | { readonly text?: unknown }) {
    const text = typeof message === 'string' ? message : message?.text
    if (typeof text !== 'string' || !text.trim()) throw wrong('message.empty')
    const session = await connected(desk)
    if (!openContact(session)) return begin(session, { text })
    const done = session.send(text.trim(), [])
    if (!done) throw wrong('send.prevented')
    return done
  },
  async startCall(desk: Desk, call: CallAsked) {
    if (call?.media !== 'audio' && call?.media !== 'video') throw wrong('call.malformed')
    await desk.host.open()
    ;(await desk.chat()).session.calls.want(call.media)
  },
  async queue(desk: Desk, asked: QueueAsked = {}) {
    const { skill, intent, fields } = asked
    await give(desk, fields, intent === undefined ? {} : { intent })
    if (skill !== undefined) await give(desk, { skill }, { mode: 'hidden' })
    return begin(await connected(desk), asked)
  },
  async cancelQueue(desk: Desk) {
    const session = await connected(desk)
    const { phase } = openContact(session) ?? {}
    if (!phase || phase === 'active') throw wrong('contact.notWaiting')
    await session.end()
  },
  async setLocale(desk: Desk, locale: unknown) {
    if (typeof locale !== 'string') throw wrong('locale.malformed')
    desk.host.setAttribute('locale', locale)
    await desk.update()
  },
  setTheme: ({ host }: Desk, theme: unknown) => setTheme(host, theme),
  getState: ({ host, loaded }: Desk) => stateOf(host, loaded?.session),
} as const
