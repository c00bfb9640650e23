/**
 * The hub's own page for a customer who waits: the same chat, on an origin whose worker is ours, so that the browser can
 * tell them by push while every page is closed. Who they are comes by a message from the page that opened this one, is
 * believed from a page of their site only, and is kept here for when the notice is pressed.
 */
import { popOutReady, type HandOver } from '../pop-out.ts'
import { keep } from '../controllers/storage.ts'
import { waitWords } from './words.ts'

/** Whose chat this page showed last. */
interface Known {
  readonly site: string
  readonly lang: 'en' | 'ja'
}

/** What the chat tells of a place (widget-element.ts). */
interface Place {
  readonly state: 'kept' | 'called' | 'resting' | 'left' | null
  readonly pushKey: string | null
}

const knownKey = 'madoguchi:wait'
/** So long the page that opened this one has to say who it is. */
const handOverMs = 5_000

const [heading, said, button] = ['h1', '[role=status]', 'button'].map((one) => document.querySelector(one)!) as [
  HTMLElement,
  HTMLElement,
  HTMLButtonElement,
]
let words = waitWords.en
/** What to subscribe for, while there is a place to be told of. */
let wanted: string | null = null
let widget: HTMLElement | null = null
let policy: { createScriptURL(url: string): unknown } | undefined

begin()

function begin(): void {
  speak(navigator.language)
  const known = read()
  const opener = window.opener as Window | null
  if (opener === null) return known ? show(known) : say(words.nothing)
  window.addEventListener('message', (event) => {
    if (event.source === opener && widget === null) void take(event)
  })
  // To whichever site has opened it: it says nothing but that the page is there.
  opener.postMessage(popOutReady, '*')
  setTimeout(() => widget ?? (known ? show(known) : say(words.nothing)), handOverMs)
}

/** Believes a page of the customer's own site only: another one could make them talk in its own name. */
async function take({ data, origin }: MessageEvent): Promise<void> {
  const { kind, site, token, lang } = (data ?? {}) as Partial<HandOver>
  if (kind !== popOutReady || !site || !token) return
  const answer = await fetch('/api/visitor/ticket', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    credentials: 'omit',
    body: JSON.stringify({ site, token, opener: origin }),
  }).catch(() => null)
  const found = answer?.ok ? ((await answer.json()) as { token: string }).token : null
  if (found !== token) return
  keep(site, 'token', token)
  const known: Known = { site, lang: lang === 'ja' ? 'ja' : 'en' }
  write(known)
  show(known)
}

function show({ site, lang }: Known): void {
  speak(lang)
  say(words.lead)
  widget = document.createElement('madoguchi-widget')
  widget.setAttribute('site', site)
  widget.setAttribute('locale', lang)
  // Where the chat would cover what the page asks it is only connected, and opens when they are called.
  keep(site, 'open', '1')
  keep(site, 'panel', null)
  widget.toggleAttribute('open', matchMedia('(min-width: 800px)').matches)
  widget.addEventListener('madoguchi-place', (event) => void placed((event as CustomEvent<Place>).detail))
  document.body.append(widget)
  void import(/* @vite-ignore */ new URL('/w.js', location.href).href)
}

async function placed({ state, pushKey }: Place): Promise<void> {
  const waits = state === 'kept' || state === 'called' || state === 'resting'
  wanted = waits && 'PushManager' in window && 'serviceWorker' in navigator ? pushKey : null
  button.hidden = true
  if (wanted === null) return say(words.lead)
  // Allowed before: nothing is to be asked again.
  if (Notification.permission === 'granted') return subscribe()
  button.hidden = false
}

button.onclick = async () => {
  const answer = await Notification.requestPermission()
  if (answer === 'granted') return subscribe()
  button.hidden = true
  say(words.denied)
}

async function subscribe(): Promise<void> {
  const key = wanted
  if (key === null) return
  button.hidden = true
  try {
    await navigator.serviceWorker.register(trusted(new URL('worker.js', location.href).href))
    const { pushManager } = await navigator.serviceWorker.ready
    const applicationServerKey = Uint8Array.from(atob(key.replace(/-/g, '+').replace(/_/g, '/')), (one) =>
      one.charCodeAt(0),
    )
    const held = await pushManager.getSubscription()
    // Of another key, since the hub has another secret: it would never reach us.
    if (held && !same(held.options.applicationServerKey, applicationServerKey)) await held.unsubscribe()
    const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey })
    widget?.dispatchEvent(new CustomEvent('madoguchi-subscribe', { detail: subscription.toJSON() }))
    say(words.allowed)
  } catch {
    say(words.failed)
  }
}

/** The page's policy asks for a word of ours beside the address of any script: there is this one. */
function trusted(url: string): string {
  interface Policies {
    createPolicy(name: string, rules: object): { createScriptURL(url: string): unknown }
  }
  const { trustedTypes } = window as unknown as { trustedTypes?: Policies }
  policy ??= trustedTypes?.createPolicy('wait-page', { createScriptURL: (one: string) => one })
  return (policy?.createScriptURL(url) ?? url) as string
}

function same(held: ArrayBuffer | null, wanted: Uint8Array): boolean {
  const bytes = new Uint8Array(held ?? new ArrayBuffer(0))
  return bytes.length === wanted.length && bytes.every((byte, at) => byte === wanted[at])
}

function speak(lang: string): void {
  const known = /^ja/i.test(lang) ? 'ja' : 'en'
  words = waitWords[known]
  document.documentElement.lang = known
  document.title = heading.textContent = words.title
  button.textContent = words.allow
}

function say(text: string): void {
  said.textContent = text
}

function read(): Known | null {
  try {
    return JSON.parse(localStorage.getItem(knownKey) ?? 'null') as Known | null
  } catch {
    return null
  }
}

function write(known: Known): void {
  try {
    localStorage.setItem(knownKey, JSON.stringify(known))
  } catch {
    // A browser that forgets: the page works as long as it is open.
  }
}
