/**
 * A window of the browser that tells of everything that text must not become: scripts that run, dialogs, refusals of the
 * content security policy and of Trusted Types, elements and attributes that no page of ours makes, other places that are
 * gone to or asked for. And what it shows, by the element that shows it.
 */
import type { Browser, Page } from 'playwright-core'

export interface Watched {
  readonly page: Page
  /** Text and titles below the elements with these names, in every shadow root; `''` is the whole page. */
  shown(...elements: string[]): Promise<string>
  close(): Promise<void>
}

/** Opens the address. What must not happen is added to `told`, with `where` in front. */
export async function watchedPage(
  browser: Browser,
  {
    url,
    where,
    told,
    prepare,
  }: {
    readonly url: string
    readonly where: string
    readonly told: string[]
    /** Before the page is gone to. */
    readonly prepare?: (page: Page) => Promise<void>
  },
): Promise<Watched> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  const tell = (what: string): void => void told.push(`${where}: ${what}`)
  const origin = url.startsWith('http') ? new URL(url).origin : null
  page.on('dialog', (dialog) => {
    tell(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('console', (message) => {
    if (message.type() === 'error' && /policy|trusted/i.test(message.text())) tell(`console ${message.text()}`)
  })
  page.on('pageerror', (error) => tell(`error ${error.message}`))
  context.on('page', (other) => tell(`window ${other.url()}`))
  context.on('request', (request) => {
    const { href, protocol, host, pathname } = new URL(request.url())
    // A question may have a payload in it: whoever opened the page put it there.
    if (/evil|javascript:/i.test(protocol + host + pathname)) tell(`request ${href}`)
  })
  page.on('framenavigated', (frame) => {
    const at = frame.url()
    if (frame !== page.mainFrame()) tell(`frame ${at}`)
    else if (origin !== null && new URL(at).origin !== origin && at !== 'about:blank') tell(`navigation ${at}`)
  })
  await page.exposeFunction('tellWhatRan', tell)
  // Under `tsx`, functions with functions in them name them by this; the page does not have it.
  await page.addInitScript('globalThis.__name ??= (named) => named')
  await page.addInitScript(watchFromInside)
  await prepare?.(page)
  await page.goto(url)
  const shown = (...elements: string[]): Promise<string> => page.evaluate(textBelow, elements)
  return { page, shown, close: () => context.close() }
}

/** Runs in the page, before anything else does. */
function watchFromInside(): void {
  const tell = (what: string): void => (window as unknown as { tellWhatRan(what: string): void }).tellWhatRan(what)
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'] as const)
    Object.assign(window, { [name]: () => tell(`${name} ran`) })
  addEventListener('securitypolicyviolation', (event) => tell(`policy ${event.violatedDirective} ${event.blockedURI}`))
  const suspect =
    'script:not([src], [type="application/json"]), iframe, frame, object, embed, applet, base, math, marquee, video, audio, image, foreignObject, animate, set, use[href*=":"], [data-marked], [style*="expression" i], [srcdoc], [formaction], a[href^="javascript:" i], a[href^="data:" i], a[href^="vbscript:" i], a[href^="blob:" i]:not([download]), [src*="evil" i], link[href*="evil" i], meta[http-equiv=refresh]'
  const look = (element: Element): void => {
    const handlers = element.getAttributeNames().filter((name) => /^on/i.test(name))
    if (element.matches(suspect) || handlers.length > 0)
      tell(`element ${element.localName} ${element.getAttributeNames().join(' ')}`)
  }
  const watch = (root: Node): void => {
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        if (target instanceof Element) look(target)
        for (const node of addedNodes) {
          if (!(node instanceof Element)) continue
          look(node)
          node.querySelectorAll('*').forEach(look)
        }
      }
    }).observe(root, { subtree: true, childList: true, attributes: true })
  }
  watch(document)
  const attach = Element.prototype.attachShadow
  Element.prototype.attachShadow = function (init) {
    const root = attach.call(this, init)
    watch(root)
    return root
  }
}

/** Runs in the page. */
function textBelow(elements: string[]): string {
  const found: string[] = []
  const take = (node: Node): void => {
    if (node instanceof Text) found.push(node.data)
    if (node instanceof Element) {
      for (const name of ['title', 'aria-label', 'placeholder']) found.push(node.getAttribute(name) ?? '')
      if (node.localName === 'style') return
      node.shadowRoot?.childNodes.forEach(take)
    }
    node.childNodes.forEach(take)
  }
  const look = (node: Node): void => {
    if (node instanceof Element) {
      if (elements.includes(node.localName)) return take(node)
      node.shadowRoot?.childNodes.forEach(look)
    }
    node.childNodes.forEach(look)
  }
  if (elements.includes('')) take(document)
  else look(document)
  return found.join('\n')
}
