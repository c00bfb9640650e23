/**
 * The worker of the page at `/wait/`: shows what the hub pushes, and leads back to the page when the notice is pressed.
 * It is one file with nothing to load, since a browser starts it when nothing of ours is open.
 */
import { noticeWords } from './notice-words.ts'

/** What the hub pushes (hub/app/pushes.ts). */
interface Pushed {
  readonly kind: 'call' | 'over'
  readonly tag: string
  readonly until: number
  readonly locale: 'en' | 'ja'
  readonly site: string
}

/** What of a worker's world is used here; the page's own types are the browser's window. */
interface Worker {
  readonly registration: { showNotification(title: string, options: NotificationOptions): Promise<void> }
  readonly clients: {
    matchAll(query: { type: 'window' }): Promise<{ url: string; focus(): Promise<unknown> }[]>
    openWindow(url: string): Promise<unknown>
  }
  skipWaiting(): Promise<void>
  addEventListener(type: string, heard: (event: WorkerEvent) => void): void
}
interface WorkerEvent {
  readonly data: { json(): unknown } | null
  readonly notification: { close(): void }
  waitUntil(done: Promise<unknown>): void
}

const worker = self as unknown as Worker

worker.addEventListener('install', () => void worker.skipWaiting())
worker.addEventListener('push', (event) => event.waitUntil(tell(event.data?.json() as Pushed)))
worker.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(goBack())
})

/** A browser that is given a message must show something, also when it comes too late. */
function tell({ kind, tag, until, locale, site }: Pushed): Promise<void> {
  const words = noticeWords[locale]
  const isNow = kind === 'call' && Date.now() < until
  const options = { tag, body: site, lang: locale, requireInteraction: isNow }
  return worker.registration.showNotification(isNow ? words.yourTurn : words.turnOver, options)
}

async function goBack(): Promise<unknown> {
  const page = new URL('./', location.href).href
  const open = (await worker.clients.matchAll({ type: 'window' })).find(({ url }) => url.startsWith(page))
  return open === undefined ? worker.clients.openWindow(page) : open.focus()
}
