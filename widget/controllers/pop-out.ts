/**
 * Opens a page of the hub's own, which goes on where this tab ends: the one for who waits, which may ask the browser for
 * push, since its worker is ours, or in a window beside this one the one for the whole chat (its address has a name).
 * The visitor's token goes over by a message to that window alone, never in an address.
 */

/** What the page says when it can take the token, and what it is told then (widget/wait/page.ts). */
export const popOutReady = 'madoguchi-wait'

export interface HandOver {
  readonly kind: typeof popOutReady
  readonly site: string
  readonly token: string
  readonly lang: string
}

/** To be called while a press is being handled. `hand` is asked when the page is ready; null when there is nothing to hand over. */
export function popOut(page: string, hand: () => Omit<HandOver, 'kind'> | null): void {
  const { origin } = new URL(page)
  const opened = window.open(page, '_blank', page.endsWith('/') ? '' : 'popup,width=440,height=760')
  const heard = (event: MessageEvent): void => {
    if (event.source !== opened || event.origin !== origin || event.data !== popOutReady) return
    window.removeEventListener('message', heard)
    const handed = hand()
    if (handed) opened!.postMessage({ kind: popOutReady, ...handed } satisfies HandOver, origin)
  }
  if (opened) window.addEventListener('message', heard)
}
