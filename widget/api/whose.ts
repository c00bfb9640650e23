/** Whose chat it is: what a page says of it, or another tab. What there is to it is loaded when it is needed (signed.ts). */
import type { ChatHandle, WidgetHost } from '../host.ts'
import type * as Signed from '../signed.ts'

const signed = (): Promise<typeof Signed> => import('../signed.ts')

/** Takes what the host says now of who the visitor is. Rejects with a code. */
export async function identify(chat: ChatHandle): Promise<void> {
  await (chat.identify?.() ?? (await signed()).identify(chat.session))
}

/** Ends the visitor's session, and begins anew as somebody unknown. */
export async function logout(host: WidgetHost, chat: ChatHandle): Promise<void> {
  await (chat.logout?.() ?? (await signed()).logout(host, chat.session))
}

/** Heeds that another tab has another visitor, or none any more. Returns what ends it. */
export function followTabs(host: WidgetHost, loaded: () => ChatHandle | null): () => void {
  const heard = async ({ key, newValue }: StorageEvent): Promise<void> => {
    const { session } = loaded() ?? {}
    const own = session?.identity.token
    if (!own || key !== `madoguchi:${session.siteKey}:token` || newValue === own) return
    // What this page said was of the visitor before: two tabs that each insist would turn each other out for ever.
    host.identity = null
    ;(await signed()).other(host, session)
  }
  window.addEventListener('storage', heard)
  return () => window.removeEventListener('storage', heard)
}
