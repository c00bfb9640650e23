/** Test support: what axe-core finds in the widget as it is shown now. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Axe {
  run(
    context: object,
    options: object,
  ): Promise<{ violations: { id: string; impact: string; nodes: { target: unknown; failureSummary: string }[] }[] }>
}

/** One sentence for each finding; `only` narrows to one rule. */
export async function violations(page: Page, only?: string): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate(async (only) => {
    const { axe } = window as unknown as { axe: Axe }
    const found = await axe.run({ include: ['madoguchi-widget'] }, only ? { runOnly: [only] } : {})
    return found.violations.map(
      ({ id, impact, nodes }) =>
        `${impact} ${id}: ${nodes.map((node) => `${JSON.stringify(node.target)} ${node.failureSummary}`).join('; ')}`,
    )
  }, only)
}
