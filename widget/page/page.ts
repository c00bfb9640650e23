/**
 * The hub's own page with nothing on it but one site's chat (`/chat/KEY`): for a link or a QR code, for a window beside the
 * page that a customer is on, and for a frame in it. In a window it goes on as whom the page that opened it says, in a frame it
 * does what the page around it says (bridge.ts). Which pages may frame it the hub says with the page itself.
 */
import { Bridge, frameReady, type Attributes, type FrameBegin } from '../bridge.ts'
import { popOutReady, type HandOver } from '../pop-out.ts'
import { keep } from '../controllers/storage.ts'
import type { Drafted } from './draft.ts'

const words = {
  en: 'This chat cannot be reached. Please check the address.',
  ja: 'チャットにつながりません。アドレスをご確認ください。',
}
/** So long the page that opened this one has to say who it is. */
const handOverMs = 3_000

const site = decodeURIComponent(location.pathname.split('/').pop() ?? '')
const widget = document.createElement('madoguchi-widget')
/** What the chat says by attributes. */
const said = ['open', 'unread', 'data-state'] as const

type Command = (name: string, ...args: readonly unknown[]) => Promise<unknown>
/** What is ordered before the loader is there waits for it. */
const madoguchi: Command = async (...call) => {
  await customElements.whenDefined('madoguchi-widget')
  return (window as unknown as { Madoguchi: Command }).Madoguchi(...call)
}

speak(new URLSearchParams(location.search).get('lang') ?? navigator.language)
if (window.parent !== window) beFramed()
else if (window.opener) void beOpened()
else show()

/** In a page of the site's: hears that page alone, once, and speaks over the channel that it gives. */
function beFramed(): void {
  addEventListener('message', function heard({ source, origin, data, ports }: MessageEvent<FrameBegin>) {
    if (source !== window.parent || data?.kind !== frameReady || !ports[0]) return
    removeEventListener('message', heard)
    // How a site would look is the hub's own page's to say: the administration shows it before it is served.
    if (origin === location.origin && data.draft) return void beDraft({ ...data, draft: data.draft }, ports[0])
    if (origin === location.origin && data.face) Object.assign(widget, { face: data.face })
    begin(ports[0], data)
  })
  // To whichever page it is: it says nothing but that this one is there, and only pages of the site may have it in a frame.
  window.parent.postMessage(frameReady, '*')
}

/** Another file, which only administrators load. */
async function beDraft(data: Drafted, port: MessagePort): Promise<void> {
  const { showDraft } = await import('./draft.ts')
  showDraft(data, port)
}

function begin(port: MessagePort, { attributes, url, title }: FrameBegin): void {
  const bridge = new Bridge(port, (name, args) => run(name, args), { attributes: take })
  widget.setAttribute('framed', '')
  Object.assign(widget, { about: { url, title } })
  take(attributes)
  const tellChat = (): void =>
    bridge.tell('attributes', Object.fromEntries(said.map((name) => [name, attribute(name)])))
  new MutationObserver(tellChat).observe(widget, { attributes: true, attributeFilter: [...said] })
  const heard = (event: Event): void => bridge.tell('event', event.type.slice('madoguchi-'.length), detailOf(event))
  for (const type of events) widget.addEventListener(`madoguchi-${type}`, heard)
  show()
  void customElements.whenDefined('madoguchi-widget').then(() => watchRoom(bridge))
}

/** Every event that an element dispatches (events.ts), but those of the page around, whose own element says them. */
const events = [
  'message before-send unread typing queue place offer agent call prefill-request identity-expired identity csat transfer',
  'ended offline connection error',
].flatMap((line) => line.split(' '))

const detailOf = (event: Event): unknown => JSON.parse(JSON.stringify((event as CustomEvent).detail ?? {}))

/** How much room a call takes is for the page around to give. */
function watchRoom(bridge: Bridge): void {
  const root = widget.shadowRoot!
  const tell = (): void =>
    bridge.tell('attributes', { call: root.querySelector('mdg-panel')?.getAttribute('call') ?? null })
  const watch = new MutationObserver(() => {
    const panel = root.querySelector('mdg-panel')
    if (panel) watch.observe(panel, { attributes: true, attributeFilter: ['call'] })
    tell()
  })
  watch.observe(root, { childList: true })
}

const attribute = (name: string): string | null => widget.getAttribute(name)

function take(changed: Attributes): void {
  for (const [name, value] of Object.entries(changed))
    if (value === null) widget.removeAttribute(name)
    else if (widget.getAttribute(name) !== value) widget.setAttribute(name, value)
  if (changed['locale']) speak(changed['locale'])
}

/** What the page around asks of its chat are commands here; `identify` says with it what the page's element has. */
const run = (name: string, args: readonly unknown[]): Promise<unknown> => madoguchi(name, ...args)

/** In a window that a page has opened: believed from a page of the customer's own site only (wait/page.ts). */
async function beOpened(): Promise<void> {
  const opener = window.opener as Window
  const handed = new Promise<MessageEvent<HandOver> | null>((resolve) => {
    addEventListener('message', (event: MessageEvent<HandOver>) => {
      if (event.source === opener && event.data?.kind === popOutReady && event.data.site === site) resolve(event)
    })
    setTimeout(() => resolve(null), handOverMs)
  })
  opener.postMessage(popOutReady, '*')
  const event = await handed
  if (event && (await isOurs(event))) {
    keep(site, 'token', event.data.token)
    keep(site, 'open', '1')
    speak(event.data.lang)
  }
  show()
}

async function isOurs({ data: { token }, origin }: MessageEvent<HandOver>): Promise<boolean> {
  const answer = await fetch('/api/visitor/ticket', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    credentials: 'omit',
    body: JSON.stringify({ site, token, opener: origin }),
  }).catch(() => null)
  return answer?.ok === true && ((await answer.json()) as { token: string }).token === token
}

function show(): void {
  widget.setAttribute('site', site)
  widget.setAttribute('placement', 'page')
  if (!widget.hasAttribute('framed')) {
    widget.setAttribute('locale', document.documentElement.lang)
    widget.toggleAttribute('open', true)
    void name().catch(() => {})
  }
  document.body.append(widget)
  void import(/* @vite-ignore */ new URL('/w.js', location.href).href)
}

/** The window's name; or that there is no such site. */
async function name(): Promise<void> {
  const answer = await fetch(`/api/sites/${encodeURIComponent(site)}`)
  if (answer.status === 403) {
    widget.remove()
    const [status] = document.querySelectorAll<HTMLElement>('[role=status]')
    status!.hidden = false
    status!.textContent = words[document.documentElement.lang as 'en' | 'ja']
  } else if (answer.ok) {
    const face = (await answer.json()) as { name: { en: string; ja: string } }
    document.title = face.name[document.documentElement.lang as 'en' | 'ja']
  }
}

function speak(lang: string): void {
  document.documentElement.lang = /^ja/i.test(lang) ? 'ja' : 'en'
}
