/**
 * Opens a page of the hub's own, which goes on where this tab ends: the one for who waits, which may ask the browser for
 * push, since its worker is ours, or in a window beside this one the one for the whole chat (its address has a name).
 * The visitor's token goes over by a message to that window alone, never in an address. Loaded when it is wanted,
 * which is why it does not stand among the controllers (.config/vite.widget.config.ts).
 */

/** What the page says when it can take the token, and what it is told then (widget/wait/page.ts). */
export const popOutReady = 'madoguchi-wait'

export interface HandOver {
  readonly kind: typeof popOutReady
  readonly site: string
  readonly token: string
  readonly lang: string
}

/** Who leaves the page. */
export interface Leaving {
  readonly identity: { readonly token: string | null; at(path: string): string }
  readonly siteKey: string
  readonly words: { readonly lang: string }
}

/** To be called soon after a press: browsers open no window unasked. False when this one does not. */
export function popOut(from: Leaving, where: 'wait/' | 'chat/'): boolean {
  const { identity, siteKey, words } = from
  const isWindow = where === 'chat/'
  const page = identity.at(isWindow ? where + siteKey : where)
  const { origin } = new URL(page)
  const opened = window.open(page, '_blank', isWindow ? 'popup,width=440,height=760' : '')
  const heard = (event: MessageEvent): void => {
    if (event.source !== opened || event.origin !== origin || event.data !== popOutReady) return
    window.removeEventListener('message', heard)
    const { token } = identity
    if (token === null) return
    opened!.postMessage({ kind: popOutReady, site: siteKey, token, lang: words.lang } satisfies HandOver, origin)
  }
  if (opened) window.addEventListener('message', heard)
  return opened !== null
}
