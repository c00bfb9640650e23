/** Hands a file to the browser's own "save". Also on phones, where there is no other way to keep a talk. */
export function saveBlob(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  // The browser reads the address after this turn; a minute is more than it ever needs.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
