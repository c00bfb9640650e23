/** What the panel loads when a customer who is known by name looks at their earlier contacts. */
import { MdgEarlier } from './earlier/mdg-earlier.ts'

if (!customElements.get('mdg-earlier')) customElements.define('mdg-earlier', MdgEarlier)
