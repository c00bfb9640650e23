/**
 * Opens the hub's own page, which goes on where this tab ends: it may ask the browser for push, since its worker is ours.
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
  const opened = window.open(page, '_blank')
  const heard = (event: MessageEvent): void => {
    if (event.source !== opened || event.origin !== origin || event.data !== popOutReady) return
    window.removeEventListener('message', heard)
    const handed = hand()
    if (handed) opened!.postMessage({ kind: popOutReady, ...handed } satisfies HandOver, origin)
  }
  if (opened) window.addEventListener('message', heard)
}
