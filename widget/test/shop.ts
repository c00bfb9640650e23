/** Test support: a shop's page with more in it than the line of script, and what the widget told it and asked of the hub. */
import type { Page } from 'playwright-core'
import { requests, type RequestBody } from '#protocol'
import { hostPage, type Stage } from './stage.ts'

export type Heard = [name: string, detail: Record<string, unknown>]
export const listen = `window.heard=[];for(const name of ['message','error','unread','before-send','prefill-request','typing','queue','transfer','offer'])
document.addEventListener('madoguchi-'+name,(event)=>heard.push([name,event.detail]))`
export const heardOn = (page: Page): Promise<Heard[]> =>
  page.evaluate(() => (window as unknown as { heard: Heard[] }).heard)

/** A page with more in it, and with attributes of the script. */
export const shop = ({ script = '', body = '', lang = 'en' }): string =>
  hostPage(lang, listen)
    .replace('data-site="pk_demo"', `data-site="pk_demo" ${script}`)
    .replace('</main>', `${body}</main>`)
/** Bodies of the requests of a verb, as the hub reads them. */
export const askedOf = <Verb extends 'contact.start' | 'contact.prefill' | 'message.send'>(
  stage: Stage,
  verb: Verb,
): RequestBody<Verb>[] =>
  stage.hub.asked
    .filter((one) => one.verb === verb)
    .map(({ body }) => requests[verb].body.read(body) as unknown as RequestBody<Verb>)
/** The visitor fills in the form and sends it. */
export const write = async (page: Page, text: string): Promise<void> => {
  await page.locator('mdg-prechat textarea').fill(text)
  await page.locator('mdg-prechat button.main').click()
}
/** Does a command; a refusal is what it resolves to. */
export const run = (page: Page, name: string, ...given: unknown[]): Promise<unknown> =>
  page.evaluate(
    ([name, given]) =>
      (window as unknown as { Madoguchi(...call: unknown[]): Promise<unknown> })
        .Madoguchi(name, ...given)
        .catch((error: Error) => `refused: ${error.message}`),
    [name, given] as const,
  )
