/** Hears events until what it returns is called. */
export function listen(target: EventTarget, type: string, heard: (event: never) => void): () => void {
  target.addEventListener(type, heard as EventListener)
  return () => target.removeEventListener(type, heard as EventListener)
}
