/** Test support: what axe says of a page. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { run } from 'axe-core'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What another language may break, once all rules have passed in one. */
export const byWords = [
  ...['button-name', 'label', 'label-content-name-mismatch', 'link-name', 'html-lang-valid'],
  ...['region', 'target-size', 'scrollable-region-focusable'],
]

/** What axe finds serious, in words: by all its rules, or by these. */
export async function findings(page: Page, rules: readonly string[] | null): Promise<string[]> {
  // Evaluated by the debugger, which the page's content policy does not bind.
  await page.evaluate(axe)
  return await page.evaluate(async (only) => {
    const axes = (globalThis as unknown as { axe: { run: typeof run } }).axe
    const { violations } = await axes.run(only === null ? {} : { runOnly: [...only] })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id: rule, nodes }) => nodes.map((node) => `${rule}: ${node.html} ${node.failureSummary ?? ''}`))
  }, rules)
}
