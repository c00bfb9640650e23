/**
 * One attachment in the log. The bytes need the visitor's token, which must not stand in an address, so that they are
 * fetched and shown from a blob of our own; only raster pictures are ever shown in the page.
 */
import { html, type TemplateResult } from 'lit'
import type { AttachmentInfo } from '#protocol'
import { fileSize } from '../controllers/format.ts'
import { saveBlob } from '../controllers/save.ts'
import { icons } from '../icons.ts'
import { MdgElement, property, styles } from './base.ts'
import own from './mdg-file.css?inline'

const shownInPage = /^image\/(png|jpeg|gif|webp|avif)$/
/** Larger pictures are shown when they are asked for. Bytes. */
const previewMax = 8_000_000

export class MdgFile extends MdgElement {
  static override styles = styles(own)
  static override properties = {
    ...MdgElement.properties,
    file: property,
    url: { state: true },
    failed: { state: true },
  }

  declare file: AttachmentInfo
  /** Gets the bytes of an attachment by its id; rejects when they cannot be had. */
  declare get: (attachment: string) => Promise<Blob>
  /** Blob address of the picture, '' before it is there. */
  url = ''
  /** The last attempt to save it failed. */
  failed = false

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    URL.revokeObjectURL(this.url)
    this.url = ''
  }

  protected override async firstUpdated(): Promise<void> {
    if (!this.isPicture) return
    const blob = await this.get(this.file.attachment).catch(() => null)
    if (blob && this.isConnected) this.url = URL.createObjectURL(new Blob([blob], { type: this.file.type }))
  }

  private get isPicture(): boolean {
    return shownInPage.test(this.file.type) && this.file.sizeBytes <= previewMax
  }

  private async save(): Promise<void> {
    const blob = await this.get(this.file.attachment).catch(() => null)
    this.failed = !blob
    if (blob) saveBlob(blob, this.file.name)
  }

  override render(): TemplateResult {
    const { words, file, url } = this
    const label = words.save(file.name || words.file)
    const shown = this.isPicture
      ? html`<button class="picture" aria-label=${label} @click=${this.save}>
          ${url ? html`<img src=${url} alt="" />` : icons.file}
        </button>`
      : html`<button aria-label=${label} @click=${this.save}>
          ${icons.file}<span>${file.name || words.file}</span><small>${fileSize(words.lang, file.sizeBytes)}</small>
        </button>`
    return html`${shown}<span class="wrong" role="alert">${this.failed ? words.refusals.other : ''}</span>`
  }
}
