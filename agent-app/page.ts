/** The page around the elements: tokens, type, language and density. Adopted by the document, as the policy allows no style text. */
import { tokensCss } from '../widget/tokens.ts'

/** CSS text of the document. */
export const pageCss = `${tokensCss(':root')}
:root{--mdg-a-row-gap:10px;font-family:var(--mdg-font);line-height:var(--mdg-leading);line-break:strict;text-spacing-trim:normal;-webkit-text-size-adjust:100%}
:root[data-density=compact]{--mdg-a-row-gap:5px}
:root:lang(ja){line-height:var(--mdg-leading-ja);word-break:auto-phrase}
html,body{height:100%;margin:0;background:var(--mdg-surface-0);color:var(--mdg-text)}
mdg-a-app{display:block;height:100%}
@media print{html,body,mdg-a-app{height:auto}}`
