/**
 * How the widget stands on its page: the site's look as the hub says it, the placement, what the launcher says, and what of the
 * window's colours is derived from the site's own. Loaded on idle; until then launcher and window are as built in. One sheet
 * is the same on every site (look.css), one is the site's, one is for who has a colour of their own (brand.css).
 * Custom properties and parts are listed in LOOK.md, which look.test.ts holds against the code.
 */
import type { SiteFace, SiteLook } from '#protocol'
import brandText from './brand.css?inline'
import type { WidgetHost } from './host.ts'
import lookText from './look.css?inline'

/** Radii of what is small, of what is in the window and of the window, and of the launcher. */
const corners = {
  round: ['6px', '10px', '16px', '28px'],
  soft: ['3px', '5px', '8px', '14px'],
  square: ['0px', '0px', '0px', '0px'],
} as const

/** On the launcher while there is a call that the window does not show. */
const inCall = { en: 'In a call', ja: '通話中' }

/** Parts of the window that a page may style; what stands deeper is passed on by the elements between. */
const parts = 'head, title, close, log, bubble, own, composer, form, card'

const undressed = new WeakMap<WidgetHost, () => void>()

/** Gives the element its look and watches what changes it. The same function takes all of it off again. Twice is once. */
export function dress(host: WidgetHost): () => void {
  const held = undressed.get(host)
  if (held) return held
  const dressed = new Dressed(host)
  const undress = (): void => {
    undressed.delete(host)
    dressed.end()
  }
  undressed.set(host, undress)
  return undress
}

class Dressed {
  readonly #sheets = [lookText, '', brandText].map(sheetOf) as [CSSStyleSheet, CSSStyleSheet, CSSStyleSheet]
  readonly #label = document.createElement('span')
  readonly #button: HTMLButtonElement
  readonly #watch: MutationObserver
  readonly #seen: IntersectionObserver
  readonly #stop = new AbortController()
  #look: SiteLook = {}
  #invites: (() => void) | undefined

  constructor(private readonly host: WidgetHost) {
    const { root } = host
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, ...this.#sheets]
    this.#button = root.querySelector('button')!
    this.#label.className = 'label'
    this.#label.part.add('label')
    this.#button.append(this.#label)
    this.#watch = new MutationObserver(() => this.#changed())
    this.#watch.observe(host, { attributes: true })
    this.#watch.observe(root, { childList: true })
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', this.#changed, this.#stop)
    // What lies in the page is loaded when it is about to be seen.
    this.#seen = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) host.setAttribute('open', '')
      },
      { rootMargin: '200px' },
    )
    if (this.#placement === 'page') host.setAttribute('open', '')
    else if (this.#placement === 'inline') this.#seen.observe(host)
    this.#changed()
    void this.#ask().catch(() => {})
  }

  end(): void {
    const { host } = this
    this.#stop.abort()
    this.#watch.disconnect()
    this.#seen.disconnect()
    this.#invites?.()
    this.#label.remove()
    delete this.#button.dataset.text
    host.root.adoptedStyleSheets = host.root.adoptedStyleSheets.filter((one) => !this.#sheets.includes(one))
  }

  get #placement(): string {
    return this.host.getAttribute('placement') ?? 'bubble'
  }

  /** The site's face, which browsers keep; a hub that is away leaves the widget as it is. */
  async #ask(): Promise<void> {
    const { host } = this
    if (host.face) return this.#take(host.face.look)
    const site = new URL(`api/sites/${encodeURIComponent(host.getAttribute('site') ?? '')}`, hubUrl(host)).href
    const answer = await fetch(site, { credentials: 'omit', priority: 'low', signal: this.#stop.signal })
    if (answer.status === 403) host.emit('error', { code: 'site.forbidden' })
    if (!answer.ok) return
    const { look, invitations } = (await answer.json()) as SiteFace
    this.#take(look)
    if (invitations.length === 0 || this.#placement !== 'bubble' || this.#stop.signal.aborted) return
    const { invite } = await import('./invite.ts')
    if (!this.#stop.signal.aborted) this.#invites = invite(host, invitations, `${site}/now`)
  }

  #take(look: SiteLook): void {
    const { host } = this
    this.#look = look
    const [, sheet] = this.#sheets
    const own = sheet.cssRules[sheet.insertRule(':host{}')] as CSSStyleRule
    const say = (name: string, value = ''): void => own.style.setProperty(`--mdg-site-${name}`, value)
    say('accent', look.accent)
    say('accent-dark', look.accentDark)
    corners[look.corners ?? 'round'].forEach((radius, at) => say(['1', '2', '3', 'launcher'][at]!, radius))
    if (look.logo)
      sheet.insertRule(
        `mdg-panel::part(head)::before{content:"";flex:none;width:40px;height:40px;margin-inline-end:12px;background:url("${new URL(look.logo).href}") center/contain no-repeat}`,
      )
    if (look.launcher === 'none' && !host.hasAttribute('launcher')) host.setAttribute('launcher', 'none')
    if (look.position === 'left' && !host.hasAttribute('position')) this.#moveLeft()
    this.#changed()
  }

  /** Laid out anew rather than moved: what was not there before has not moved. */
  #moveLeft(): void {
    const { host } = this
    const { display } = host.style
    host.style.display = 'none'
    host.setAttribute('position', 'left')
    host.getBoundingClientRect()
    host.style.display = display
  }

  /** An attribute, the window or the visitor's own setting has changed. */
  readonly #changed = (): void => {
    const { host } = this
    const brand = this.#sheets[2]
    brand.disabled = getComputedStyle(host).getPropertyValue('--mdg-brand') === ''
    this.#say()
    const panel = host.root.querySelector('mdg-panel')
    if (!panel) return
    for (const name of ['position', 'color-scheme']) set(panel, name, host.getAttribute(name) ?? '')
    set(panel, 'exportparts', parts)
    set(panel, 'part', 'window')
    if (this.#placement !== 'bubble') set(panel, 'role', 'region')
  }

  /** What stands on the launcher, and so is part of its name. */
  #say(): void {
    const { language, dataset } = this.host
    const text = dataset['state'] === 'call' ? inCall[language] : (this.#look.launcherText?.[language] ?? '')
    if (this.#label.textContent === text && this.#label.lang === language) return
    this.#label.textContent = text
    this.#label.lang = language
    if (text) this.#button.dataset.text = text
    else delete this.#button.dataset.text
    this.host.label()
  }
}

/** Only where it differs: every change is heard again. */
function set(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value)
}

function sheetOf(text: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(text)
  return sheet
}

/** Where the hub is: what the page says, or where this chunk came from, which is two folders below it. */
function hubUrl(host: WidgetHost): string {
  const here: string = import.meta.url
  const given = host.getAttribute('hub')
  return given === null ? new URL('../../', here).href : new URL(given, location.href).href.replace(/\/*$/, '/')
}
