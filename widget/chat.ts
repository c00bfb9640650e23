/**
 * What the loader fetches when the chat is likely to be needed: makes the panel in the element's shadow root and the
 * session behind it. The connection begins when the panel is opened, or at once when a contact may still be open.
 */
import './define.ts'
import { Session } from './controllers/session.ts'
import { keep, places } from './controllers/storage.ts'
import type { MdgPanel } from './elements/mdg-panel.ts'
import type { ChatHandle, WidgetHost } from './host.ts'
import type { Words } from './translations/words.ts'

/** Nobody needs to load both languages. */
async function wordsOf(language: Words['lang']): Promise<Words> {
  return language === 'ja' ? (await import('./translations/ja.ts')).ja : (await import('./translations/en.ts')).en
}

export async function mount(host: WidgetHost): Promise<ChatHandle> {
  const { place } = host
  if (place) places.set(host.getAttribute('site') ?? '', place)
  const panel = document.createElement('mdg-panel') as MdgPanel
  panel.words = await wordsOf(host.language)
  panel.hidden = true
  let session!: Session
  /** Also in place of the session before, of another visitor. */
  const begin = (): void => {
    session?.destroy()
    session = panel.session = new Session(host, hubUrl(host), panel.words, () => panel.requestUpdate(), begin)
    if (host.hasAttribute('open') || keep(session.siteKey, 'open')) session.connect()
  }
  begin()
  // In the page's flow, or as the whole page, there is nothing that it could go back into.
  const closes = /^(bubble)?$/.test(host.getAttribute('placement') ?? '') || host.hasAttribute('framed')
  panel.addEventListener('close', () => closes && void host.close())

  return {
    async update(asked) {
      session.words = panel.words = await wordsOf(host.language)
      const open = host.hasAttribute('open')
      const moved = panel.hidden === open
      for (const name of ['position', 'color-scheme']) panel.setAttribute(name, host.getAttribute(name) ?? '')
      panel.hidden = !open
      if (closes) keep(session.siteKey, 'panel', open ? '1' : null)
      if (open) session.connect()
      session.mark()
      if (!panel.isConnected) host.root.append(panel)
      panel.requestUpdate()
      await panel.updateComplete
      if (open && moved && asked) panel.moveFocusIn()
    },
    get session() {
      return session
    },
    destroy() {
      session.destroy()
      panel.remove()
    },
  }
}

/** Where the hub is: what the page says, or where this chunk came from, which is two folders below it. */
function hubUrl(host: WidgetHost): string {
  const here: string = import.meta.url
  const given = host.getAttribute('hub')
  return given === null ? new URL('../../', here).href : new URL(given, location.href).href.replace(/\/*$/, '/')
}
