/**
 * The same in Japanese. A file of its own, so that both go on at once.
 */
import { galleryIn } from './test/gallery.ts'
import { scenes } from './test/gallery-scenes.ts'

galleryIn('ja-JP', scenes)
