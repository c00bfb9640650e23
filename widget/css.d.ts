/** Style sheets that the build hands over as minified text. */
declare module '*.css?inline' {
  const text: string
  export default text
}
