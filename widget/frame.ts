/**
 * In place of the chat where the element says `isolate`: a frame with the hub's own page, in which the chat runs out of reach of
 * the page's scripts. The element stays on the page with its launcher; what is said to it goes over the bridge, what the
 * chat tells comes back and is dispatched here. Loaded in place of chat.ts, and used like it.
 */
import { Bridge, frameReady, type Attributes, type FrameBegin } from './bridge.ts'
import type { MadoguchiEventName } from './events.ts'
import sheetText from './frame.css?inline'
import type { FramedChat, WidgetHost } from './host.ts'

/** What of the element concerns the chat. */
const passedOn = ['open', 'locale', 'color-scheme', 'storage', 'storage-ttl', 'attention', 'intent'] as const
/** A hub that is away, or an origin that is not of the site: nobody waits longer for the framed page to say that it is there. */
const readyMs = 20_000

export async function mount(host: WidgetHost): Promise<FramedChat> {
  const site = host.getAttribute('site') ?? ''
  const page = new URL(`chat/${encodeURIComponent(site)}`, hubUrl(host))
  const frame = document.createElement('iframe')
  frame.id = 'panel'
  frame.hidden = true
  frame.part.add('frame')
  frame.title = { en: 'Chat', ja: 'チャット' }[host.language]
  frame.allow = 'microphone; camera; display-capture; autoplay; clipboard-write'
  frame.referrerPolicy = 'no-referrer'
  frame.src = page.href
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(sheetText)
  host.root.adoptedStyleSheets = [...host.root.adoptedStyleSheets, sheet]
  host.root.append(frame)
  let bridge: Bridge
  try {
    bridge = await meet(frame, page.origin, host)
  } catch (error) {
    frame.remove()
    throw error
  }
  const command = (name: string, given: readonly unknown[]): Promise<unknown> => bridge.call(name, given)
  const identify = async (): Promise<void> => void (await command('identify', [host.identity ?? null]))
  let told = ''
  /** What the page says of its visitor: the framed page cannot look for it there. */
  const prefill = async (): Promise<void> => {
    const fields = Object.fromEntries(host.page.prefilled().map(({ name, value, mode }) => [name, { value, mode }]))
    const news = JSON.stringify(fields)
    if (news === told || news === '{}') return
    told = news
    await command('prefill', [fields]).catch(() => {})
  }
  if (host.identity) void identify().catch(() => {})
  const handle: Omit<FramedChat, 'session'> = {
    command,
    identify,
    logout: async () => void (await command('logout', [])),
    async update(asked) {
      const open = host.hasAttribute('open')
      if (open) await prefill()
      frame.hidden = !open
      holdStill(open && getComputedStyle(frame).position === 'fixed' && matchMedia(phone).matches)
      bridge.tell('attributes', attributesOf(host))
      if (open && asked) frame.focus()
    },
    destroy() {
      holdStill(false)
      bridge.close()
      frame.remove()
      host.root.adoptedStyleSheets = host.root.adoptedStyleSheets.filter((one) => one !== sheet)
    },
  }
  // Its session is out of reach, which is the point.
  return handle as FramedChat
}

const phone = '(max-width: 479.9px)'

/** On a phone the frame is the screen, and the page behind it does not scroll. */
let scrolling: string | null = null
function holdStill(still: boolean): void {
  const { style } = document.documentElement
  if (still) {
    scrolling ??= style.overflow
    style.overflow = 'hidden'
  } else if (scrolling !== null) {
    style.overflow = scrolling
    scrolling = null
  }
}

/** The framed page says that it is there: it is believed from the hub's origin and that window alone, and handed its end of the channel. */
function meet(frame: HTMLIFrameElement, origin: string, host: WidgetHost): Promise<Bridge> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer)
      removeEventListener('message', heard)
    }
    const heard = (event: MessageEvent): void => {
      if (event.source !== frame.contentWindow || event.origin !== origin || event.data !== frameReady) return
      end()
      const { port1, port2 } = new MessageChannel()
      const begin: FrameBegin = {
        kind: frameReady,
        attributes: attributesOf(host),
        url: location.href.slice(0, 2_000),
        title: document.title.slice(0, 300),
      }
      frame.contentWindow!.postMessage(begin, origin, [port2])
      resolve(
        new Bridge(port1, (name) => Promise.reject(new Error(`command.unknown: ${name}`)), {
          event: (type, detail) => void host.emit(type as MadoguchiEventName, detail as never),
          attributes: (changed) => take(host, frame, changed),
        }),
      )
    }
    const timer = setTimeout(() => {
      end()
      reject(new Error('unavailable'))
    }, readyMs)
    addEventListener('message', heard)
  })
}

/** What the chat says by attributes: unread messages, what goes on, that it wants to be open or closed, and how much room a call takes. */
function take(host: WidgetHost, frame: HTMLIFrameElement, changed: Attributes): void {
  for (const [name, value] of Object.entries(changed)) {
    const element = name === 'call' ? frame : host
    if (!['open', 'unread', 'data-state', 'call'].includes(name)) continue
    if (name === 'open' && value === null) {
      if (host.hasAttribute('open')) void host.close()
    } else if (value === null) element.removeAttribute(name)
    else if (element.getAttribute(name) !== value) element.setAttribute(name, value)
  }
}

const attributesOf = (host: WidgetHost): Attributes =>
  Object.fromEntries(passedOn.map((name) => [name, name === 'locale' ? host.language : host.getAttribute(name)]))

function hubUrl(host: WidgetHost): string {
  const here: string = import.meta.url
  const given = host.getAttribute('hub')
  return given === null ? new URL('../../', here).href : new URL(given, location.href).href.replace(/\/*$/, '/')
}
