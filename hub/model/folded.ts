/** Texts as they are compared where something is looked for: width, case and kana are one, so that ﾃﾝﾏ, てんま and テンマ find each other. */

const kataToHira = 0x60

/** Of one text, or of one character of it. White space stays as it is. */
export const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - kataToHira))
