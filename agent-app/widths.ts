/** How much room the window has, asked anew each time; the same bounds as in the style sheets. */

/** One column at a time. */
export const isPhone = (): boolean => matchMedia('(max-width: 767px)').matches

/** Three columns side by side. */
export const isWide = (): boolean => matchMedia('(min-width: 1181px)').matches
