/**
 * What the widget keeps on the host's page, per site. A page that forbids storage gets a widget that forgets. The loader
 * looks at `open` and `panel` by itself, under the same keys.
 */

import type { Place } from '../host.ts'

/**
 * `panel` (the window is open), `call` (this tab has the contact's call), `form` (half filled in) and `outbox` belong to one tab, the
 * others to all. `named`: the token is of somebody who was named; `before`: it was, and waits for them to be named again.
 */
export type Kept =
  'token' | 'named' | 'before' | 'open' | 'draft' | 'panel' | 'call' | 'outbox' | 'shown' | 'form' | 'rated'

const ofTab = /panel|call|outbox|form/
/** Of sites that keep elsewhere than usual (api/keeping.ts). */
export const places = new Map<string, Place>()

export const keyOf = (site: string, what: Kept): string => `madoguchi:${site}:${what}`

/** Reads; with `value` writes first, with null removes. */
export function keep(site: string, what: Kept, value?: string | null): string | null {
  try {
    const storage = places.get(site) ?? (ofTab.test(what) ? sessionStorage : localStorage)
    const key = keyOf(site, what)
    if (value === null) storage.removeItem(key)
    else if (value !== undefined) storage.setItem(key, value)
    return storage.getItem(key)
  } catch {
    return null
  }
}

/** What was kept as JSON; null where there is nothing, or what is there is none of ours. */
export function kept<Value>(site: string, what: Kept): Value | null {
  try {
    return JSON.parse(keep(site, what) ?? 'null') as Value | null
  } catch {
    return null
  }
}
