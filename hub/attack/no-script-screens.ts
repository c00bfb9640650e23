/** What no-script.ts looks at: every door that people's words come through, and where each screen stands. A new door is a line here. */
import { botScreens } from './no-script-bot-talk.ts'

/** Doors, and the screens on which what came through them is looked for. */
const screens: Readonly<Record<string, readonly string[]>> = {
  name: ['offers', 'list', 'talk', 'customer', 'palette'],
  'first message': ['offers', 'list', 'talk'],
  message: ['talk', 'widget', 'saved talk'],
  'page address': ['customer'],
  'page title': ['customer'],
  'file name': ['talk', 'widget', 'saved talk'],
  'hand-over note': ['talk'],
  'wrap-up note': ['customer'],
  'account name': ['top bar', 'widget', 'sign-in answer'],
  'queue name': ['offers', 'list', 'customer', 'hand-over'],
  'topic label': ['offers', 'customer', 'form'],
  'disposition label': ['wrap-up', 'customer'],
  'reason label': ['top bar'],
  'site name': ['form'],
  ...botScreens,
}
export const cells = Object.entries(screens).flatMap(([door, seenOn]) => seenOn.map((screen) => `${door} on ${screen}`))
/** Where each screen stands in the page. */
export const elementsOf: Readonly<Record<string, readonly string[]>> = {
  offers: ['mdg-a-offer-card'],
  list: ['mdg-a-contact-list'],
  talk: ['mdg-a-talk'],
  customer: ['mdg-a-customer'],
  palette: ['mdg-a-palette'],
  'top bar': ['mdg-a-top-bar'],
  'hand-over': ['mdg-a-transfer-dialog'],
  'wrap-up': ['mdg-a-wrap-up'],
  form: ['mdg-panel'],
  widget: ['mdg-panel'],
  'saved talk': [''],
}
