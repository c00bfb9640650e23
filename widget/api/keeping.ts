/**
 * Where the widget keeps what outlives a page (attribute `storage`): `local` in the browser, for all tabs; `session` in this
 * tab alone; `none` nowhere. With `storage-ttl`, in seconds, what was kept is gone when the visitor has been away that long.
 */
import type { Place, WidgetHost } from '../host.ts'

/** So often the visitor's being here is noted. */
const noteEveryMs = 60_000

/** To be called before anything is read. Returns what ends it. */
export function settleKeeping(host: WidgetHost, site: string): () => void {
  try {
    const where = host.getAttribute('storage')
    if (where === 'none') host.place ??= inMemory()
    if (where === 'session') host.place = sessionStorage
    return heedTtl(host.place ?? localStorage, site, Number(host.getAttribute('storage-ttl')) * 1_000)
  } catch {
    // A page that forbids storage gets a widget that forgets.
    return () => {}
  }
}

function heedTtl(place: Place, site: string, ttlMs: number): () => void {
  if (!(ttlMs > 0)) return () => {}
  const key = `madoguchi:${site}:seenAt`
  const seen = Number(place.getItem(key))
  if (seen > 0 && Date.now() - seen > ttlMs) forgetAll(site)
  const note = (): void => place.setItem(key, `${Date.now()}`)
  note()
  const timer = setInterval(note, Math.min(noteEveryMs, ttlMs / 2))
  return () => clearInterval(timer)
}

/** All of this site's, but for what invitations count, which says nothing of anybody. */
function forgetAll(site: string): void {
  for (const storage of [localStorage, sessionStorage])
    for (const key of Object.keys(storage))
      if (key.startsWith(`madoguchi:${site}:`) && !key.includes(':seen')) storage.removeItem(key)
}

function inMemory(): Place {
  const memory = new Map<string, string>()
  return {
    getItem: (key) => memory.get(key) ?? null,
    setItem: (key, value) => void memory.set(key, value),
    removeItem: (key) => void memory.delete(key),
  }
}
