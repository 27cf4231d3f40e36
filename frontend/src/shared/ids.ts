/* Names made here: unguessable enough never to meet twice, and allowed as a `client_id` on the wire. */

/** 22 letters of [A-Za-z0-9_-]: 128 random bits. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
