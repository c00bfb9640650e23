/** What we use of web-push 3.6.7, which brings no types of its own. */
declare module 'web-push' {
  interface RequestDetails {
    readonly endpoint: string
    readonly headers: Readonly<Record<string, string | number>>
    readonly body: Buffer
  }
  const webPush: {
    generateRequestDetails(
      subscription: { readonly endpoint: string; readonly keys: { readonly p256dh: string; readonly auth: string } },
      payload: string,
      options: {
        readonly vapidDetails: { readonly subject: string; readonly publicKey: string; readonly privateKey: string }
        readonly TTL: number
        readonly topic: string
        readonly urgency: 'high'
        readonly contentEncoding: 'aes128gcm'
      },
    ): RequestDetails
  }
  export default webPush
}
