/**
 * Asks visitors, unasked, whether they want help, where the site says so. Loaded only then. What must hold for that is in
 * invite-rules.ts; here it is measured, and shown: a card beside the launcher that covers nothing, takes no focus, is
 * announced politely, and stays away once it was closed.
 */
import type { Invitation, SiteNow } from '#protocol'
import type { Place, WidgetHost } from './host.ts'
import { dueOf, ruleHolds, type Seen } from './invite-rules.ts'
import sheetText from './invite.css?inline'

const words = {
  en: { open: 'Start a chat', close: 'No, thank you' },
  ja: { open: 'チャットを始める', close: '閉じる' },
}

type Act = 'shown' | 'taken' | 'dismissed'

/** Watches until one has been shown, or the function that it gives is called. `nowUrl` says who is there. */
export function invite(host: WidgetHost, invitations: readonly Invitation[], nowUrl: string): () => void {
  const stop = new AbortController()
  const seen = memory(host.getAttribute('site') ?? '', () => host.place ?? localStorage)
  const returning = seen.visit()
  const begun = performance.now()
  const measured = { scrollPercent: 0, exit: false }
  let asking = false

  const seenNow = (): Seen => ({
    page: location.pathname + location.search,
    seconds: (performance.now() - begun) / 1_000,
    returning,
    ...measured,
  })

  /** The window is open, or there is something in it already. */
  const isBusy = (): boolean => host.hasAttribute('open') || Boolean(host.hidden) || host.dataset['state'] !== undefined

  async function look(): Promise<void> {
    if (asking || isBusy() || document.visibilityState !== 'visible') return
    const held = invitations.find(
      (one) => ruleHolds(one.when, seenNow()) && dueOf(one, seen.shownAt(one.key), Date.now()),
    )
    if (!held) return
    asking = true
    const may = held.only === 'always' || (await allows(held.only))
    asking = false
    if (may && !isBusy() && !stop.signal.aborted) show(held)
  }

  async function allows(only: 'open' | 'staffed'): Promise<boolean> {
    const answer = await fetch(nowUrl, { credentials: 'omit', signal: stop.signal }).catch(() => null)
    if (!answer?.ok) return false
    const { open, staffed } = (await answer.json()) as SiteNow
    return open && (only === 'open' || staffed)
  }

  function show({ key, text }: Invitation): void {
    stop.abort()
    seen.shown(key, Date.now())
    const said = words[host.language]
    const tell = (act: Act): void => void host.emit('invite', { name: key, act })
    const card = document.createElement('div')
    card.className = 'invite'
    card.part.add('invitation')
    card.lang = host.language
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(sheetText)
    host.root.adoptedStyleSheets = [...host.root.adoptedStyleSheets, sheet]
    const status = document.createElement('p')
    status.setAttribute('role', 'status')
    const end = (act: Act | null): void => {
      if (card.isConnected && act) tell(act)
      card.remove()
      watch.disconnect()
    }
    const button = (label: string, act: () => void): HTMLButtonElement => {
      const made = document.createElement('button')
      made.textContent = label
      made.onclick = act
      return made
    }
    card.append(
      status,
      button(said.open, () => {
        end('taken')
        void host.open()
      }),
      button(said.close, () => {
        const within = card.contains(host.root.activeElement)
        end('dismissed')
        if (within) host.root.querySelector<HTMLElement>('[part~=launcher]')?.focus()
      }),
    )
    card.onkeydown = (event) => {
      if (event.key === 'Escape') (card.lastChild as HTMLElement).click()
    }
    // Whoever opens the window by the launcher has been helped.
    const watch = new MutationObserver(() => {
      if (isBusy()) end(null)
    })
    watch.observe(host, { attributes: true })
    host.root.prepend(card)
    // A region that is there before its text is announced.
    setTimeout(() => (status.textContent = text[host.language]), 100)
    tell('shown')
  }

  const options = { signal: stop.signal, passive: true } as const
  const timer = setInterval(() => void look(), 1_000)
  stop.signal.addEventListener('abort', () => clearInterval(timer))
  addEventListener(
    'scroll',
    () => {
      const { scrollHeight } = document.documentElement
      const percent = ((scrollY + innerHeight) / scrollHeight) * 100
      measured.scrollPercent = Math.max(measured.scrollPercent, Math.ceil(percent))
    },
    options,
  )
  document.documentElement.addEventListener(
    'mouseleave',
    ({ clientY }) => {
      measured.exit ||= clientY <= 0
      void look()
    },
    options,
  )
  return () => {
    stop.abort()
    host.root.querySelector('.invite')?.remove()
  }
}

/** What is kept of this visitor: when they were here first on this visit, and when what was shown. Nothing about them. */
function memory(site: string, place: () => Place) {
  const name = `madoguchi:${site}:seen`
  const read = (): Record<string, number> => {
    try {
      return JSON.parse(place().getItem(name) ?? '{}') as Record<string, number>
    } catch {
      return {}
    }
  }
  const write = (more: Record<string, number>): void => {
    try {
      place().setItem(name, JSON.stringify({ ...read(), ...more }))
    } catch {
      // A browser that forgets: the visitor may be asked again.
    }
  }
  return {
    /** True for a visitor of an earlier visit: more than half an hour lies between two. */
    visit(): boolean {
      const { '': last = 0, ' ': again = 0 } = read()
      const now = Date.now()
      const isNew = now - last > 1_800_000
      const returning = isNew ? last > 0 : again > 0
      write({ '': now, ' ': Number(returning) })
      return returning
    },
    shownAt: (key: string): number | null => read()[key] ?? null,
    shown: (key: string, at: number) => write({ [key]: at }),
  }
}
