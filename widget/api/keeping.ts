/**
 * Where the widget keeps what outlives a page (attribute `storage`): `local` in the browser, for all tabs; `session` in this
 * tab alone; `none` nowhere. With `storage-ttl`, in seconds, what was kept is gone when the visitor has been away that long.
 */
import { keep, keepIn } from '../controllers/storage.ts'
import type { WidgetHost } from '../host.ts'

/** So often the visitor's being here is noted. */
const noteEveryMs = 60_000

/** To be called before anything is read. Returns what ends it. */
export function settleKeeping(host: WidgetHost, site: string): () => void {
  const where = host.getAttribute('storage')
  if (where === 'none') keepIn(site, null)
  if (where === 'session') keepIn(site, sessionStorage)
  const ttlMs = Number(host.getAttribute('storage-ttl')) * 1_000
  if (!(ttlMs > 0)) return () => {}
  const seen = Number(keep(site, 'seenAt'))
  if (seen > 0 && Date.now() - seen > ttlMs) forgetAll(site)
  const note = (): void => void keep(site, 'seenAt', `${Date.now()}`)
  note()
  const timer = setInterval(note, Math.min(noteEveryMs, ttlMs / 2))
  return () => clearInterval(timer)
}

/** All of this site's, but for what invitations count, which says nothing of anybody. */
export function forgetAll(site: string): void {
  for (const storage of [localStorage, sessionStorage])
    for (const key of Object.keys(storage))
      if (key.startsWith(`madoguchi:${site}:`) && !key.includes(':seen')) storage.removeItem(key)
}
