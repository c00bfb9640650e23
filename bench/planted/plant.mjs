/**
 * Plants a mistake into a program while Node loads it, so that a bench can show that it would notice. Nothing of the product
 * knows of this. Use: `node --import=bench/planted/plant.mjs?sleep …`, or `npm run bench -- floor --planted sleep`. It prints
 * `planted NAME` when the place was found; who starts it has to look for that line, since the place may have moved.
 */
import { register } from 'node:module'

register('./load-hook.mjs', import.meta.url, { data: new URL(import.meta.url).search.slice(1) })
