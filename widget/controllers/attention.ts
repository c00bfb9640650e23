/**
 * What reaches a customer who looks elsewhere: a word before the page's title, tones, and a notice of the browser's. What
 * sounds is loaded when it may be needed.
 */
import type { Call, Calling } from '../calling.ts'

/** Not `document.title`, which is an element where one of the page is called so. */
const titleElement = (): Element | null => Document.prototype.querySelector.call(document, 'head>title')

export class Attention {
  #calling: Promise<Calling> | undefined
  /** What stands before the page's own title. */
  #prefix = ''

  /** `open`: the customer has pressed the notice. */
  constructor(private readonly open: () => void) {}

  /** To be called while a press is being handled: there may be something to tell later. */
  prepare(): void {
    void this.load().then((calling) => calling.prepare())
  }

  /** Something is pressed: from now on it may sound. */
  wake(): void {
    void this.load().then((calling) => calling.wake())
  }

  /** One tone, for a message that nobody sees. */
  chime(): void {
    void this.load().then((calling) => calling.chime())
  }

  load(): Promise<Calling> {
    return (this.#calling ??= import('../calling.ts').then(({ Calling }) => new Calling(this.open)))
  }

  /** Rings until it is told null. */
  ring(call: Call | null): void {
    if (call || this.#calling) void this.load().then((calling) => calling.ring(call))
  }

  /** The page is seen, or no longer. */
  look(): void {
    void this.#calling?.then((calling) => calling.look())
  }

  get ownTitle(): string {
    const title = titleElement()?.textContent.trim() ?? ''
    return title.startsWith(this.#prefix) ? title.slice(this.#prefix.length) : title
  }

  /** Before the page's own title, as long as nobody looks; '' for nothing. */
  title(prefix: string): void {
    const title = prefix + this.ownTitle
    this.#prefix = prefix
    const element = titleElement()
    if (element && element.textContent !== title) element.textContent = title
  }

  destroy(): void {
    void this.#calling?.then((calling) => calling.destroy())
    this.title('')
  }
}
