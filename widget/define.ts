/** The one place where the chat's tags get their classes. A page that loads the chat twice keeps the first. */
import { MdgComposer } from './elements/mdg-composer.ts'
import { MdgFile } from './elements/mdg-file.ts'
import { MdgLog } from './elements/mdg-log.ts'
import { MdgPanel } from './elements/mdg-panel.ts'
import { MdgWaiting } from './elements/mdg-waiting.ts'

const tags = {
  'mdg-composer': MdgComposer,
  'mdg-file': MdgFile,
  'mdg-log': MdgLog,
  'mdg-panel': MdgPanel,
  'mdg-waiting': MdgWaiting,
}

for (const [tag, element] of Object.entries(tags)) if (!customElements.get(tag)) customElements.define(tag, element)
