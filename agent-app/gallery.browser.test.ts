/**
 * Every state of the screen in English, in light and dark, looked at by axe. With MADOGUCHI_SHOTS set to a folder each state
 * leaves a picture there, to be judged by eye.
 */
import { galleryIn } from './test/gallery.ts'
import { scenes } from './test/gallery-scenes.ts'

galleryIn('en-GB', scenes)
