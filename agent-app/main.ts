/** Where the agent app begins: the page's style, then the elements; the one in index.html does the rest. */
import { defineElements } from './define.ts'
import { pageCss } from './page.ts'

const sheet = new CSSStyleSheet()
sheet.replaceSync(pageCss)
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
defineElements()
