/**
 * Every state of the widget, in both languages, light and dark, as axe-core and a thumb find it. Words have no colours of
 * their own, so two pairs show all there is to find.
 */
import { expect, test } from 'vitest'
import { violations } from './test/axe.ts'
import { hostPage, useStage } from './test/stage.ts'
import { states } from './test/states.ts'

const stage = useStage()

test.each(Object.keys(states))('%s', async (name) => {
  stage.hub.page = hostPage('en')
  const page = await stage.look()
  await states[name]!(stage.hub, page)
  expect(await violations(page)).toEqual([])
  // The same state goes on in the other language and colours: that it does is seen as well.
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.evaluate(() => document.querySelector('madoguchi-widget')!.setAttribute('locale', 'ja'))
  await page.locator('mdg-panel[lang=ja], madoguchi-widget button[lang=ja]').first().waitFor({ state: 'attached' })
  expect(await violations(page)).toEqual([])
})

// What is derived of every colour is reckoned in placements.browser.test.ts; here it is seen as it is drawn.
test("a site's own colour stays readable where it is light", async () => {
  stage.hub.page = hostPage('en').replace('</style>', 'madoguchi-widget{--madoguchi-accent:#ffe45c}</style>')
  const page = await stage.visit()
  await states.talk!(stage.hub, page)
  expect(await violations(page, 'color-contrast')).toEqual([])
})

test('[S5 launcher] everything that can be pressed is at least 44 px', async () => {
  const page = await stage.look()
  for (const state of ['menu', 'uploads']) {
    stage.hub.reset()
    await states[state]!(stage.hub, page)
    const small = await page.locator('madoguchi-widget button, mdg-panel summary').evaluateAll((all) =>
      all.flatMap((one) => {
        const { width, height } = one.getBoundingClientRect()
        return width > 0 && (width < 44 || height < 44) ? [`${one.textContent?.trim()} ${width}x${height}`] : []
      }),
    )
    expect(small).toEqual([])
  }
})
